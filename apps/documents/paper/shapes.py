"""The shape of each kind's sheet as data; a key with a star must be there (`docs/sheets.md` tells what it means)."""

from collections.abc import Mapping
from typing import Any

TEXT, WHOLE, FIGURE, DAY, MOMENT, YES_NO, ANY = "text", "whole", "figure", "day", "moment", "yes_no", "any"
HORIZON = frozenset({"short", "middle", "long"})
BASIS = frozenset({"sourced", "assumed"})
DIRECTION = frozenset({"up", "down"})
LINES = [TEXT]

PERSON = {"name*": TEXT, "title": TEXT, "organisation": TEXT, "phone": TEXT, "email": TEXT, "role": TEXT}
NEXT_STEPS = [{"what*": TEXT, "who": TEXT, "by": DAY}]
CHANGE = {"name*": TEXT, "before*": FIGURE, "after*": FIGURE}
FIGURE_SHAPE = {"name*": TEXT, "unit": TEXT, "current": FIGURE, "wanted": FIGURE, "direction": DIRECTION}
COMMON = {
    "centre*": {
        "name*": TEXT, "address": TEXT, "phone": TEXT, "email": TEXT, "url": TEXT, "head_title": TEXT,
        "head_name": TEXT,
    },
    "company*": {
        "name*": TEXT, "business_number": TEXT, "representative": TEXT, "industry": TEXT, "industry_code": TEXT,
        "size_class": TEXT, "district": TEXT, "address": TEXT, "site": TEXT, "workers": WHOLE,
        "revenue": [{"year*": WHOLE, "krw*": WHOLE}],
    },
    "sample": YES_NO,
}  # fmt: skip
EVIDENCE = [
    {
        "criterion*": TEXT, "title*": TEXT, "kind": TEXT, "seen_on": DAY,
        "status*": frozenset({"confirmed", "partial", "missing"}),
    }
]  # fmt: skip
FINDINGS = {
    "instrument*": {"name*": TEXT, "version*": TEXT, "source": TEXT},
    "assessed_on*": DAY,
    "agreed_on": DAY,
    "overall*": {
        "score*": FIGURE, "low": FIGURE, "high": FIGURE, "level*": WHOLE, "level_name*": TEXT, "level_high": WHOLE,
        "gate_note": TEXT,
    },
    "areas*": [
        {
            "code*": TEXT, "name*": TEXT, "score*": FIGURE, "low": FIGURE, "high": FIGURE, "level": WHOLE,
            "level_name": TEXT, "weight_bp": WHOLE,
        }
    ],
    "criteria*": [
        {
            "code*": TEXT, "area*": TEXT, "name*": TEXT, "band*": FIGURE, "low": FIGURE, "high": FIGURE, "self": FIGURE,
            "consultant": FIGURE, "agreed": FIGURE, "needs_evidence": WHOLE, "note": TEXT,
        }
    ],
    "strengths": [{"code": TEXT, "name*": TEXT, "text*": TEXT}],
    "gaps": [{"code": TEXT, "name*": TEXT, "text*": TEXT}],
    "benchmark": {"label*": TEXT, "n*": WHOLE, "values": ANY},
}  # fmt: skip
RECEIPT = {
    **COMMON,
    "receipt_number*": TEXT,
    "received_at*": MOMENT,
    "door*": frozenset({"diagnosis", "demonstration"}),
    "programme*": {"name*": TEXT, "call": TEXT, "closes_at": MOMENT, "legal_basis": TEXT},
    "applicant*": PERSON,
    "problem": {"statement": TEXT, "figure": FIGURE_SHAPE, "barriers": LINES},
    "attachments": [{"name*": TEXT, "kind": TEXT, "size_bytes": WHOLE, "sha256": TEXT, "verdict": TEXT}],
    "consents": [{"name*": TEXT, "version": TEXT, "agreed_at": MOMENT}],
    "clocks": [{"name*": TEXT, "due_on*": DAY, "basis": TEXT}],
    "roadmap_number": TEXT,
    "contact": PERSON,
    "next_steps": NEXT_STEPS,
}
DIAGNOSIS = {
    **COMMON,
    **FINDINGS,
    "people": [{**PERSON, "role*": TEXT}],
    "changes": {"since*": TEXT, "on*": DAY, "figures*": [CHANGE], "criteria*": [CHANGE]},
    "sensitivity": [{"text*": TEXT}],
    "method": {"text": TEXT, "weights": [{"name*": TEXT, "bp*": WHOLE}]},
    "next_steps": NEXT_STEPS,
    "evidence": EVIDENCE,
}
ACTION = {
    "code*": TEXT, "name*": TEXT, "horizon*": HORIZON, "start_month*": WHOLE, "months*": WHOLE, "summary": TEXT,
    "why": TEXT, "criteria": LINES, "unlocks": LINES, "prerequisites": LINES, "preparations": LINES, "cost_krw*": WHOLE,
    "cost_low_krw": WHOLE, "cost_high_krw": WHOLE, "basis*": BASIS, "source": TEXT, "support_krw": WHOLE,
    "staff_months": FIGURE, "impact": FIGURE, "effort": FIGURE, "kpis": LINES, "deliverables": LINES, "owner": TEXT,
    "use_case": TEXT, "rank": WHOLE, "effect": {"text*": TEXT, "basis*": BASIS, "source": TEXT},
}  # fmt: skip
KPI = {
    "name*": TEXT, "unit": TEXT, "direction": DIRECTION, "definition": TEXT, "baseline": FIGURE,
    "baseline_period": TEXT, "baseline_evidence": TEXT, "target": FIGURE, "pass_mark": FIGURE,
}  # fmt: skip
ROADMAP = {
    **COMMON,
    "title*": TEXT,
    "starts_on*": DAY,
    "months*": WHOLE,
    "people": [{**PERSON, "role*": TEXT}],
    "summary*": {
        "headline*": TEXT, "problem*": TEXT, "figure": FIGURE_SHAPE, "points": LINES, "first_month": WHOLE,
        "first_steps": LINES,
    },
    "diagnosis*": FINDINGS,
    "swot": {
        "strengths": LINES, "weaknesses": LINES, "opportunities": LINES, "threats": LINES,
        "strategies": [{"kind*": frozenset({"SO", "WO", "ST", "WT"}), "text*": TEXT}],
    },
    "horizons*": [
        {
            "key*": HORIZON, "name*": TEXT, "start_month*": WHOLE, "end_month*": WHOLE, "goal": TEXT,
            "cost_krw*": WHOLE, "support_krw": WHOLE, "own_krw": WHOLE, "staff_months": FIGURE,
        }
    ],
    "actions*": [ACTION],
    "kpis": [{**KPI, "code*": TEXT, "parent": TEXT, "horizon": HORIZON}],
    "costs": [
        {
            "horizon*": HORIZON, "item*": TEXT, "cost_krw*": WHOLE, "support_krw": WHOLE, "own_krw": WHOLE,
            "programme": TEXT, "basis": BASIS, "source": TEXT,
        }
    ],
    "supports": [{"name*": TEXT, "body": TEXT, "cap_krw": WHOLE, "note": TEXT, "source": TEXT}],
    "consortium": [
        {"role*": TEXT, "skills": LINES, "months": WHOLE, "budget_krw": WHOLE, "actions": LINES, "reason": TEXT}
    ],
    "risks": [{"code*": TEXT, "text*": TEXT, "likelihood": WHOLE, "impact": WHOLE, "response": TEXT, "owner": TEXT}],
    "method": {
        "formula": LINES, "weights": [{"name*": TEXT, "value*": FIGURE, "source": TEXT}], "version": TEXT,
        "source": TEXT, "solver": TEXT, "budget_krw": WHOLE, "staff_months": FIGURE, "limits": LINES,
    },
    "deferred": [{"code*": TEXT, "name*": TEXT, "reason*": TEXT}],
    "evidence": EVIDENCE,
    "next_steps": NEXT_STEPS,
}  # fmt: skip
AGREEMENT = {
    **COMMON,
    "title*": TEXT,
    "preamble": TEXT,
    "agreed_on": DAY,
    "project*": {
        "name*": TEXT, "start_on*": DAY, "end_on*": DAY, "purpose": TEXT, "roadmap_number": TEXT,
        "application_number": TEXT, "site": TEXT,
    },
    "parties*": [
        {
            "key*": TEXT, "role*": TEXT, "name*": TEXT, "business_number": TEXT, "representative": TEXT,
            "representative_title": TEXT, "address": TEXT, "signatory": TEXT, "signed_on": DAY, "accepted_on": DAY,
        }
    ],
    "all_signed": YES_NO,
    "articles*": [{"title*": TEXT, "paragraphs*": [ANY]}],
    "roles": [{"party*": TEXT, "role*": TEXT, "lead": TEXT, "duties": LINES, "deliverables": LINES, "months": WHOLE}],
    "milestones": [{"stage*": TEXT, "name*": TEXT, "due_on*": DAY, "deliverable": TEXT, "gate": TEXT}],
    "kpis": [KPI],
    "budget*": {
        "total_krw*": WHOLE, "support_krw": WHOLE, "cash_krw": WHOLE, "in_kind_krw": WHOLE,
        "lines": [{"party*": TEXT, "category*": TEXT, "support_krw": WHOLE, "cash_krw": WHOLE, "in_kind_krw": WHOLE}],
        "payments": [{"name*": TEXT, "due_on": DAY, "krw*": WHOLE, "condition": TEXT}],
    },
    "ip": [{"party*": TEXT, "share_bp*": WHOLE}],
    "annexes": LINES,
}  # fmt: skip
CERTIFICATE = {
    **COMMON,
    "project*": {
        "name*": TEXT, "start_on*": DAY, "end_on*": DAY, "site": TEXT, "agreement_number": TEXT, "roadmap_number": TEXT,
    },
    "solution*": {"name*": TEXT, "supplier": TEXT, "description": TEXT},
    "kpis*": [{**KPI, "result*": FIGURE, "passed*": YES_NO, "period": TEXT, "evidence": TEXT}],
    "partners": [{"role*": TEXT, "name*": TEXT}],
    "stages": [{"name*": TEXT, "decided_on": DAY, "decision": TEXT}],
    "statement*": TEXT,
    "limits": LINES,
}  # fmt: skip
SHAPES: Mapping[str, Any] = {
    "receipt": RECEIPT,
    "diagnosis": DIAGNOSIS,
    "roadmap": ROADMAP,
    "agreement": AGREEMENT,
    "certificate": CERTIFICATE,
}
