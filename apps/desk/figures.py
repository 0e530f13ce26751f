"""Where cases stand: the list of cases with their furthest step, and how many came how far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.consortia.models import Agreement, Brief
from apps.consortia.states import AgreementState
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.documents import charts
from apps.intake.models import Application
from apps.intake.states import Door, State
from apps.kernel.counted import counted
from apps.kernel.errors import Text
from apps.pilots.models import Pilot
from apps.pilots.states import PilotState
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import RoadmapState

SIGNED = (AgreementState.ACTIVE, AgreementState.ENDED)
# Wide enough for the steps' names in English beside the bars.
FUNNEL_WIDTH = 560
# The furthest step first: a case stands where the first of these is true.
STEPS: dict[str, tuple[Text, str]] = {
    "finished": (_("실증 완료"), "success"),
    "stopped": (_("실증 중단"), "danger"),
    "pilot": (_("실증 진행"), "progress"),
    "agreed": (_("협약 체결"), "info"),
    "consortium": (_("컨소시엄 구성"), "progress"),
    "issued": (_("로드맵 발급"), "info"),
    "planning": (_("로드맵 수립"), "progress"),
    "diagnosed": (_("진단 완료"), "info"),
    "diagnosis": (_("진단 진행"), "progress"),
    "screening": (_("요건검토"), "warning"),
    "ended": (_("종결"), "neutral"),
}
LISTED = (
    "pk",
    "uid",
    "receipt_number",
    "company__name_ko",
    "company__district__name_ko",
    "company__district__name_en",
    "submitted_at",
)


def cases(user: User, *, step: str = "", words: str = "") -> QuerySet[Application]:
    """Diagnosis requests a person may see, to be read as `LISTED`; `steps_of` says how far each has come."""
    rows = Application.objects.visible_to(user).submitted().filter(door=Door.DIAGNOSIS)
    signs = _signs()
    if step in STEPS:
        order = list(signs)
        further = order[: order.index(step)] if step in signs else order
        rows = rows.filter(signs.get(step, Q()), *(~signs[one] for one in further))
    if words:
        rows = rows.filter(Q(receipt_number__iendswith=words) | Q(company__name_ko__icontains=words))
    return rows


def with_steps(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with `step`, the furthest each has come to, for a list that is read from end to end."""
    return rows.annotate(step=_furthest())


def steps_of(keys: Sequence[int]) -> dict[int, str]:
    """The furthest step each case of one page has come to, by the application's key."""
    return dict(Application.objects.filter(pk__in=keys).values_list("pk", _furthest()))


def _furthest() -> Case:
    return Case(*(When(sign, then=Value(one)) for one, sign in _signs().items()), default=Value("screening"))


def _signs() -> dict[str, Q]:
    """By what each step is known; a case stands at the first whose sign is there, else it is being screened."""
    here = {"application": OuterRef("pk")}
    through = {"roadmap__application": OuterRef("pk")}
    pilots = Pilot.objects.filter(agreement__brief__roadmap__application=OuterRef("pk"))
    agreements = Agreement.objects.filter(brief__roadmap__application=OuterRef("pk"))
    roadmaps = Roadmap.objects.filter(**here)
    assessments = Assessment.objects.diagnoses().filter(**here)
    return {
        "ended": Q(state__in=(State.REJECTED, State.WITHDRAWN)),
        "finished": Q(Exists(pilots.filter(state=PilotState.FINISHED))),
        "stopped": Q(Exists(pilots.filter(state=PilotState.STOPPED))),
        "pilot": Q(Exists(pilots)),
        "agreed": Q(Exists(agreements.filter(state__in=SIGNED))),
        "consortium": Q(Exists(Brief.objects.filter(**through))),
        "issued": Q(Exists(roadmaps.filter(state__in=[RoadmapState.ISSUED, RoadmapState.SUPERSEDED]))),
        "planning": Q(Exists(roadmaps)),
        "diagnosed": Q(Exists(assessments.filter(state=AssessmentState.COMPLETED))),
        "diagnosis": Q(Exists(assessments)),
    }


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came how far at a moment, with the drawing of it."""

    steps: tuple[charts.Step, ...]
    chart: charts.Chart
    counted_at: datetime


def funnel(*, at: datetime, year: int | None = None) -> Funnel:
    """From requests handed in to certificates, by the year of the request if given.

    Counting walks every case, so a count is kept for `FIGURES_FRESH_S` seconds and says when it was made.
    """
    counted_at, counts = counted(f"funnel:{year}", lambda: _counts(year), at=at)
    labels = (
        _("진단 신청"),
        _("적격"),
        _("진단 완료"),
        _("로드맵 발급"),
        _("실증 신청"),
        _("선정"),
        _("협약"),
        _("실증 시작"),
        _("실증 완료"),
    )
    steps = tuple(charts.Step(str(label), count) for label, count in zip(labels, counts, strict=True))
    drawn = charts.funnel(steps, title=str(_("단계별 현황")), width=FUNNEL_WIDTH)
    return Funnel(steps=steps, chart=drawn, counted_at=counted_at)


def _counts(year: int | None) -> tuple[int, ...]:
    """How many stand behind each step, counted by rows' own marks."""
    asked = Application.objects.submitted()
    roadmaps = Roadmap.objects.exclude(issued_at=None)
    assessments = Assessment.objects.diagnoses().filter(state=AssessmentState.COMPLETED, round=Assessment.Round.T0)
    agreements = Agreement.objects.filter(state__in=SIGNED)
    pilots = Pilot.objects.all()
    if year is not None:
        asked = asked.filter(submitted_at__year=year)
        assessments = assessments.filter(application__submitted_at__year=year)
        roadmaps = roadmaps.filter(application__submitted_at__year=year)
        agreements = agreements.filter(brief__roadmap__application__submitted_at__year=year)
        pilots = pilots.filter(agreement__brief__roadmap__application__submitted_at__year=year)
    is_diagnosis = Q(door=Door.DIAGNOSIS)
    requests = asked.aggregate(
        submitted=Count("pk", filter=is_diagnosis),
        admitted=Count("pk", filter=is_diagnosis & Q(state=State.ADMITTED)),
        money=Count("pk", filter=~is_diagnosis),
        selected=Count("pk", filter=~is_diagnosis & Q(state=State.SELECTED)),
    )
    ends = pilots.aggregate(opened=Count("pk"), finished=Count("pk", filter=Q(state=PilotState.FINISHED)))
    return (
        requests["submitted"],
        requests["admitted"],
        assessments.count(),
        roadmaps.values("application").distinct().count(),
        requests["money"],
        requests["selected"],
        agreements.count(),
        ends["opened"],
        ends["finished"],
    )
