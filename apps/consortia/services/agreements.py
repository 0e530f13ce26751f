"""Terms, signatures, the document, and the end of an agreement."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import services as centre
from apps.consortia import labels, permissions, rules, selectors
from apps.consortia.entries import Draft
from apps.consortia.errors import AgreementExists, BadTerms, NoParty, NotSelectedYet, RolesOpen, SignaturesMissing
from apps.consortia.models import Agreement, Brief, Proposal, Signature
from apps.consortia.services.locks import (
    demand,
    has_standing_agreement,
    in_order,
    locked_agreement,
    locked_agreement_by_id,
    locked_agreement_to_decide,
    locked_brief,
)
from apps.consortia.services.proposals import free
from apps.consortia.states import (
    WAIT_FOR_AGREEMENT,
    AgreementAction,
    AgreementState,
    BriefAction,
    BriefState,
    Outcome,
    ProposalState,
)
from apps.directory import selectors as directory
from apps.documents import services as documents
from apps.documents.models import Kind
from apps.intake import services as intake
from apps.kernel.clocks import local_date
from apps.kernel.errors import Invalid, Problem, WrongState
from apps.notices import services as notices
from apps.workflow import services as workflow


@transaction.atomic
def draft_agreement(*, brief_uid: UUID, draft: Draft, by: User, at: datetime) -> Agreement:
    """Put terms before the company and its partners to be signed, once the application is selected and every role
    accepted.

    Raises NotAllowed, NotFound, Tied, NotSelectedYet, RolesOpen, AgreementExists, BadTerms naming each fault at its
    field.
    """
    demand(by, permissions.DRAFT)
    brief = locked_brief(brief_uid, by)
    directory.demand_untied(by, brief.company)
    if not selectors.is_selected(brief):
        raise NotSelectedYet
    if has_standing_agreement(brief):
        raise AgreementExists
    if brief.state != BriefState.PROPOSED or not selectors.roles_are_accepted(brief):
        raise RolesOpen
    _check(brief, draft, local_date(at))
    agreement = Agreement.objects.create(
        brief=brief, company=brief.company, drafted_by=by, drafted_at=at, **_values(draft)
    )
    audit.record(subject=agreement, action="draft", by=by, at=at, after={"state": agreement.state})
    workflow.close_waits(brief, at=at, key=WAIT_FOR_AGREEMENT)
    workflow.open_state_waits(agreement, at=at)
    _tell_parties("consortia.terms", agreement, at, round_="1")
    return agreement


@transaction.atomic
def revise_terms(*, agreement_uid: UUID, draft: Draft, by: User, at: datetime) -> Agreement:
    """Rewrite terms that not everybody signed yet; who had signed is asked again. Raises Tied, WrongState, BadTerms."""
    demand(by, permissions.DRAFT)
    agreement = locked_agreement_to_decide(agreement_uid, by)
    if agreement.state != AgreementState.DRAFT:
        raise WrongState
    _check(agreement.brief, draft, local_date(at))
    before = _money(agreement)
    for name, value in (_values(draft) | {"drafted_by": by, "drafted_at": at}).items():
        setattr(agreement, name, value)
    agreement.save()
    audit.record(subject=agreement, action="revise", by=by, at=at, before=before, after=_money(agreement))
    _forget_signatures(agreement)
    workflow.close_waits(agreement, at=at, key=workflow.STATE)
    workflow.open_state_waits(agreement, at=at)
    _tell_parties("consortia.terms", agreement, at, round_=f"{at:%Y%m%d%H%M%S}")
    return agreement


@transaction.atomic
def sign(*, agreement_uid: UUID, by: User, at: datetime) -> Agreement:
    """The signature of a party, the company or a partner, by one of its people; after the last it is the centre's turn.

    Parties sign in any order; signing twice is the same as once. Raises NotAllowed, NotFound, NoParty, WrongState.
    """
    agreement = locked_agreement(agreement_uid, by)
    parties = {party.organisation_id for party in selectors.sharers_of(agreement.brief) if party.organisation_id}
    own = set(directory.organisations_of(by).filter(pk__in=parties).values_list("pk", flat=True))
    if by.can(permissions.SIGN) and not own:
        raise NoParty
    signed = set(agreement.signatures.values_list("organisation_id", flat=True))
    if own and own <= signed and agreement.state in {AgreementState.DRAFT, AgreementState.SIGNED}:
        return agreement
    workflow.check(agreement, AgreementAction.SIGN, by=by)
    Signature.objects.bulk_create(
        [
            Signature(agreement=agreement, organisation_id=party, signatory=by, signed_at=at)
            for party in sorted(own - signed)
        ]
    )
    if parties <= signed | own:
        workflow.fire(agreement, AgreementAction.SIGN, by=by, at=at)
        return agreement
    audit.record(subject=agreement, action=AgreementAction.SIGN, by=by, at=at, after={"state": agreement.state})
    for party in own:
        workflow.close_waits(agreement, at=at, key=workflow.STATE, party=f"org:{party}")
    return agreement


@transaction.atomic
def send_back(*, agreement_uid: UUID, reason: str, by: User, at: datetime) -> Agreement:
    """The centre's manager does not sign: the terms are written anew, and every party signs again."""
    agreement = locked_agreement_to_decide(agreement_uid, by)
    workflow.fire(agreement, AgreementAction.SEND_BACK, by=by, at=at, reason=reason)
    _forget_signatures(agreement)
    return agreement


