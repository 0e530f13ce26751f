"""Worker and broker are killed in the middle of the work: nothing is lost, nothing is done twice."""

import json
import time

import pytest

from scripts import processes
from scripts.places import ROOT
from tests import stack as service

pytestmark = pytest.mark.fault

DOCUMENTS = 12
REQUEST = """
import json, pathlib
from django.utils import timezone
from apps.accounts.services import create_user
from apps.documents import services
sheet = json.loads(pathlib.Path({sheet!r}).read_text(encoding="utf-8"))
at = timezone.now()
for number in range({start}, {start} + {many}):
    # A subject each: a newer document of the same subject would replace the one before.
    subject = create_user(email=f"fault{{number}}@sample.invalid", name="표본 담당자", roles=["staff"], at=at)
    services.request("roadmap", sheet, number=f"FAULT-{{number:04d}}", name="표본 로드맵", subject=subject, path="/",
                     party=f"user:{{subject.pk}}", by=None, at=at)
"""
STATE = """
import json
from collections import Counter
from apps.audit.models import Event
from apps.documents.models import Document
documents = Document.objects.filter(number__startswith="FAULT-")
ready = Event.objects.filter(subject_label="documents.document", action="ready",
                             subject_id__in=documents.values("pk")).values_list("subject_id", flat=True)
files = {d.file.name for d in documents if d.file and d.file.storage.exists(d.file.name)}
print("STATE" + json.dumps({"states": Counter(documents.values_list("state", flat=True)),
                            "most_ready": max(Counter(ready).values(), default=0), "files": len(files)}))
"""
# One person's file in pieces: whatever of it is not here yet, up to so many pieces, and its end when all of it is.
SEND = """
from uuid import UUID
from django.utils import timezone
from apps.accounts.models import User
from apps.accounts.services import create_user
from apps.documents import services
from tests.documents import files
at, uid, email = timezone.now(), UUID(int=1), "upload@sample.invalid"
member = User.objects.filter(email=email).first()
member = member or create_user(email=email, name="표본 담당자", roles=["company"], at=at)
data = files.pdf() + b"\\n%" + b"x" * 200_000 + b"\\nstartxref\\n0\\n%%EOF"
known = {{"uid": uid, "subject": member, "by": member, "at": at}}
offset = services.begin_upload(**known, kind="other", name="표본.pdf", size=len(data)).offset
for _piece in range({pieces}):
    offset = services.receive_part(**known, offset=offset, data=data[offset : offset + 100_000]).offset
if offset == len(data):
    services.finish_upload(**known)
"""
FILE = """
import hashlib
from apps.documents.models import Attachment, UploadPart
for one in Attachment.objects.all():
    whole = hashlib.sha256(one.file.read()).hexdigest() == one.sha256
    print("FILE", one.state, whole, UploadPart.objects.count())
"""
SHEET = ROOT / "tests" / "documents" / "sheets" / "roadmap.json"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    with service.running(tmp_path_factory.mktemp("faults"), sample="0", own_broker=True) as running:
        yield running


def state(stack):
    said = stack.manage("shell", "--verbosity", "0", "--command", STATE)
    return json.loads(said.split("STATE", 1)[1])


def ask_for_documents(stack, start):
    code = REQUEST.format(sheet=str(SHEET), start=start, many=DOCUMENTS)
    stack.manage("shell", "--verbosity", "0", "--command", code)


def all_ready(stack, many):
    return state(stack)["states"] == {"ready": many}


def test_a_worker_killed_while_it_renders_leaves_exactly_one_document_each(own):
    own.kill("worker")
    ask_for_documents(own, 0)
    own.start("worker")
    rendering = processes.wait_until(lambda: "rendering" in state(own)["states"], seconds=60, every=0.1)
    own.kill("worker")
    own.start("worker")

    assert rendering
    assert processes.wait_until(lambda: all_ready(own, DOCUMENTS), seconds=150, every=2), (state(own), own.logs())
    assert state(own) == {"states": {"ready": DOCUMENTS}, "most_ready": 1, "files": DOCUMENTS}


def test_what_is_asked_while_the_broker_is_away_follows_when_it_is_back(own):
    before = sum(state(own)["states"].values())
    own.kill("broker")
    began = time.monotonic()
    ask_for_documents(own, 1000)
    asked_in = time.monotonic() - began
    waiting = state(own)["states"].get("requested", 0)
    own.start("broker")

    assert waiting == DOCUMENTS
    assert asked_in < 20
    assert processes.wait_until(lambda: all_ready(own, before + DOCUMENTS), seconds=150, every=2), own.logs()
    assert state(own)["most_ready"] == 1


def test_a_file_sent_while_worker_and_broker_go_away_is_whole_and_inspected_when_they_are_back(own):
    def files():
        said = own.manage("shell", "--verbosity", "0", "--command", FILE)
        return [line for line in said.splitlines() if line.startswith("FILE")]

    def send(pieces):
        own.manage("shell", "--verbosity", "0", "--command", SEND.format(pieces=pieces))

    send(1)
    own.kill("worker")
    own.kill("broker")
    send(1)
    send(1)
    waiting = files()
    own.start("broker")
    own.start("worker")

    assert waiting == ["FILE quarantined True 0"]
    assert processes.wait_until(lambda: files() == ["FILE clean True 0"], seconds=90, every=2), (files(), own.logs())


def test_readiness_names_what_is_away(own):
    own.kill("broker")
    away = own.status("/readyz")
    alive = own.status("/healthz")
    own.start("broker")

    assert (away, alive) == (503, 200)
    own.wait_until_ready(seconds=90)
