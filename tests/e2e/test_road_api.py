"""The whole road by programs: one company from its registration to its certificate, each step with its person's key."""

from datetime import timedelta
from typing import Any

from tests.e2e import browsing, programs
from tests.e2e.browsing import today
from tests.e2e.calling import uid
from tests.e2e.company import MONEY, PROBLEM
from tests.e2e.programs import CONSENTS, Case

READINGS = ("1.2", "0.6", "0.45")
REVIEWERS = ("reviewer", "reviewer2", "reviewer3", "reviewer4", "reviewer5")


def test_one_case_goes_the_whole_road_by_the_api(case: Case) -> None:
    register(case)
    apply_for_a_diagnosis(case)
    programs.admit(case, "diagnosis")
    be_diagnosed(case)
    receive_a_roadmap(case)
    apply_for_a_demonstration(case)
    programs.admit(case, "demonstration")
    be_selected(case)
    find_partners(case)
    agree(case)
    fix_the_figure(case)
    prove_it_in_the_field(case)
    tell_the_company(case)


def register(case: Case) -> None:
    """A mistyped number is refused by its field; the size class comes with its reasons."""
    assert case.visitor.refused("GET", "desk/me/").status == 401
    districts = {row["name"]: row["code"] for row in case.member.get("directory/districts/")}
    assert "C25" in [row["code"] for row in case.member.rows("directory/industries/?q=C25")]
    sent = programs.registration(case.firm, districts["금천구"])
    mistyped = case.firm.number[:9] + str((int(case.firm.number[9]) + 1) % 10)
    refusal = case.member.refused("POST", "directory/companies/", {**sent, "business_number": mistyped})
    assert (refusal.status, refusal.fields) == (422, ["business_number"])
    unreadable = case.member.refused("POST", "directory/companies/", {**sent, "figures": {"years": "셋"}})
    assert (unreadable.status, unreadable.fields) == (400, ["figures.years"])

    answers = [case.member.post("directory/companies/", sent, status=201, key=sent["uid"]) for _time in range(2)]
    assert answers == [{"registered": True, "uid": sent["uid"]}] * 2
    known = case.member.get(f"directory/companies/{sent['uid']}/")
    assert (known["name"], known["size"]["size"], known["size"]["is_settled"]) == (case.firm.name, "소기업", True)
    assert all(step["label"] and step["statute"] for step in known["size"]["steps"])
    assert case.member.get("desk/me/")["organisations"][0]["uid"] == sent["uid"]
    assert case.people("company").refused("GET", f"directory/companies/{sent['uid']}/").status == 404


def apply_for_a_diagnosis(case: Case) -> None:
    """Begun twice with one key it is one draft; what is missing is named; a clash of versions is told."""
    address = programs.begin(case, "diagnosis")
    assert case.member.refused("POST", f"{address}submit/", {"consents": CONSENTS}).fields[0] == "problem"
    saved = case.member.patch(address, {"version": 1, "problem": "먼저 쓴 글 (표본)"})
    late = case.member.refused("PATCH", address, {"version": 1, "problem": PROBLEM["problem"]})
    assert (late.status, late.document["theirs"]) == (409, {"problem": "먼저 쓴 글 (표본)"})
    assert late.document["version"] == saved["version"]
    programs.write(case, address, saved["version"])
    programs.hand_in(case, "diagnosis")
    assert case.member.post(f"{address}submit/", {"consents": CONSENTS})["receipt_number"] == case.numbers["diagnosis"]
    assert case.member.refused("PATCH", address, {"version": 9, "problem": "늦은 글"}).code == "not_editable"
    assert case.people("company").refused("GET", address).status == 404
    assert case.member.refused("POST", f"{address}admit/").status == 403


def be_diagnosed(case: Case) -> None:
    """Staff choose who visits; the consultant scores with evidence; the company reads the result and its paper."""
    staff, consultant = case.people("staff"), case.people("consultant")
    opened = staff.post("diagnosis/assessments/", {"application": case.uids["diagnosis"]}, status=201)
    address = f"diagnosis/assessments/{opened['uid']}/"
    case.uids["assessment"] = opened["uid"]
    assert consultant.refused("GET", address).status == 404
    me = consultant.get("desk/me/")["uid"]
    assert me in [person["uid"] for person in staff.get(f"{address}consultants/")]
    staff.post(f"{address}assign/", {"consultant": me, "visit_on": today().isoformat()})

    programs.score(consultant, address)
    assert case.member.refused("GET", f"{address}answers/").code == "not_completed"
    assert case.member.refused("POST", f"{address}complete/").status == 403
    assert consultant.post(f"{address}complete/", {"visit_on": today().isoformat()})["state"] == "completed"
    result = case.member.get(f"{address}result/")
    assert [area["code"] for area in result["areas"]] == ["process", "data", "operations"]
    assert [one for area in result["areas"] for one in area["criteria"] if one["point"] != programs.LOWER_BANDS] == []
    case.issued(case.member.paper(f"{address}document/"), case.firm.name)


