"""Shapes of what programs send and receive about a diagnosis."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.diagnosis.models import Answer, Assessment, Evidence
from apps.kernel import clocks, shapes


class AssessmentRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    round = serializers.CharField()
    company = serializers.CharField(source="company__name_ko")
    receipt_number = serializers.CharField(source="application__receipt_number")
    opened_at = serializers.DateTimeField()
    visit_on = serializers.DateField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class AssessmentSerializer(serializers.Serializer):
    """One case. `answers_version` counts the writes of answers; send it along to be told of clashes."""

    uid = serializers.UUIDField()
    state = serializers.CharField()
    round = serializers.CharField()
    company = serializers.CharField(source="company.name_ko")
    application = serializers.UUIDField(source="application.uid")
    consultant = serializers.UUIDField(source="consultant.uid", allow_null=True, default=None)
    second_of = serializers.UUIDField(
        source="second_of.uid", allow_null=True, default=None, help_text="the diagnosis this one reads a second time"
    )
    is_training = serializers.BooleanField()
    profile = serializers.CharField()
    answers_version = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    site = serializers.CharField(source="application.site.told", allow_null=True, default=None, help_text="방문할 곳")
    visit_on = serializers.DateField(allow_null=True)
    agreed_on = serializers.DateField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class OpenDiagnosisSerializer(serializers.Serializer):
    application = serializers.UUIDField()
    round = serializers.ChoiceField(choices=Assessment.Round.choices, default=Assessment.Round.T0)


class AssignSerializer(serializers.Serializer):
    consultant = serializers.UUIDField()
    visit_on = shapes.DayField(required=False, allow_null=True, default=None)


class ProposedSerializer(serializers.Serializer):
    """A consultant without a conflict; `km` is straight to the site, null where a place is unknown."""

    uid = serializers.UUIDField(source="user.uid")
    name = serializers.CharField(source="user.name")
    knows_industry = serializers.BooleanField(source="candidate.knows")
    done_in_industry = serializers.IntegerField(source="candidate.done")
    load = serializers.IntegerField(source="candidate.load", help_text="cases in hand")
    most = serializers.IntegerField(source="candidate.most")
    km = serializers.FloatField(source="candidate.km", allow_null=True)


class NewAppointmentSerializer(serializers.Serializer):
    starts_at = shapes.MomentField()
    minutes = serializers.IntegerField()
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class AppointmentSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    note = serializers.CharField()
    sequence = serializers.IntegerField(help_text="how often it was changed")
    is_off = serializers.BooleanField()


class GivenSerializer(serializers.Serializer):
    attribute = serializers.CharField(max_length=12)
    value = serializers.ChoiceField(choices=Answer.Choice.choices)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class AnswersSerializer(serializers.Serializer):
    """Answers to write. With `version`, a clash with somebody else's change is refused (409)."""

    version = shapes.VersionField(required=False, allow_null=True, default=None)
    answers = GivenSerializer(many=True, allow_empty=False)


class AnswersStateSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    answers = GivenSerializer(many=True)


class SelfScoreSerializer(serializers.Serializer):
    criterion = serializers.CharField(max_length=4)
    band = serializers.IntegerField(min_value=0, max_value=5, allow_null=True)


class AttributeClaimSerializer(serializers.Serializer):
    """Whether an attribute is true; null is "don't know"."""

    attribute = serializers.CharField(max_length=12)
    holds = serializers.BooleanField(allow_null=True)


class SelfScoresSerializer(serializers.Serializer):
    """`focus` names the criteria of whose picked band the attributes are asked, too."""

    bands = SelfScoreSerializer(many=True, allow_empty=False)
    claims = AttributeClaimSerializer(many=True, required=False, default=list)
    focus = serializers.ListField(child=serializers.CharField(), read_only=True)


class AgreedScoreSerializer(serializers.Serializer):
    """`note` says why where the band is not what the consultant found."""

    criterion = serializers.CharField(max_length=4)
    band = serializers.IntegerField(min_value=0, max_value=5)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class AgreedSerializer(serializers.Serializer):
    held_on = shapes.DayField()
    agreed = AgreedScoreSerializer(many=True, allow_empty=False)


class NewEvidenceSerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client, so that sending twice keeps one.")
    criterion = serializers.CharField(max_length=4)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    title = serializers.CharField(max_length=120)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    seen_on = shapes.DayField()
    attributes = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)
    file = serializers.FileField(required=False)

    def validate_seen_on(self, seen_on: Any) -> Any:
        if seen_on > clocks.local_date(timezone.now()):
            raise serializers.ValidationError(_("오늘까지의 날짜를 입력해 주십시오."))
        return seen_on


class EvidenceSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    criterion = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField()
    seen_on = serializers.DateField()
    attributes = serializers.ListField(child=serializers.CharField())
    file_state = serializers.CharField(source="attachment.state", allow_null=True, default=None)


class CompleteSerializer(serializers.Serializer):
    visit_on = shapes.DayField(required=False, allow_null=True, default=None)


class CriterionResultSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    low = serializers.IntegerField()
    point = serializers.IntegerField()
    high = serializers.IntegerField()
    self_band = serializers.IntegerField(allow_null=True)
    agreed_band = serializers.IntegerField(allow_null=True)
    needs_evidence = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField(), source="missing_codes")


class AreaResultSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    low = serializers.DecimalField(max_digits=4, decimal_places=2)
    point = serializers.DecimalField(max_digits=4, decimal_places=2)
    high = serializers.DecimalField(max_digits=4, decimal_places=2)
    level = serializers.IntegerField()
    weight = serializers.IntegerField()
    criteria = CriterionResultSerializer(many=True)


class ResultSerializer(serializers.Serializer):
    """A completed result: figures on the scale 0 to 5, levels 1 to 5."""

    version = serializers.IntegerField()
    low = serializers.DecimalField(max_digits=4, decimal_places=2)
    point = serializers.DecimalField(max_digits=4, decimal_places=2)
    high = serializers.DecimalField(max_digits=4, decimal_places=2)
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    level_high = serializers.IntegerField()
    gated = serializers.BooleanField()
    areas = AreaResultSerializer(many=True)


class BenchmarkPlaceSerializer(serializers.Serializer):
    """`top_pct` says within which tenth from above a figure lies: 10 is the highest, 100 the lowest."""

    code = serializers.CharField()
    name = serializers.CharField()
    top_pct = serializers.IntegerField()


class BenchmarkSerializer(serializers.Serializer):
    """A result within its cell of industry and size class; `medians` are the cell's middle bands by criterion."""

    label = serializers.CharField()
    quarter = serializers.CharField()
    n = serializers.IntegerField()
    places = BenchmarkPlaceSerializer(many=True)
    medians = serializers.DictField(child=serializers.DecimalField(max_digits=2, decimal_places=1))


class PreparationTaskSerializer(serializers.Serializer):
    """A task of the catalogue by its code, with the data criteria below band 2 that it lifts."""

    code = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    deliverables = serializers.ListField(child=serializers.CharField())
    months = serializers.IntegerField()
    criteria = serializers.ListField(child=serializers.CharField())


class FigureChangeSerializer(serializers.Serializer):
    name = serializers.CharField()
    before = serializers.DecimalField(max_digits=4, decimal_places=2)
    after = serializers.DecimalField(max_digits=4, decimal_places=2)


class CriterionChangeSerializer(serializers.Serializer):
    """`won` and `lost` are facts that became true, or ceased to be, in the instrument's words."""

    code = serializers.CharField()
    name = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    won = serializers.ListField(child=serializers.CharField())
    lost = serializers.ListField(child=serializers.CharField())


class ChangesSerializer(serializers.Serializer):
    """What changed since the round before; criteria that stand as they stood are only counted."""

    since = serializers.CharField()
    since_at = serializers.DateTimeField()
    level_before = serializers.IntegerField()
    level_after = serializers.IntegerField()
    figures = FigureChangeSerializer(many=True)
    criteria = CriterionChangeSerializer(many=True)
    unchanged = serializers.IntegerField()
    same_instrument = serializers.BooleanField()
