"""Acts of the road that programs do more than once, or that are long to say; each by its own person."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e import browsing, calling, experts
from tests.e2e.browsing import blank_pdf, today
from tests.e2e.calling import Caller, uid
from tests.e2e.company import DATED, PROBLEM, Company

LOWER_BANDS = 1
# What the sample programmes must be agreed to.
CONSENTS = ["review_use"]


@dataclass(slots=True)
class Case:
    """Who takes part, and what has been made so far, by its outside name."""

    firm: Company
    member: Caller
    visitor: Caller
    people: Callable[[str], Caller]
    partners: list[Caller] = field(default_factory=list)
    uids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def issued(self, pdf: bytes, *words: str) -> None:
        """A document says these words, and anybody can verify it."""
        said = browsing.text_of(pdf)
        assert [word for word in words if word.replace(" ", "") not in said] == []
        calling.verified(self.visitor.http, pdf)


def registration(firm: Company, district: str) -> dict[str, Any]:
    revenue = (8_200_000_000, 7_900_000_000, 7_400_000_000)
    years = [{"year": today().year - 1 - place, "revenue_krw": krw} for place, krw in enumerate(revenue)]
    return {
        "uid": uid(),
        "business_number": f"{firm.number[:3]}-{firm.number[3:5]}-{firm.number[5:]}",
        "name_ko": firm.name,
        "representative": "표본 대표",
        "industry": "C25",
        "founded_on": "2011-03-02",
        "business_status": "active",
        "head": {"kind": "head", "name": "본점", "district": district, "address": "표본로 1"},
        "figures": {
            "years": [{**years[0], "assets_krw": 5_700_000_000, "workers": 38}, *years[1:]],
            "group": "none",
            "has_large_owner": False,
            "is_public": False,
            "equity_krw": 2_700_000_000,
            "capital_stock_krw": 500_000_000,
        },
    }


def begin(case: Case, door: str) -> str:
    """A draft at the open call of a door; its address."""
    call = next(call for call in case.visitor.get("intake/calls/?state=open")["results"] if call["door"] == door)
    sent = {"uid": uid(), "call": call["uid"]}
    drafts = [case.member.post("intake/applications/", sent, status=201, key=sent["uid"]) for _time in range(2)]
    assert drafts[0] == drafts[1]
    case.uids[door] = drafts[0]["uid"]
    for asked in call["documents"]:
        if asked["required"]:
            attach(case, f"intake/applications/{case.uids[door]}/attachments/", asked["kind"])
    return f"intake/applications/{case.uids[door]}/"


def attach(case: Case, address: str, kind: str) -> None:
    """Sent twice, it is one file; it comes back byte by byte; an empty one is refused."""
    sent, own = blank_pdf(), uid()
    dates = {"issued_on": today().isoformat()} if kind in DATED else {}
    for _time in range(2):
        kept = case.member.upload(address, f"표본-{kind}.pdf", sent, kind=kind, uid=own, **dates)
    assert [row["uid"] for row in case.member.get(address)].count(kept["uid"]) == 1
    assert case.member.bytes_of(f"{address}{own}/") == sent
    assert case.people("company").refused("GET", f"{address}{own}/").status == 404


def write(case: Case, address: str, version: int, **more: Any) -> None:
    barriers = [word["code"] for word in case.visitor.get("intake/words/") if word["list"] == "barrier"]
    notes = {"process_note": "프레스 6대, 2교대.", "data_note": "종이 기록지 3년치.", "staff_months": "6"}
    case.member.patch(address, {"version": version, **PROBLEM, **notes, "barriers": barriers[:1], **more})


def hand_in(case: Case, door: str) -> None:
    """The check says what the rules will say; the receipt is numbered and printed."""
    address = f"intake/applications/{case.uids[door]}/"
    check = case.member.get(f"{address}check/")
    assert check["missing"] == []
    nothing_but_the_status_is_open(check, door)
    case.numbers[door] = case.member.post(f"{address}submit/", {"consents": CONSENTS})["receipt_number"]
    case.issued(case.member.paper(f"{address}receipt/"), case.numbers[door], case.firm.name)


def nothing_but_the_status_is_open(check: Any, door: str) -> None:
    """Until the centre has checked it once, that a company is in business is only what it says."""
    unknown = [one["rule"] for one in check["findings"] if one["verdict"] == "unknown"]
    unchecked = ("unclear", ["business_status"])
    assert (check["proposal"], unknown) == (unchecked if door == "diagnosis" else ("eligible", []))


def admit(case: Case, door: str) -> None:
    """Staff find it by its number, take it, read every rule and file, vouch for flagged ones, decide."""
    staff = case.people("staff")
    [row] = staff.rows(f"intake/applications/?text={case.numbers[door]}")
    address = f"intake/applications/{row['uid']}/"
    me = staff.get("desk/me/")["uid"]
    assert me in [person["uid"] for person in staff.get(f"{address}screeners/")]
    assert staff.post(f"{address}take/", {"screener": me})["state"] == "submitted"
    check = staff.get(f"{address}check/")
    nothing_but_the_status_is_open(check, door)
    assert [one for one in check["findings"] if not one["label"] or not one["text"]] == []
    files = staff.get(f"{address}attachments/")
    assert all(staff.bytes_of(f"{address}attachments/{one['uid']}/").startswith(b"%PDF") for one in files)
    refusal = staff.refused("POST", f"{address}admit/", {"note": ""})
    if refusal.document["code"] == "authority_unconfirmed":
        company = staff.get(address)["company"]
        assert staff.post(f"directory/companies/{company}/authority/")["authority_confirmed_at"]
        refusal = staff.refused("POST", f"{address}admit/", {"note": ""})
    if refusal.document["code"] == "status_unchecked":
        company = staff.get(address)["company"]
        said = {"business_status": "active", "status_checked_on": today().isoformat()}
        assert staff.put(f"directory/companies/{company}/status/", said)["business_status"] == "active"
        refusal = staff.refused("POST", f"{address}admit/", {"note": ""})
    for one in refusal.document["files"]:
        assert staff.post(f"{address}attachments/{one['uid']}/vouch/")["state"] == "clean"
    assert staff.post(f"{address}admit/", {"note": "서류를 확인했습니다. (표본)"})["state"] == "admitted"


def score(consultant: Caller, address: str) -> None:
    """Every criterion: the first band holds and the second does not, as far as it matters, and something was seen."""
    assert consultant.refused("POST", f"{address}complete/").status == 409
    areas = consultant.get("diagnosis/instrument/")["areas"]
    criteria = [criterion for area in areas for criterion in area["criteria"]]
    assert len(criteria) == 18
    for criterion in criteria:
        bands = [band["attributes"] for band in criterion["bands"] if band["attributes"]]
        answers = [
            {"attribute": one["code"], "value": "yes" if place < LOWER_BANDS else "no"}
            for place in range(LOWER_BANDS + 1)
            for one in bands[place]
        ]
        answers[0]["note"] = "현장에서 기록을 보고 확인했습니다. (표본)"
        version = consultant.get(f"{address}answers/")["version"]
        consultant.put(f"{address}answers/", {"version": version, "answers": answers})
        if criterion is criteria[0]:
            assert consultant.refused("POST", f"{address}complete/").document["codes"]
    seen = {"uid": uid(), "criterion": "P1", "kind": "file", "title": "3월 불량 일지 (표본)"}
    for _time in range(2):
        consultant.upload(f"{address}evidence/", "표본-일지.pdf", blank_pdf(), **seen, seen_on=today().isoformat())
    assert [one["uid"] for one in consultant.get(f"{address}evidence/")] == [seen["uid"]]
    assert consultant.bytes_of(f"diagnosis/evidence/{seen['uid']}/").startswith(b"%PDF")


def review(case: Case, reviewer: Caller) -> None:
    seats = reviewer.rows("panels/seats/?show=todo")
    seat = next(row["uid"] for row in seats if case.numbers["demonstration"] in row["title"])
    read = reviewer.get(f"panels/seats/{seat}/")
    assert case.firm.name not in json.dumps(read, ensure_ascii=False)
    scores = {question["code"]: "8.5" for question in read["questions"]}
    outside = reviewer.refused("POST", f"panels/seats/{seat}/hand-in/", {"scores": {"none": "1"}, "comment": "의견"})
    assert outside.status == 422
    sheet = {"scores": scores, "comment": "문제와 바꾸려는 수치가 분명합니다. (표본)"}
    assert reviewer.post(f"panels/seats/{seat}/hand-in/", sheet, status=201)["state"] == "handed_in"


def match(staff: Caller, number: str) -> dict[str, str]:
    """The worker's plan: which organisation takes which role of a project."""
    run = staff.post("consortia/runs/", status=202)

    def finished() -> Any:
        now = staff.get(f"consortia/runs/{run['uid']}/")
        return now if now["state"] in {"done", "failed"} else None

    done = calling.until(finished)
    assert (done["state"], number in done["result"]["formed"]) == ("done", True)
    return {row["role"]: row["organisation"] for row in done["result"]["filled"] if row["brief"] == number}