def receive_a_roadmap(case: Case) -> None:
    """Planned, edited and proposed by the consultant, approved by the manager, issued by staff."""
    consultant, staff = case.people("consultant"), case.people("staff")
    opened = consultant.post("roadmaps/", {"assessment": case.uids["assessment"]}, status=201)
    address = f"roadmaps/{opened['uid']}/"
    case.uids["roadmap"] = opened["uid"]
    planned = consultant.post(f"{address}plan/", {"self_burden_pct": 30})
    assert planned["status"] == "optimal"
    assert [one for one in planned["actions"] if not one["reasons"]] == []
    kept = planned["actions"][0]["code"]
    edited = consultant.put(f"{address}actions/{kept}/", {"kind": "pin"})
    assert next(one["choice"] for one in edited["actions"] if one["code"] == kept) == "pinned"
    strategies: dict[str, list[str]] = {}
    for one in edited["swot"]["strategies"]:
        strategies.setdefault(one["kind"], []).append(one["text"])
    words = {"headline": "검사 기록부터 갖춥니다. (표본)", "corners": corners(edited), "strategies": strategies}
    consultant.put(f"{address}swot/", words)
    assert consultant.post(f"{address}propose/")["state"] == "proposed"
    assert consultant.refused("POST", f"{address}approve/").status == 403
    assert staff.refused("POST", f"{address}issue/").code == "wrong_state"
    assert case.people("manager").post(f"{address}approve/")["state"] == "approved"
    issued = staff.post(f"{address}issue/")
    case.numbers["roadmap"] = issued["number"]
    pdf = case.member.paper(f"{address}document/")
    case.issued(pdf, issued["number"], case.firm.name, words["headline"])
    assert issued["verification_code"] in browsing.text_of(pdf)


def corners(roadmap: dict[str, Any]) -> dict[str, list[str]]:
    return {name: lines for name, lines in roadmap["swot"].items() if name != "strategies"}


def apply_for_a_demonstration(case: Case) -> None:
    address = programs.begin(case, "demonstration")
    programs.write(case, address, 1, **MONEY, cited_roadmap_number=case.numbers["roadmap"])
    programs.hand_in(case, "demonstration")


def be_selected(case: Case) -> None:
    """A panel that does not read the company's name; one person proposes, another confirms."""
    staff, manager = case.people("staff"), case.people("manager")
    address = f"intake/applications/{case.uids['demonstration']}/"
    wanted = [case.people(who).get("desk/me/")["uid"] for who in REVIEWERS]
    known = {person["uid"] for person in staff.get(f"{address}reviewers/")}
    assert set(wanted) <= known
    due_at = f"{(today() + timedelta(days=14)).isoformat()}T18:00:00+09:00"
    few = staff.refused("POST", f"{address}convene/", {"reviewers": wanted[:3], "due_at": due_at})
    assert (few.status, few.code) == (422, "wrong_make")
    assert staff.post(f"{address}convene/", {"reviewers": wanted, "due_at": due_at})["state"] == "in_review"
    early = staff.refused("POST", f"{address}propose/", {"outcome": "select", "note": "아직 이릅니다."})
    assert (early.status, early.code) == (409, "review_not_done")
    for who in REVIEWERS:
        programs.review(case, case.people(who))
    staff.post(f"{address}propose/", {"outcome": "select", "note": "평가 결과와 예산을 함께 보았습니다. (표본)"})
    assert case.member.get(address)["state"] == "in_review"
    assert staff.refused("POST", f"{address}confirm/").status == 403
    assert manager.refused("POST", f"{address}confirm/").status == 422
    paper = {"approval_number": "표본-결재-1", "approved_on": today().isoformat()}
    assert manager.post(f"{address}confirm/", paper)["state"] == "selected"


def find_partners(case: Case) -> None:
    """A project of one action of the roadmap; its candidates; a plan over all open projects; everybody accepts."""
    staff = case.people("staff")
    [found] = staff.rows(f"roadmaps/?q={case.numbers['roadmap']}")
    actions = staff.get(f"roadmaps/{found['uid']}/")["actions"]
    chosen = next(one["uid"] for one in actions if one["code"].startswith("U"))
    sent = {"application": case.uids["demonstration"], "planned_action": chosen}
    brief = staff.post("consortia/briefs/", sent, status=201)
    case.uids["brief"] = brief["uid"]
    address = f"consortia/briefs/{brief['uid']}/"
    assert case.member.refused("GET", address).status == 404
    staff.post(f"{address}publish/")
    assert case.member.get(address)["state"] == "open"
    assert case.member.refused("GET", f"{address}candidates/").status == 403
    names = {}
    for role in staff.get(f"{address}candidates/"):
        able = [one for one in role["candidates"] if not one["exclusions"]]
        assert [one for one in able if not one["parts"]] == []
        names |= {one["organisation"]: one["name"] for one in able}
    partners = programs.match(staff, brief["number"])
    due_at = f"{(today() + timedelta(days=7)).isoformat()}T18:00:00+09:00"
    asked = staff.post(f"{address}proposals/", {"partners": partners, "due_at": due_at}, status=201)
    for role in asked["roles"]:
        programs.accept(case, role["proposal"]["uid"], names[partners[role["uid"]]])
    assert {role["proposal"]["state"] for role in staff.get(address)["roles"]} == {"accepted"}