@transaction.atomic
def sign_as_centre(*, agreement_uid: UUID, by: User, at: datetime) -> Agreement:
    """The centre's signature, by another person than the one who wrote the terms: numbered, in force, and put on paper.

    Raises NotAllowed, Tied, SignaturesMissing with who is missing, WrongState, also when the application was taken back
    or its selection cancelled.
    """
    demand(by, permissions.SIGN_CENTRE)
    agreement = locked_agreement_to_decide(agreement_uid, by)
    if agreement.state == AgreementState.DRAFT:
        raise SignaturesMissing(selectors.unsigned(agreement))
    workflow.check(agreement, AgreementAction.SIGN_CENTRE, by=by)
    agreement.centre_signatory, agreement.centre_signed_at = by, at
    number = centre.next_number("agreement", at)
    agreement.number = number
    document = documents.request(
        Kind.AGREEMENT,
        selectors.agreement_sheet(agreement),
        number=number,
        name=_("협약서"),
        subject=agreement,
        path=agreement.get_absolute_url(),
        party=f"org:{agreement.company_id}",
        by=by,
        at=at,
    )
    workflow.fire(
        agreement,
        AgreementAction.SIGN_CENTRE,
        by=by,
        at=at,
        number=number,
        document=document,
        centre_signatory=by,
        centre_signed_at=at,
    )
    workflow.fire(agreement.brief, BriefAction.AGREE, by=by, at=at)
    intake.fulfil(application_id=agreement.brief.application_id, at=at)
    _tell_parties("consortia.agreed", agreement, at)
    return agreement


@transaction.atomic
def drop_agreement(*, agreement_uid: UUID, reason: str, by: User, at: datetime) -> Agreement:
    """Give terms up before they are in force; partners stay accepted, and staff are asked for new terms."""
    agreement = locked_agreement_to_decide(agreement_uid, by)
    workflow.fire(agreement, AgreementAction.DROP, by=by, at=at, reason=reason)
    workflow.open_wait(
        agreement.brief,
        key=WAIT_FOR_AGREEMENT,
        party="role:staff",
        what=_("협약 조건을 작성해 주십시오"),
        path=agreement.brief.get_absolute_url(),
        at=at,
    )
    return agreement


@transaction.atomic
def end_agreement(*, agreement_id: int, outcome: str, by: User, at: datetime) -> Agreement:
    """Note how the project ended and give the partners their capacity back; ended twice is the same as once.

    Called by the floor that finished or stopped the pilot. Raises NotAllowed, NotFound, Invalid, WrongState.
    """
    if outcome not in Outcome.values:
        raise Invalid(field="outcome")
    agreement = locked_agreement_by_id(agreement_id)
    if agreement.state == AgreementState.ENDED:
        return agreement
    workflow.fire(agreement, AgreementAction.END, by=by, at=at, outcome=outcome, ended_at=at)
    accepted = Proposal.objects.filter(brief=agreement.brief, state=ProposalState.ACCEPTED)
    for proposal in in_order(accepted):
        free(proposal, by=by, at=at)
    return agreement


def _check(brief: Brief, draft: Draft, today: date) -> None:
    keys = {selectors.COMPANY, *(party.key for party in selectors.partners_of(brief))}
    problems = []
    if set(draft.ip) - keys:
        problems.append(Problem("ip", _("협약 당사자가 아닌 지분이 있습니다.")))
    terms = rules.Terms(
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        support_krw=draft.support_krw,
        cash_krw=draft.cash_krw,
        in_kind_krw=draft.in_kind_krw,
        roles_krw=selectors.roles_krw(brief),
        ip=draft.ip,
    )
    found = rules.faults(terms, selectors.limits_of(brief), today=today)
    problems += [Problem(one.field, labels.fault(one)) for one in found]
    if problems:
        raise BadTerms(problems=problems)


def _values(draft: Draft) -> dict[str, object]:
    return {
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "support_krw": draft.support_krw,
        "company_cash_krw": draft.cash_krw,
        "company_in_kind_krw": draft.in_kind_krw,
        "terms": {"ip": dict(draft.ip), "purpose": draft.purpose.strip(), "special": draft.special.strip()},
    }


def _money(agreement: Agreement) -> dict[str, object]:
    return {
        "support_krw": agreement.support_krw,
        "company_cash_krw": agreement.company_cash_krw,
        "company_in_kind_krw": agreement.company_in_kind_krw,
    }


def _forget_signatures(agreement: Agreement) -> None:
    """Signatures under terms that no longer stand; that they were given stays in the history."""
    agreement.signatures.all().delete()


def _tell_parties(kind: str, agreement: Agreement, at: datetime, *, round_: str = "") -> None:
    """Tell the company and every partner."""
    context = {"title": agreement.brief.title, "number": agreement.number or agreement.brief.number}
    accepted = Proposal.objects.filter(brief=agreement.brief, state=ProposalState.ACCEPTED)
    partners = in_order(accepted.select_related("organisation"))
    organisations = dict.fromkeys([agreement.company, *(proposal.organisation for proposal in partners)])
    people = dict.fromkeys(member for one in organisations for member in directory.members_of(one))
    path = agreement.get_absolute_url()
    for person in people:
        notices.queue(kind, to=person, context=context, path=path, about=agreement, at=at, round_=round_)
