"""What every web door does alike: turn a refusal into words in their place, and a success into a toast."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from apps.kernel.errors import DomainError, Invalid, NotFound, Problem, Text


@contextmanager
def refusals(form: BaseForm) -> Iterator[None]:
    """Show what a service refused beside the field it names, or above the form."""
    try:
        yield
    except NotFound:
        raise
    except DomainError as refusal:
        form.__dict__["refusal"] = refusal
        for problem in refusal.problems:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem.message))


def status_of(form: BaseForm | None) -> int:
    """The status of a page that shows a form: that of what a service refused, 422 for wrong input, else 200."""
    if form is None or not form.errors:
        return 200
    refusal = getattr(form, "refusal", None)
    return refusal.status if refusal else 422


def act(
    request: HttpRequest, call: Callable[[], Any], *, success: Text, to: str | Callable[[Any], str]
) -> HttpResponseRedirect:
    """Run one service call, say that it is done, and go on to ``to`` (an address, or a function of the result).

    What it refuses is told on a page of its own, with the right status and the way back.
    """
    result = call()
    messages.success(request, str(success))
    return redirect(to if isinstance(to, str) else to(result))


def act_in_place(
    request: HttpRequest,
    form: BaseForm,
    call: Callable[[dict[str, Any]], Any],
    *,
    success: Text | Callable[[Any], Text],
    to: str,
    page: Callable[[], HttpResponse],
) -> HttpResponse:
    """Run one service call with what a valid form says and go on to ``to``; else show ``page`` with the form's errors
    and what was refused in their place. ``success`` may be worded by what the call answered.
    """
    if form.is_valid():
        with refusals(form):
            done = call(form.cleaned_data)
            messages.success(request, str(success(done) if callable(success) else success))
            return redirect(to)
    return page()


def page_before(request: HttpRequest) -> str:
    """The page the request came from, when it is one of ours."""
    before = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return "/"
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def demand(form: BaseForm) -> None:
    """Raises Invalid with every field that is wrong by its label, for buttons with a form of a few fields."""
    if not form.is_valid():
        raise Invalid(
            problems=[
                Problem(name, f"{form.fields[name].label}: {message}" if name in form.fields else str(message))
                for name, found in form.errors.items()
                for message in found
            ]
        )


def first_error(form: BaseForm) -> str:
    """The first message of an invalid form, for a page that saves itself."""
    return str(next(iter(next(iter(form.errors.values()), [""])), ""))
