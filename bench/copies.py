"""Copies of one whole draft, each with a company and a person of its own. Runs inside the service, on its database."""

from __future__ import annotations

import copy as shallow
import json
import secrets
from importlib import import_module
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import Model

from apps.accounts.models import RoleGrant, Token, User
from apps.accounts.services import digest_of
from apps.directory.models import Company, Membership, Organisation, Site
from apps.documents.models import Attachment, Document, Kind
from apps.intake.models import Application
from apps.intake.states import State

Row = TypeVar("Row", bound=Model)
BATCH = 500


def copy(uid: str, count: int) -> str:
    """Drafts and keys, what the rows of the bare side hang on, and a session, as JSON."""
    draft = Application.objects.select_related("company", "applicant", "call__programme").get(uid=uid)
    people = _copied(draft.applicant, count, uid=uuid4, email=lambda: f"crowd-{uuid4().hex}@sample.invalid")
    firms = _copied(draft.company, count, uid=uuid4)
    _of_firms(draft, firms)
    _of_people(draft, people, firms)
    keys = [secrets.token_urlsafe(32) for _person in people]
    tokens = zip(keys, people, strict=True)
    Token.objects.bulk_create(
        [
            Token(user=person, label="bench", digest=digest_of(key), created_at=draft.created_at)
            for key, person in tokens
        ],
        batch_size=BATCH,
    )
    drafts = _drafts(draft, people, firms)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    made = {
        "drafts": [[str(one.uid), key] for one, key in zip(drafts, keys, strict=True)],
        "parents": {"call": draft.call_id, "door": draft.door, "company": draft.company_id},
        "session": _session(draft.applicant),
    }
    return json.dumps(made)


def count() -> str:
    """How many of the copies were handed in, and for how many of them a receipt is there or asked for, as JSON."""
    handed_in = Application.objects.filter(company__source="crowd", state=State.SUBMITTED)
    numbers = set(handed_in.values_list("receipt_number", flat=True))
    receipts = set(Document.objects.filter(kind=Kind.RECEIPT).values_list("number", flat=True))
    return json.dumps({"submitted": len(numbers), "receipts": len(numbers & receipts)})


def _copied(row: Row, count: int, **fresh: Any) -> list[Row]:
    """Unsaved equals of a row but for its key and what is made afresh for each, then saved."""
    copies = [_equal(row, **{name: make() for name, make in fresh.items()}) for _number in range(count)]
    if isinstance(row, Organisation):
        for number, one in enumerate(copies):
            one.__dict__.update(name_ko=f"표본기업 {number:04d}", source="crowd")
    return _saved(copies)


def _equal(row: Row, **changes: Any) -> Row:
    one = shallow.copy(row)
    one._state = shallow.copy(row._state)
    one._state.fields_cache = {}
    one._state.adding, one.pk = True, None
    for name, value in changes.items():
        setattr(one, name, value)
    return one


def _saved(rows: list[Row]) -> list[Row]:
    return type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []


def _of_firms(draft: Application, firms: list[Organisation]) -> None:
    """The facts and sites of the company, under numbers that nobody has."""
    company = Company.objects.get(organisation=draft.company)
    sites = list(Site.objects.filter(company=company))
    numbers = range(len(firms))
    _saved([_equal(company, organisation_id=firms[n].pk, business_number=f"00{n:08d}") for n in numbers])
    for site in sites:
        _saved([_equal(site, uid=uuid4(), company_id=firm.pk) for firm in firms])


def _of_people(draft: Application, people: list[User], firms: list[Organisation]) -> None:
    """Roles and places as the first person has them."""
    place = Membership.objects.current().get(user=draft.applicant, organisation=draft.company)
    for grant in RoleGrant.objects.filter(user=draft.applicant):
        _saved([_equal(grant, user_id=person.pk) for person in people])
    pairs = zip(people, firms, strict=True)
    _saved([_equal(place, user_id=person.pk, organisation_id=firm.pk) for person, firm in pairs])


def _drafts(draft: Application, people: list[User], firms: list[Organisation]) -> list[Application]:
    """The drafts with their papers, which share their bytes."""
    pairs = zip(people, firms, strict=True)
    drafts = _saved([_equal(draft, uid=uuid4(), applicant_id=person.pk, company_id=firm.pk) for person, firm in pairs])
    papers = Attachment.objects.filter(subject_label="intake.application", subject_id=draft.pk, removed_at=None)
    for paper in papers:
        _saved([_equal(paper, uid=uuid4(), subject_id=one.pk, uploaded_by_id=one.applicant_id) for one in drafts])
    return drafts


def _session(user: User) -> str:
    """A session in which the person is signed in, for a server without the house's doors."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
