"""The visit: answers, evidence, completion."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.diagnosis import permissions, rules, selectors, services
from apps.diagnosis.errors import AnsweredMeanwhile
from apps.diagnosis.forms import AnswersForm, CompleteForm, EvidenceForm
from apps.diagnosis.instrument import Criterion
from apps.diagnosis.models import Assessment, Evidence
from apps.diagnosis.states import SCORABLE
from apps.diagnosis.views.rows import Found, band_rows
from apps.documents import doors
from apps.kernel import clocks, web
from apps.kernel.errors import DomainError, NotAllowed, NotFound, WrongState


@require_GET
@allowed(permissions.SCORE)
def score_area(request: HttpRequest, uid: UUID, area: str) -> HttpResponse:
    """The criteria of one area with how far each is."""
    assessment = _to_score(request, uid)
    areas = selectors.progress(assessment, selectors.self_bands(assessment))
    current = next((one for one in areas if one.code == area), None)
    if current is None:
        raise NotFound
    context = {
        "assessment": assessment,
        "area": current,
        "areas": areas,
        "tabs": [
            {
                "label": one.name,
                "url": reverse("diagnosis:score-area", args=[uid, one.code]),
                "is_current": one.code == area,
                "count": f"{one.done}/{len(one.criteria)}",
            }
            for one in areas
        ],
    }
    return render(request, "diagnosis/score_area.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def score_criterion(request: HttpRequest, uid: UUID, area: str, criterion: str) -> HttpResponse:
    """The twenty facts of one criterion; saves itself, and goes on to the next criterion."""
    assessment = _to_score(request, uid)
    asked = _criterion(assessment, criterion)
    if _criterion_url(assessment, criterion) != request.path:
        raise NotFound
    form = AnswersForm(request.POST or None, criterion=asked)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_answers(
                assessment_id=assessment.pk,
                answers=form.answers(),
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            return _refused(request, assessment, form, refusal)
        if request.headers.get("X-Autosave"):
            return JsonResponse({"version": saved.answers_version})
        messages.success(request, _("%(code)s 답변을 저장했습니다.") % {"code": criterion})
        return redirect(_onward(request, assessment, area, asked))
    return _criterion_page(request, assessment, form)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def add_evidence(request: HttpRequest, uid: UUID, criterion: str) -> HttpResponse:
    """Keep one piece of evidence for a criterion."""
    assessment = _to_score(request, uid)
    now = timezone.now()
    today = clocks.local_date(now)
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        criterion=_criterion(assessment, criterion),
        today=today,
        initial={"uid": uuid4(), "kind": Evidence.Kind.OBSERVATION, "seen_on": today},
    )
    back = _criterion_url(assessment, criterion)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with web.refusals(form):
            services.add_evidence(assessment_id=assessment.pk, criterion=criterion, by=request.user, at=now, **given)
            messages.success(request, _("증빙을 더했습니다."))
            return redirect(back)
    context = {"assessment": assessment, "criterion": _criterion(assessment, criterion), "form": form, "back": back}
    return render(request, "diagnosis/evidence.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.SCORE)
def remove_evidence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take one's evidence back."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("assessment"), uid=uid)
    return web.act(
        request,
        lambda: services.remove_evidence(evidence_uid=uid, by=request.user, at=timezone.now()),
        success=_("증빙을 뺐습니다."),
        to=_criterion_url(evidence.assessment, evidence.criterion),
    )


@require_GET
@allowed(permissions.SCORE, permissions.VIEW_ALL, permissions.SELF_SCORE)
def evidence_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The file behind a piece of evidence."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("attachment"), uid=uid)
    if evidence.attachment is None:
        raise NotFound
    return doors.stream_attachment(evidence.attachment, request)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def complete(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Look over what is left and what comes out, then complete."""
    assessment = _to_score(request, uid)
    now = timezone.now()
    today = clocks.local_date(now)
    form = CompleteForm(
        request.POST if request.method == "POST" else None,
        today=today,
        is_second=assessment.second_of_id is not None,
        initial={"visit_on": selectors.visit_day(assessment) or assessment.visit_on or today},
    )
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.complete(
                assessment_id=assessment.pk, visit_on=form.cleaned_data.get("visit_on"), by=request.user, at=now
            )
            if assessment.second_of_id is not None:
                messages.success(request, _("교차 진단을 완료했습니다. 먼저 한 진단과 견주어 보실 수 있습니다."))
                return redirect("diagnosis:compare", uid=uid)
            messages.success(request, _("진단을 완료했습니다. 진단 결과서를 만들고 있습니다."))
            return redirect("diagnosis:result", uid=uid)
    instrument = selectors.instrument_of(assessment)
    findings = selectors.findings(assessment)
    given = dict(findings.given)
    context = {
        "assessment": assessment,
        "form": form,
        "result": selectors.view(instrument, findings),
        "areas": selectors.progress(assessment, selectors.self_bands(assessment)),
        "outstanding": rules.outstanding(instrument, selectors.values(given)),
        "bare": selectors.without_evidence(assessment, given, findings.score),
    }
    return render(request, "diagnosis/complete.html", context, status=web.status_of(form))


