"""Reads of agreements: their parties, what limits the terms, and the facts other floors build on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.centre import selectors as centre
from apps.consortia import permissions, rules
from apps.consortia.entries import Draft
from apps.consortia.models import IN_FORCE, Agreement, Brief, BriefRole, Proposal, Signature
from apps.consortia.states import AgreementState, ProposalState
from apps.directory import selectors as directory
from apps.documents.models import Document
from apps.kernel.errors import NotAllowed, NotFound
from apps.kernel.language import localized

COMPANY = "company"
CENTRE = "centre"
DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an agreement; `key` names it in the terms and on paper.

    A partner accepted the role that was proposed to it (`lead`, `accepted_at`) before it signs the terms.
    """

    key: str
    role_code: str
    role: str
    organisation_id: int | None
    name: str
    signatory: str = ""
    signatory_id: int | None = None
    signed_at: datetime | None = None
    lead: str = ""
    accepted_at: datetime | None = None
    skills: tuple[str, ...] = ()
    duties: str = ""
    months: Decimal | None = None
    budget_krw: int = 0


def partners_of(brief: Brief) -> tuple[Party, ...]:
    """Partners who accepted, in the order of their roles."""
    accepted = (
        Proposal.objects.filter(brief=brief, state=ProposalState.ACCEPTED)
        .select_related("organisation", "brief_role", "answered_by")
        .order_by("brief_role__position")
    )
    return tuple(
        Party(
            key=f"role{proposal.brief_role.position}",
            role_code=proposal.brief_role.role,
            role=str(proposal.brief_role.get_role_display()),
            organisation_id=proposal.organisation_id,
            name=proposal.organisation.name_ko,
            lead=proposal.answered_by.name if proposal.answered_by else "",
            accepted_at=proposal.answered_at,
            skills=tuple(proposal.brief_role.skills),
            duties=proposal.brief_role.duties,
            months=proposal.months,
            budget_krw=proposal.budget_krw,
        )
        for proposal in accepted
    )


def parties_of(brief: Brief, agreement: Agreement | None = None) -> tuple[Party, ...]:
    """Company, partners and centre, with who signed when."""
    signatures = agreement.signatures.select_related("signatory").order_by("pk") if agreement else []
    signed = {one.organisation_id: one for one in signatures}
    confirmed = agreement.centre_signatory if agreement else None
    company = Party(
        key=COMPANY,
        role_code=COMPANY,
        role=_("수요기업"),
        organisation_id=brief.company_id,
        name=brief.company.name_ko,
    )
    house = Party(
        key=CENTRE,
        role_code=CENTRE,
        role=_("센터"),
        organisation_id=None,
        name=localized(centre.profile(), "name"),
        signatory=confirmed.name if confirmed else "",
        signatory_id=confirmed.pk if confirmed else None,
        signed_at=agreement.centre_signed_at if agreement else None,
    )
    return (*(_signed(party, signed) for party in (company, *partners_of(brief))), house)


def _signed(party: Party, signed: Mapping[int, Signature]) -> Party:
    given = signed.get(party.organisation_id) if party.organisation_id else None
    if given is None:
        return party
    who = given.signatory
    return replace(party, signatory=who.name, signatory_id=who.pk, signed_at=given.signed_at)


def unsigned(agreement: Agreement) -> list[str]:
    """Names of the parties that have not signed the terms, once each; the centre signs after them."""
    parties = parties_of(agreement.brief, agreement)
    return list(dict.fromkeys(party.name for party in parties if party.key != CENTRE and party.signed_at is None))


def may_sign(agreement: Agreement, user: User) -> bool:
    """Whether this person belongs to a party that has not signed the terms yet."""
    if agreement.state != AgreementState.DRAFT:
        return False
    own = set(directory.organisations_of(user).values_list("pk", flat=True))
    parties = parties_of(agreement.brief, agreement)
    return any(party.organisation_id in own and party.signed_at is None for party in parties if party.organisation_id)


def sharers_of(brief: Brief) -> tuple[Party, ...]:
    """Parties that can hold a share in the results: all but the centre."""
    return tuple(party for party in parties_of(brief) if party.key != CENTRE)


