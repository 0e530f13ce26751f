"""Foreign keys point down, no reverse relations between apps, and rows that name somebody know who may see them."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from tests.architecture import house

OWNERS = {"accounts.user", "directory.organisation", "directory.company"}
# A text whose name holds one of these words may name a person or say how to reach one.
PERSONAL_WORDS = frozenset(
    (
        *("name", "names", "person", "persons", "representative", "signatory", "applicant", "resident"),
        *("contact", "address", "email", "phone", "ip"),
    )
)
CODE_LIST = "a list of codes that the centre publishes"
# Models and fields with such a word that hold nobody's data, and what they hold instead.
NOT_PERSONAL = {
    "centre.CentreProfile": "the centre publishes its own name and address",
    "directory.District": CODE_LIST,
    "directory.Industry": CODE_LIST,
    "directory.SizeThreshold": CODE_LIST,
    "directory.Skill": CODE_LIST,
    "catalogue.Kpi": CODE_LIST,
    "catalogue.Support": CODE_LIST,
    "catalogue.CatalogueAction": CODE_LIST,
    "intake.Programme": CODE_LIST,
    "intake.Word": CODE_LIST,
    "intake.Call.contact": "the desk that answers about a call, published with it",
    "diagnosis.Instrument": CODE_LIST,
    "roadmaps.ImpactWeights": CODE_LIST,
    "catalogue.PublishedCase.name": "what the pilot was about, in published words",
    "directory.Site.name": "what a place is called: head office, factory",
    "directory.Claim.stated_name": "the company's name as somebody stated it",
    "documents.Document.name": "the title of the paper",
    "intake.Application.figure_name": "the figure that is to improve",
    "pilots.PilotKpi.name": "the figure that is measured",
}
# Rows that have no page of their own, and why each needs no `visible_to`.
WITHOUT_A_PAGE = {
    "accounts": "a person's own data: read by that person and by administrators",
    "documents": "the subject's own app is the door and checks its own row",
    "audit": "read through the subject",
}


def relations(model):
    return [
        field for field in model._meta.get_fields() if field.is_relation and not field.auto_created and field.concrete
    ]


def between_apps(model):
    own = [field for field in relations(model) if field.remote_field.model.__module__.startswith("apps.")]
    return [field for field in own if field.remote_field.model._meta.app_label != model._meta.app_label]


def test_foreign_keys_point_to_lower_floors_only():
    floor = {name: height for height, name in enumerate(house.floors())}

    upward = [
        str(field)
        for model in house.own_models()
        for field in between_apps(model)
        if floor.get(field.remote_field.model._meta.app_label, -1) > floor[model._meta.app_label]
    ]

    assert upward == []


def test_foreign_keys_between_apps_have_no_reverse_name():
    named = [
        str(field)
        for model in house.own_models()
        for field in between_apps(model)
        if field.remote_field.related_name != "+"
    ]

    assert named == []


def test_no_generic_foreign_keys():
    generic = [
        str(field)
        for model in house.own_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    to_content_types = [
        str(field)
        for model in house.own_models()
        for field in relations(model)
        if field.remote_field.model._meta.label_lower == "contenttypes.contenttype"
    ]

    assert generic + to_content_types == []


def test_no_model_overrides_saving_or_deleting():
    overriding = [
        f"{base.__module__}.{base.__name__}.{name}"
        for model in house.own_models()
        for base in model.__mro__
        if base.__module__.startswith("apps.")
        for name in ("save", "delete")
        if name in vars(base)
    ]

    assert overriding == []


def test_every_model_with_data_of_persons_or_companies_says_who_may_see_it():
    """A model either has `visible_to` or belongs, by a key within its app, to one that has."""
    own = {model for model in house.own_models() if model._meta.app_label not in WITHOUT_A_PAGE}

    unseen = [model._meta.label for model in own if _names_somebody(model) and not _is_guarded(model, set())]

    assert sorted(unseen) == []


def _names_somebody(model: type[models.Model]) -> bool:
    return any(field.remote_field.model._meta.label_lower in OWNERS for field in relations(model))


def _is_guarded(model: type[models.Model], seen: set[type[models.Model]]) -> bool:
    if hasattr(model._default_manager.all(), "visible_to"):
        return True
    wholes = {
        field.remote_field.model
        for field in relations(model)
        if field.remote_field.model._meta.app_label == model._meta.app_label
    }
    return any(_is_guarded(whole, seen | {model}) for whole in wholes - seen - {model})


def test_declared_personal_fields_exist_and_say_purpose_and_retention():
    wrong = [
        f"{model._meta.label}.{name}"
        for model in house.own_models()
        for name, (purpose, retention) in getattr(model, "personal_fields", {}).items()
        if name not in {field.name for field in model._meta.get_fields()} or not purpose or not retention
    ]

    assert wrong == []


def test_every_field_that_may_name_or_reach_a_person_is_declared_or_said_not_to():
    undeclared = [
        f"{model._meta.label}.{field.name}"
        for model in house.own_models()
        for field in model._meta.concrete_fields
        if _may_be_personal(field)
        and field.name not in getattr(model, "personal_fields", {})
        and not {model._meta.label, f"{model._meta.label}.{field.name}"} & NOT_PERSONAL.keys()
    ]

    assert undeclared == []


def test_what_is_said_not_to_be_personal_is_there_and_needs_saying():
    """An entry whose model or field is gone, or that is declared after all, would hide the next one of that name."""
    needed = {
        name
        for model in house.own_models()
        for field in model._meta.concrete_fields
        if _may_be_personal(field) and field.name not in getattr(model, "personal_fields", {})
        for name in (model._meta.label, f"{model._meta.label}.{field.name}")
    }

    assert NOT_PERSONAL.keys() - needed == set()


def _may_be_personal(field: models.Field) -> bool:
    """An address of mail or network by its type, any other text by the words of its name."""
    if isinstance(field, models.EmailField | models.GenericIPAddressField):
        return True
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and not PERSONAL_WORDS.isdisjoint(field.name.split("_"))