def _to_score(request: HttpRequest, uid: UUID) -> Assessment:
    """The assessment, if this person is its consultant and it is being scored."""
    assessment = selectors.seen(uid, request.user)
    if assessment.consultant_id != request.user.pk:
        raise NotAllowed
    if assessment.state not in SCORABLE:
        raise WrongState
    return assessment


def _criterion(assessment: Assessment, code: str) -> Criterion:
    try:
        return selectors.instrument_of(assessment).criterion(code)
    except KeyError as missing:
        raise NotFound from missing


def _criterion_url(assessment: Assessment, code: str) -> str:
    instrument = selectors.instrument_of(assessment)
    area = next(area.code for area in instrument.areas for criterion in area.criteria if criterion.code == code)
    return reverse("diagnosis:score-criterion", args=[assessment.uid, area, code])


def _onward(request: HttpRequest, assessment: Assessment, area: str, criterion: Criterion) -> str:
    """The next criterion, or the overview when the person asked to stay there or it was the last one."""
    _before, after = selectors.neighbours(selectors.instrument_of(assessment), criterion.code)
    if "next" in request.POST and after is not None:
        return _criterion_url(assessment, after.code)
    return reverse("diagnosis:score-area", args=[assessment.uid, area])


def _refused(request: HttpRequest, assessment: Assessment, form: AnswersForm, refusal: DomainError) -> HttpResponse:
    meanwhile = refusal if isinstance(refusal, AnsweredMeanwhile) else None
    if request.headers.get("X-Autosave"):
        detail = str(refusal.problems[0].message)
        if meanwhile is None:
            return JsonResponse({"detail": detail}, status=422)
        theirs = {f"value-{code}": value for code, value in meanwhile.theirs.items()}
        return JsonResponse({"version": meanwhile.version, "theirs": theirs, "detail": detail}, status=409)
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.message))
    return _criterion_page(request, assessment, form, version=meanwhile.version if meanwhile else None)


def _criterion_page(
    request: HttpRequest, assessment: Assessment, form: AnswersForm, *, version: int | None = None
) -> HttpResponse:
    """`version` is what a second try sends along: after a clash one's own answers are meant to win."""
    instrument = selectors.instrument_of(assessment)
    findings = selectors.findings(assessment)
    code = form.criterion.code
    before, after = selectors.neighbours(instrument, code)
    seen = selectors.unfolded(instrument, findings, code)
    sent_version = form.data.get("version") if form.is_bound else assessment.answers_version
    context = {
        "assessment": assessment,
        "area": next(area for area in instrument.areas if form.criterion in area.criteria),
        "criterion": seen.criterion,
        "bands": band_rows(form.criterion, Found(findings.given, selectors.claims_of(assessment)), form, seen),
        "form": form,
        "version": sent_version if version is None else version,
        "evidence": selectors.evidence_to_read(assessment, code),
        "previous_url": _criterion_url(assessment, before.code) if before else "",
        "next_code": after.code if after else "",
        "process_means": instrument.profile(assessment.profile).process_means,
    }
    return render(request, "diagnosis/score_criterion.html", context, status=web.status_of(form))
