"""The walkthrough: one manufacturing case, every step by its own person, told as it happens."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from apps.audit.services import label_of
from apps.consortia.models import Agreement
from apps.desk.sample import consortium, diagnosis, intake, pilot, roadmap
from apps.desk.sample.cast import gather, read_stories
from apps.desk.sample.centre import FIRST_DAY
from apps.diagnosis.models import Assessment
from apps.directory.models import Company, Organisation
from apps.documents.models import Document
from apps.intake.models import Application
from apps.intake.states import Door
from apps.pilots.models import Pilot
from apps.roadmaps.models import Roadmap

# Cases of the walkthrough count from here, so that they never meet those of the sample centre.
FIRST_SERIAL = 5000
DAYS_OF_A_CASE = 230
COMPANY = "표본정공 주식회사"

Step = Callable[[str], AbstractContextManager[None]]


def play(step: Step) -> intake.Case:
    """Play the next walkthrough from registration to certificate; each call plays a new company's case."""
    with step("people and partners of the sample centre"):
        cast = gather(FIRST_DAY)
    told = next(story for story in read_stories() if story.use_case == "U01")
    story = replace(told, name_ko=COMPANY)
    serial = FIRST_SERIAL + Company.objects.filter(business_number__startswith="000815").count()
    at = timezone.now().replace(microsecond=0) - timedelta(days=DAYS_OF_A_CASE)
    with step("a company registers: business number, industry, revenue, size class"):
        case = intake.register(cast, story, serial=serial, round_=serial - FIRST_SERIAL, at=at)
    with step("it applies for a diagnosis and receives a receipt number"):
        application = intake.submit(case, intake.draft(case, Door.DIAGNOSIS))
    with step("centre staff screen and admit"):
        application = intake.admit(cast, case, application)
    with step("a consultant is assigned and scores 18 criteria with evidence"):
        assessment = diagnosis.open_and_assign(cast, case, application)
        diagnosis.complete(cast, case, diagnosis.score(cast, case, assessment))
    with step("the roadmap is planned by the exact solver and proposed"):
        plan = roadmap.propose(cast, case, roadmap.plan(cast, case, assessment))
    with step("the manager approves, the centre issues"):
        plan = roadmap.issue(cast, case, plan)
    with step("the company applies for a demonstration, citing the roadmap's number"):
        case.later(days=3)
        money = intake.draft(
            case,
            Door.DEMONSTRATION,
            roadmap_number=plan.number or "",
            budget_krw=roadmap.chosen_action(case, plan).cost_krw,
        )
        money = intake.admit(cast, case, intake.submit(case, money))
    with step("reviewers score, staff propose, the manager selects"):
        money = intake.select(cast, case, intake.review(cast, case, money))
    with step("a brief is opened and the solver plans over all open briefs"):
        brief = consortium.publish(cast, case, money, plan)
        partners = consortium.match(cast, case, brief)
    with step("partners are asked and accept, the agreement is signed"):
        consortium.accept(cast, case, consortium.propose(cast, case, brief, partners))
        agreement = consortium.agree(cast, case, brief)
    with step("the pilot runs through four gates, two people each"):
        project = pilot.open_pilot(cast, case, agreement)
        for _stage in range(4):
            project = pilot.pass_stage(cast, case, project)
    with step("the pilot is finished and certified"):
        pilot.finish(cast, case, project)
    return case


def documents_of(case: intake.Case) -> list[Document]:
    """Every document of the company's case, in the order they were asked for."""
    company: Organisation = case.company
    wanted = Q()
    for rows in (
        Application.objects.filter(company=company),
        Assessment.objects.filter(company=company),
        Roadmap.objects.filter(company=company),
        Agreement.objects.filter(company=company),
        Pilot.objects.filter(company=company),
    ):
        wanted |= Q(subject_label=label_of(rows.model()), subject_id__in=list(rows.values_list("pk", flat=True)))
    return list(Document.objects.filter(wanted).order_by("pk"))