def accept(case: Case, proposal: str, partner: str) -> None:
    """The partner's own person finds the proposal and takes the role; nobody else's partner sees it."""
    person = case.people(experts.account_of(partner))
    assert proposal in [row["uid"] for row in person.rows("consortia/proposals/?state=proposed")]
    assert case.people("company").refused("POST", f"consortia/proposals/{proposal}/accept/").status in {403, 404}
    assert person.post(f"consortia/proposals/{proposal}/accept/")["state"] == "accepted"
    assert person.refused("POST", f"consortia/proposals/{proposal}/accept/").status == 409
    case.partners.append(person)


def pass_gate(case: Case, address: str) -> None:
    staff, manager = case.people("staff"), case.people("manager")
    called = case.member.post(f"{address}gates/", status=201)
    gate = f"pilots/gates/{called['uid']}/"
    asked = staff.get(gate)["questions"]
    assert [one for one in asked if not one["label"]] == []
    judged = {
        "decision": "go",
        "answers": {one["code"]: "met" for one in asked if one["kind"] == "must"},
        "points": {one["code"]: 4 for one in asked if one["kind"] == "should"},
        "reason": "현장 확인과 측정값을 함께 보았습니다. (표본)",
    }
    assert case.member.refused("POST", f"{gate}propose/", judged).status == 403
    assert staff.post(f"{gate}propose/", judged)["state"] == "proposed"
    assert staff.refused("POST", f"{gate}confirm/").status == 403
    assert manager.post(f"{gate}confirm/")["decision"] == "go"