def agree(case: Case) -> None:
    """Terms as the service offers them; too much support is refused by its field; everybody signs, the centre last."""
    staff, manager = case.people("staff"), case.people("manager")
    address = f"consortia/briefs/{case.uids['brief']}/agreement/"
    offered = staff.get(address)
    terms = {**offered["terms"], "special": "측정값은 두 주마다 함께 봅니다. (표본)"}
    refusal = staff.refused("POST", address, {**terms, "support_krw": offered["support_cap_krw"] + 1})
    assert (refusal.status, "support_krw" in refusal.fields) == (422, True)
    drafted = staff.post(address, terms, status=201)
    case.uids["agreement"] = drafted["uid"]
    own = f"consortia/agreements/{drafted['uid']}/"
    assert manager.refused("POST", f"{own}sign-centre/").status == 409
    assert case.member.post(f"{own}sign/")["state"] == "draft"
    for partner in case.partners:
        answer = partner.post(f"{own}sign/")
    assert (answer["state"], len(answer["signatures"])) == ("signed", len(case.partners) + 1)
    assert staff.refused("POST", f"{own}sign-centre/").status == 403
    signed = manager.post(f"{own}sign-centre/")
    parties = [party["name"] for party in offered["parties"]]
    assert len(parties) >= 3
    case.issued(case.member.paper(f"{own}document/"), signed["number"], *parties)


def fix_the_figure(case: Case) -> None:
    """One KPI with baseline, target and pass mark; a target on the wrong side is refused by its field."""
    begun = case.people("staff").post("pilots/pilots/", {"agreement": case.uids["agreement"]}, status=201)
    case.uids["pilot"] = begun["uid"]
    until = today()
    sent = {
        "uid": uid(),
        "name": "불량 유출률",
        "unit": "%",
        "direction": "down",
        "baseline": "1.8",
        "baseline_start_on": (until - timedelta(days=91)).isoformat(),
        "baseline_end_on": until.isoformat(),
        "baseline_evidence": "최근 석 달의 출하 검사 기록 (표본)",
        "target": "0.5",
        "pass_mark": "0.9",
        "kpi_code": "defect_rate",
    }
    address = f"pilots/pilots/{begun['uid']}/kpis/"
    refusal = case.member.refused("POST", address, {**sent, "target": "2.5"})
    assert (refusal.status, "target" in refusal.fields) == (422, True)
    for _time in range(2):
        fixed = case.member.post(address, sent, status=201)
    [kpi] = fixed["kpis"]
    assert (kpi["uid"], float(kpi["pass_mark"])) == (sent["uid"], 0.9)
    case.uids["kpi"] = kpi["uid"]


def prove_it_in_the_field(case: Case) -> None:
    """Four gates, each proposed by one and confirmed by another, with a reading before each but the first."""
    address = f"pilots/pilots/{case.uids['pilot']}/"
    reading = {"kpi": case.uids["kpi"], "measured_on": today().isoformat(), "note": "출하 검사 기록 (표본)"}
    early = case.member.refused("POST", f"{address}readings/", {**reading, "value": READINGS[0]})
    assert early.status == 409
    programs.pass_gate(case, address)
    for value in READINGS:
        measured = case.member.post(f"{address}readings/", {**reading, "uid": uid(), "value": value}, status=201)
        assert float(measured["kpis"][0]["value"]) == float(value)
        programs.pass_gate(case, address)
    assert len(list(case.member.rows(f"{address}readings/"))) == len(READINGS)
    assert case.people("staff").refused("POST", f"{address}finish/").status == 403
    lessons = {"lessons": "현장 담당자가 처음부터 함께한 것이 도움이 되었습니다. (표본)"}
    finished = case.people("manager").post(f"{address}finish/", lessons)
    assert (finished["state"], finished["certificate_number"] != "") == ("finished", True)
    pdf = case.member.paper(f"{address}certificate/")
    case.issued(pdf, finished["certificate_number"], case.firm.name, "불량 유출률", READINGS[-1])


def tell_the_company(case: Case) -> None:
    """Each decision reached the company as a notice that leads back to its place."""
    told = list(case.member.rows("desk/notices/"))
    assert len(told) >= 5
    assert [one for one in told if not one["subject"] or not one["path"].startswith("/")] == []
