"""Shapes of what programs send and receive about pilots."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.kernel import shapes
from apps.pilots import selectors
from apps.pilots.models import FIGURE, FIGURE_PLACES, Gate, GateCriterion
from apps.pilots.words import CheckName, DecisionName, DirectionName, MeasureName


class PilotRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    company = serializers.CharField(source="company__name_ko")
    stage = serializers.CharField()
    state = serializers.CharField()
    ends_on = serializers.DateField()
    kpis_total = serializers.IntegerField()
    kpis_passed = serializers.IntegerField()
    kpis_failed = serializers.IntegerField()
    last_reading_on = serializers.DateField(allow_null=True)
    certificate_number = serializers.CharField()


class PilotKpiSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(DirectionName.choices)
    measure = serializers.ChoiceField(MeasureName.choices)
    baseline = serializers.DecimalField(**FIGURE)
    baseline_start_on = serializers.DateField()
    baseline_end_on = serializers.DateField()
    baseline_evidence = serializers.CharField()
    target = serializers.DecimalField(**FIGURE)
    pass_mark = serializers.DecimalField(**FIGURE)
    verdict = serializers.CharField()
    value = serializers.DecimalField(**FIGURE, allow_null=True)
    attainment_bp = serializers.IntegerField(allow_null=True)
    readings_count = serializers.IntegerField()


class GateRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    stage = serializers.CharField()
    round = serializers.IntegerField()
    state = serializers.CharField()
    proposed_decision = serializers.CharField()
    decision = serializers.CharField()
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class QuestionOfGateSerializer(serializers.Serializer):
    """One criterion of a gate: `must` ones take an answer, `should` ones points from 0 to 4.

    Where `source` is not `person`, the answer follows from what is recorded, whatever is sent.
    """

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=GateCriterion.Kind.choices)
    label = serializers.CharField()
    source = serializers.ChoiceField(choices=GateCriterion.Source.choices)
    weight = serializers.IntegerField()
    answer = serializers.CharField()
    points = serializers.IntegerField(allow_null=True)


class OpenConditionSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    met_at = serializers.DateTimeField(allow_null=True)


class GateSerializer(GateRowSerializer):
    """A gate with what it is judged by, and the conditions it set."""

    pilot = serializers.UUIDField(source="pilot.uid")
    questions = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()

    @extend_schema_field(QuestionOfGateSerializer(many=True))
    def get_questions(self, gate: Gate) -> list[dict[str, Any]]:
        return QuestionOfGateSerializer(selectors.questions_of(gate), many=True).data

    @extend_schema_field(OpenConditionSerializer(many=True))
    def get_conditions(self, gate: Gate) -> list[dict[str, Any]]:
        return OpenConditionSerializer(gate.conditions.order_by("due_on", "pk"), many=True).data


class PilotSerializer(serializers.Serializer):
    """A pilot with its KPIs and gates."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    company = serializers.CharField(source="company.name_ko")
    stage = serializers.CharField()
    state = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The first day after the pilot.")
    kpis_fixed_at = serializers.DateTimeField(allow_null=True)
    ready_to_finish = serializers.BooleanField()
    certificate_number = serializers.CharField()
    kpis = PilotKpiSerializer(many=True)
    gates = GateRowSerializer(many=True)


class BeginSerializer(serializers.Serializer):
    agreement = serializers.UUIDField()


class KpiEntrySerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one KPI.")
    name = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=30)
    direction = serializers.ChoiceField(DirectionName.choices)
    measure = serializers.ChoiceField(MeasureName.choices, default=MeasureName.LATEST)
    baseline = shapes.FigureField(decimal_places=FIGURE_PLACES)
    baseline_start_on = shapes.DayField()
    baseline_end_on = shapes.DayField(help_text="The first day after the period.")
    baseline_evidence = serializers.CharField(max_length=500)
    target = shapes.FigureField(decimal_places=FIGURE_PLACES)
    pass_mark = shapes.FigureField(decimal_places=FIGURE_PLACES)
    definition = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    kpi_code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class ReadingEntrySerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one reading.")
    kpi = serializers.UUIDField()
    measured_on = shapes.DayField()
    value = shapes.FigureField(decimal_places=FIGURE_PLACES)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    file = serializers.FileField(required=False, help_text="Evidence; the request then is multipart.")


class ReadingSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    kpi = serializers.CharField(source="kpi__name")
    measured_on = serializers.DateField()
    value = serializers.DecimalField(**FIGURE)
    note = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()


class FinishSerializer(serializers.Serializer):
    lessons = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ConditionNoteSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ConditionSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    due_on = shapes.DayField(allow_null=True)


class DecisionSerializer(serializers.Serializer):
    decision = serializers.ChoiceField(DecisionName.choices)
    answers = serializers.DictField(child=serializers.ChoiceField(CheckName.choices), default=dict)
    points = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=4, allow_null=True), default=dict
    )
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    conditions = ConditionSerializer(many=True, default=list)
