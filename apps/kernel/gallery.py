"""The component gallery: every part of the look in all its states, on sample words."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.kernel import widgets
from apps.kernel.keyset import Page
from apps.kernel.templatetags.ui import TONES

BARRIERS = [("data", gettext_lazy("쓸 자료가 모이지 않습니다")), ("people", gettext_lazy("맡을 사람이 없습니다"))]
DOORS = [
    ("diagnosis", gettext_lazy("진단\n공정·데이터·운영을 살펴보고 전환 로드맵을 드립니다.")),
    ("demonstration", gettext_lazy("현장실증\n로드맵의 과제를 대학 연구실과 함께 현장에서 해 봅니다.")),
]
DISTRICTS = [("", gettext_lazy("골라 주십시오")), ("jung", gettext_lazy("중구")), ("dong", gettext_lazy("동구"))]
ENOUGH_WORDS = 10


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=gettext_lazy("기업 이름"), max_length=60)
    business_number = forms.CharField(
        label=gettext_lazy("사업자등록번호"),
        help_text=gettext_lazy("숫자 10자리입니다. 붙임표는 빼고 적어도 됩니다."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s", "autocomplete": "off"}),
    )
    district = forms.ChoiceField(label=gettext_lazy("자치구"), choices=DISTRICTS)
    workers = forms.IntegerField(
        label=gettext_lazy("상시 근로자"), min_value=1, widget=widgets.UnitInput(gettext_lazy("명"))
    )
    revenue = forms.IntegerField(label=gettext_lazy("지난해 매출액"), widget=widgets.WonInput(), required=False)
    founded_on = forms.DateField(label=gettext_lazy("설립일"), widget=widgets.DateInput(), required=False)
    door = forms.ChoiceField(label=gettext_lazy("신청하실 사업"), choices=DOORS, widget=widgets.RadioCards())
    size = forms.ChoiceField(
        label=gettext_lazy("기업 규모"),
        choices=[("small", gettext_lazy("소기업")), ("medium", gettext_lazy("중기업"))],
        widget=forms.RadioSelect(),
    )
    barriers = forms.MultipleChoiceField(
        label=gettext_lazy("어려운 점"),
        choices=BARRIERS,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        help_text=gettext_lazy("해당하는 것을 모두 골라 주십시오."),
    )
    problem = forms.CharField(
        label=gettext_lazy("풀고 싶은 문제"),
        help_text=gettext_lazy("현장에서 쓰는 말 그대로 적어 주십시오."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    certificate = forms.FileField(
        label=gettext_lazy("사업자등록증"),
        widget=widgets.FileInput(
            accept=".pdf,.png,.jpg,.hwp,.hwpx", hint=gettext_lazy("PDF, 그림, 한글 파일. %(limit)dMB까지")
        ),
        required=False,
    )
    agreed = forms.BooleanField(label=gettext_lazy("실증 결과를 사례로 공개하는 데 동의합니다."), required=False)

    def clean_problem(self) -> str:
        problem: str = self.cleaned_data["problem"]
        if len(problem) < ENOUGH_WORDS:
            raise forms.ValidationError(_("조금 더 적어 주십시오. 언제, 어느 공정에서 생기는지 알면 도움이 됩니다."))
        return problem


def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery; ``?toast=success`` shows a message of that level as well."""
    level = request.GET.get("toast", "")
    if level in {"success", "info", "warning", "error"}:
        getattr(messages, level)(request, _("신청서를 보냈습니다. 접수번호는 표본-2026-000012입니다."))
    wrong = SampleForm({"name": "표본정밀", "workers": "0", "problem": "불량"})
    wrong.add_error(None, _("이 사업자등록번호로는 이미 신청한 진단이 있습니다. 받은 일에서 이어서 써 주십시오."))
    return render(
        request,
        "design/gallery.html",
        {
            "form": SampleForm(auto_id="plain_%s"),
            "wrong": wrong,
            "tones": [(tone, label) for tone, label in zip(TONES, _tone_labels(), strict=True)],
            **_parts(),
        },
    )


def _tone_labels() -> list[str]:
    return [_("작성 중"), _("요건검토"), _("진단 중"), _("선정"), _("보완요청"), _("중단")]


def _parts() -> dict[str, Any]:
    return {
        "crumbs": [(_("첫 화면"), "/"), (_("신청"), "#tables"), (_("표본정밀 진단 신청"), "")],
        "steps": [
            {"label": _("기술설계"), "state": "done", "note": _("진행")},
            {"label": _("기술검증"), "state": "done", "note": _("조건부 진행")},
            {"label": _("현장실증"), "state": "current", "note": _("9월 30일까지")},
            {"label": _("확산"), "state": "todo"},
        ],
        "tabs": [
            {"label": _("개요"), "url": "#tabs", "is_current": True},
            {"label": _("증빙"), "url": "#tabs", "count": 12},
            {"label": _("이력"), "url": "#tabs"},
        ],
        "events": _events(),
        "figures": [
            (_("신청 금액"), "1억 2,000만원"),
            (_("기업 부담금"), "30%"),
            (_("기간"), _("7개월")),
            (_("지표"), "3"),
        ],
        "facts": [(_("접수번호"), "표본-2026-000012"), (_("자치구"), _("중구")), (_("담당자"), None)],
        "files": _files(),
        "rows": _rows(),
        "page": Page(
            rows=[], first="?", previous="?before=a", next="?after=b", last="?end=1", count=1000, count_is_bounded=True
        ),
        "first_page": Page(
            rows=[], first="", previous="", next="?after=b", last="?end=1", count=132, count_is_bounded=False
        ),
    }


def _files() -> list[dict[str, Any]]:
    return [
        {
            "name": "사업자등록증_표본.pdf",
            "url": "#files",
            "facts": "PDF · 240 KB",
            "tone": "success",
            "state": _("확인됨"),
        },
        {
            "name": "공정도_표본.hwpx",
            "url": "",
            "facts": "HWPX · 1.2 MB",
            "tone": "progress",
            "state": _("검사 중"),
        },
        {
            "name": "설비목록_표본.xls",
            "url": "",
            "facts": "XLS · 88 KB",
            "tone": "danger",
            "state": _("열 수 없음"),
        },
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "title": _("진단 신청"),
            "tone": "success",
            "at": datetime(2026, 3, 2, 1, 20, tzinfo=UTC),
            "actor": _("표본정밀 담당자"),
            "text": _("도장 불량을 하루 늦게 알게 되어 다시 칠하는 일이 잦습니다."),
        },
        {
            "title": _("진단"),
            "tone": "success",
            "badge": ("info", _("준비 수준")),
            "at": datetime(2026, 3, 20, 5, 0, tzinfo=UTC),
            "actor": _("표본 컨설턴트"),
            "url": "#timeline",
            "link_text": _("약한 항목: 품질 데이터 수집"),
        },
        {
            "title": _("현장실증"),
            "tone": "progress",
            "at": datetime(2026, 8, 3, 0, 0, tzinfo=UTC),
            "actor": _("표본대학 연구실"),
        },
        {"title": _("확산"), "tone": "todo"},
    ]


def _rows() -> list[dict[str, Any]]:
    states = [("progress", _("진단 중")), ("warning", _("보완요청")), ("success", _("선정"))]
    names = ["표본정밀", "표본물류", "표본의류"]
    return [
        {
            "number": f"표본-2026-{position:06d}",
            "company": name,
            "district": _("중구"),
            "revenue": 1_234_500_000 * position,
            "tone": states[position - 1][0],
            "state": states[position - 1][1],
        }
        for position, name in enumerate(names, start=1)
    ]