def limits_of(brief: Brief) -> rules.Limits:
    """What the programme of the brief's application allows, and the support it was selected with."""
    settings = brief.application.call.settings
    return rules.Limits(
        support_cap_krw=settings.get("support_cap_krw"),
        burden_pct=settings.get("self_burden_pct") or 0,
        selected_krw=brief.application.support_krw,
    )


def roles_krw(brief: Brief) -> int:
    """What the accepted roles cost together."""
    return sum(party.budget_krw for party in partners_of(brief))


def ip_defaults(brief: Brief, *, cash_krw: int, in_kind_krw: int = 0) -> dict[str, int]:
    """Shares in the results, in basis points: the company by what it bears, the partners by what support pays of
    their work; to be agreed on by the parties.
    """
    works = {party.key: party.budget_krw for party in partners_of(brief)}
    total = sum(works.values())
    paid = max(0, total - cash_krw)
    return rules.shares(
        {COMPANY: cash_krw + in_kind_krw, **{key: krw * paid // (total or 1) for key, krw in works.items()}}
    )


def proposed_terms(brief: Brief, today: date) -> Draft:
    """Terms to start from: the application's money, the brief's months, shares by what each party puts in."""
    application = brief.application
    own = application.self_burden_krw or 0
    return Draft(
        starts_on=today,
        ends_on=today + timedelta(days=DAYS_A_MONTH * brief.months + 1),
        support_krw=application.support_krw or brief.budget_krw,
        cash_krw=own,
        in_kind_krw=0,
        ip=ip_defaults(brief, cash_krw=own),
        purpose=brief.summary,
    )


def paper_for(agreement: Agreement, user: User) -> Document:
    """The agreement on paper, which names its signatories.

    Raises NotAllowed for those who see no persons, NotFound before there is a document.
    """
    if not user.can(permissions.VIEW_PERSONS):
        raise NotAllowed
    if agreement.document is None:
        raise NotFound
    return agreement.document


def roles_are_accepted(brief: Brief) -> bool:
    """Whether every role of the brief is held by a partner who accepted."""
    roles = BriefRole.objects.filter(brief=brief, removed_at__isnull=True).count()
    accepted = Proposal.objects.filter(brief=brief, state=ProposalState.ACCEPTED).count()
    return roles > 0 and roles == accepted


AGREEMENT_ROW = (
    "pk",
    "uid",
    "number",
    "state",
    "drafted_at",
    "starts_on",
    "ends_on",
    "support_krw",
    "brief__title",
    "brief__number",
    "company__name_ko",
)


def agreement_rows(user: User, *, state: str = "") -> QuerySet[Agreement]:
    """Agreements a person may see, to be read as `AGREEMENT_ROW`."""
    rows = Agreement.objects.visible_to(user)
    if state in AgreementState.values:
        rows = rows.filter(state=state)
    return rows


def agreement_facts(agreement: Agreement) -> tuple[tuple[str, object], ...]:
    """The terms' figures for the page: label and value."""
    return (
        (_("기간"), f"{agreement.starts_on:%Y-%m-%d} ~ {agreement.ends_on - timedelta(days=1):%Y-%m-%d}"),
        (_("과제 번호"), agreement.brief.number),
        (_("전환 로드맵"), agreement.brief.roadmap.number),
        (_("신청 접수번호"), agreement.brief.application.receipt_number),
    )


def agreements_without_paper() -> list[str]:
    """Numbers of agreements in force whose document was never asked for."""
    rows = Agreement.objects.filter(state__in=[AgreementState.ACTIVE, AgreementState.ENDED], document__isnull=True)
    return [number or "" for number in rows.order_by("pk").values_list("number", flat=True)]


def half_signed() -> Iterator[tuple[str, str]]:
    """Agreements in force that the company did not sign, or only some of the partners, and who is missing.

    Partners of agreements made before they signed the terms only accepted their roles: all of them or none.
    """
    rows = Agreement.objects.filter(state__in=IN_FORCE).select_related("brief__company", "centre_signatory")
    for agreement in rows.order_by("pk").iterator(chunk_size=500):
        company, *partners, _house = parties_of(agreement.brief, agreement)
        missing = [party for party in partners if party.signed_at is None]
        if company.signed_at is None:
            missing = [company, *missing]
        elif len(missing) == len(partners):
            continue
        if missing:
            yield agreement.number or "", ", ".join(party.name for party in missing)
