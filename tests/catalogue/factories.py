"""Catalogue rows for tests."""

from decimal import Decimal

import factory

from apps.catalogue.models import ActionEffect, Basis, CatalogueAction, Kpi, PublishedCase, Support


def empty() -> None:
    """Take the shipped catalogue away."""
    for table in (PublishedCase, ActionEffect, CatalogueAction, Kpi, Support):
        table.objects.all().delete()


class KpiFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Kpi
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"kpi_{n}")
    name_ko = factory.LazyAttribute(lambda row: f"표본 지표 {row.code}")
    name_en = factory.LazyAttribute(lambda row: f"Sample KPI {row.code}")
    unit = "%"
    direction = Kpi.Direction.DOWN
    category = Kpi.Category.PRODUCT_QUALITY
    definition_ko = "표본 지표의 뜻"


class ActionFactory(factory.django.DjangoModelFactory):
    """A cheap enabling action that lifts one criterion."""

    class Meta:
        model = CatalogueAction

    code = factory.Sequence(lambda n: f"E{n + 100}")
    kind = CatalogueAction.Kind.ENABLING
    name_ko = factory.LazyAttribute(lambda row: f"표본 과제 {row.code}")
    name_en = factory.LazyAttribute(lambda row: f"Sample action {row.code}")
    summary_ko = "표본 과제의 설명입니다."
    improves = {"P1": 1}
    months = 3
    months_low = 2
    months_high = 4
    staff_months = Decimal("1.0")
    cost_min_krw = 0
    cost_typical_krw = 2_000_000
    cost_max_krw = 5_000_000
    cost_basis = Basis.ASSUMED
    source = "가정: 시험용"


class EffectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionEffect

    action = factory.SubFactory(ActionFactory)
    kpi = factory.SubFactory(KpiFactory)
    strength = 3
    basis = Basis.ASSUMED
    source = "가정: 시험용"
