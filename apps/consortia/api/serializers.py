"""Shapes of what programs send and receive."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.consortia import selectors
from apps.consortia.models import Brief, BriefRole
from apps.consortia.rules import WHOLE_BP
from apps.consortia.states import AgreementState, BriefState, Outcome, ProposalState, RunState
from apps.directory.models import Organisation
from apps.kernel import bounds, shapes


class BriefRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=BriefState.choices)
    company = serializers.CharField(source="company__name_ko")
    budget_krw = serializers.IntegerField()
    roles = serializers.IntegerField(source="roles_count")
    accepted = serializers.IntegerField(source="accepted_count")
    opened_at = serializers.DateTimeField()


class LiveProposalSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    organisation = serializers.CharField()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    due_at = serializers.DateTimeField()


class RoleSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    role = serializers.ChoiceField(choices=BriefRole.Code.choices, source="code")
    label = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    months = serializers.DecimalField(max_digits=6, decimal_places=1)
    budget_krw = serializers.IntegerField()
    duties = serializers.CharField()
    proposal = LiveProposalSerializer(source="live", allow_null=True)


class BriefSerializer(serializers.Serializer):
    """One project with its roles and who was asked."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    state = serializers.ChoiceField(choices=BriefState.choices)
    company = serializers.UUIDField(source="company.uid")
    application = serializers.UUIDField(source="application.uid")
    roadmap_number = serializers.CharField(source="roadmap.number")
    months = serializers.IntegerField()
    budget_krw = serializers.IntegerField()
    roles = serializers.SerializerMethodField()

    @extend_schema_field(RoleSerializer(many=True))
    def get_roles(self, brief: Brief) -> list[dict[str, Any]]:
        return RoleSerializer(selectors.role_views(brief), many=True).data


class NewBriefSerializer(serializers.Serializer):
    application = serializers.UUIDField()
    planned_action = serializers.UUIDField(help_text="An action of the issued roadmap the application cites.")


class BriefEntrySerializer(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=bounds.MOST_TEXT)
    months = serializers.IntegerField(min_value=1, max_value=60)
    budget_krw = shapes.WonField()


class RoleEntrySerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=BriefRole.Code.choices)
    organisation_kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in Organisation.PARTNER_KINDS]
    )
    skills = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    months = shapes.FigureField(decimal_places=1, min_value=Decimal("0.1"), max_value=Decimal(bounds.MOST_ROLE_MONTHS))
    budget_krw = shapes.WonField()
    duties = serializers.CharField(max_length=2000, allow_blank=True, default="")


class NewRoleSerializer(RoleEntrySerializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one role.")


class PartSerializer(serializers.Serializer):
    label = serializers.CharField()
    got = serializers.CharField()
    of = serializers.CharField()
    text = serializers.CharField()


class CandidateSerializer(serializers.Serializer):
    organisation = serializers.UUIDField(source="organisation_uid")
    name = serializers.CharField()
    score = serializers.DecimalField(max_digits=5, decimal_places=2)
    parts = PartSerializer(many=True)
    exclusions = serializers.ListField(child=serializers.CharField())


class RoleCandidatesSerializer(serializers.Serializer):
    role = serializers.UUIDField()
    candidates = CandidateSerializer(many=True)


class ProposeSerializer(serializers.Serializer):
    partners = serializers.DictField(child=serializers.UUIDField(), help_text="Organisation uid by role uid.")
    due_at = shapes.MomentField()
    message = serializers.CharField(max_length=2000, allow_blank=True, default="")


class RunSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=RunState.choices)
    status = serializers.CharField(help_text="optimal or time_limited; empty before the run is done.")
    briefs = serializers.IntegerField(source="briefs_count")
    formed = serializers.IntegerField(source="formed_count")
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    result = serializers.DictField()


class ProposalRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    title = serializers.CharField(source="brief__title")
    role = serializers.CharField(source="brief_role__role")
    organisation = serializers.CharField(source="organisation__name_ko")
    company = serializers.CharField(source="company__name_ko")
    months = serializers.DecimalField(max_digits=6, decimal_places=1)
    budget_krw = serializers.IntegerField()
    due_at = serializers.DateTimeField()


class ProposalSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    title = serializers.CharField(source="brief.title")
    summary = serializers.CharField(source="brief.summary")
    role = serializers.CharField(source="brief_role.role")
    organisation = serializers.UUIDField(source="organisation.uid")
    company = serializers.CharField(source="company.name_ko")
    months = serializers.DecimalField(max_digits=6, decimal_places=1)
    budget_krw = serializers.IntegerField()
    message = serializers.CharField()
    due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class TermsSerializer(serializers.Serializer):
    """The last day is not part of the period; shares in basis points by party key, 10,000 in all."""

    starts_on = shapes.DayField()
    ends_on = shapes.DayField()
    support_krw = shapes.WonField()
    cash_krw = shapes.WonField()
    in_kind_krw = shapes.WonField()
    ip = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=WHOLE_BP))
    purpose = serializers.CharField(max_length=2000, allow_blank=True, default="")
    special = serializers.CharField(max_length=4000, allow_blank=True, default="")


class PartySerializer(serializers.Serializer):
    """A party that can hold a share; `key` names it in `ip`."""

    key = serializers.CharField()
    role = serializers.CharField()
    name = serializers.CharField()
    budget_krw = serializers.IntegerField()


class ProposedTermsSerializer(serializers.Serializer):
    """Terms to start from, to be sent back as they are or changed, and what limits them."""

    terms = TermsSerializer()
    parties = PartySerializer(many=True)
    support_cap_krw = serializers.IntegerField(allow_null=True)
    burden_pct = serializers.IntegerField()
    roles_krw = serializers.IntegerField()


class AgreementRowSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=AgreementState.choices)
    title = serializers.CharField(source="brief__title")
    company = serializers.CharField(source="company__name_ko")
    support_krw = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class SignatureSerializer(serializers.Serializer):
    organisation = serializers.UUIDField(source="organisation.uid")
    name = serializers.CharField(source="organisation.name_ko")
    signed_at = serializers.DateTimeField()


class AgreementSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=AgreementState.choices)
    brief = serializers.UUIDField(source="brief.uid")
    company = serializers.UUIDField(source="company.uid")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    support_krw = serializers.IntegerField()
    company_cash_krw = serializers.IntegerField()
    company_in_kind_krw = serializers.IntegerField()
    terms = serializers.DictField()
    signatures = SignatureSerializer(many=True, source="signatures.all", help_text="Of the company and the partners.")
    centre_signed_at = serializers.DateTimeField(allow_null=True)
    document_state = serializers.CharField(source="document.state", allow_null=True, default=None)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
