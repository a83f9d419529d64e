"""One step for many cases of a list, through the same verb as for one, with an answer for each."""

import re
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework import actions
from casework.errors import StaleCase, StepRefused
from casework.leafing import MOST_AT_ONCE as MOST
from casework.models import Batch
from config.saved_views import list_called

VERSION = re.compile(r"\d{1,9}")


class Answer(NamedTuple):
    """What became of one case: `refusal` is the whole sentence why not, "" where it was done."""

    case: object
    refusal: str


@require_POST
def bulk(request, of):
    """Ask what the chosen step needs; with `go`, take it on each chosen case and say what became
    of each."""
    here = list_called(of, request.user)
    step, chosen = asked(request, here)
    if not step or not chosen:
        return redirect(here.url(request.POST.get("query", "")))
    if len(request.POST.getlist("case")) > MOST:
        text = _("Only the first %(n)s chosen cases are taken: do the others after these.")
        messages.warning(request, text % {"n": MOST})
    first = chosen[0][0]
    sent = request.POST.copy() if "go" in request.POST else None
    if sent is not None:
        sent["seen"] = first.version  # each case brings its own version
    form = here.step_form(first, step, request.user, sent)
    shown = {"of": of, "step": step, "chosen": chosen, "form": form, "back": here.url("")}
    shown["query"] = request.POST.get("query", "")
    if sent is not None and form.is_valid():
        shown["answers"] = take_all(chosen, step, form.given(), by=request.user)
        shown["done"] = sum(not answer.refusal for answer in shown["answers"])
    return render(request, "bulk_step.html", shown)


def asked(request, here):
    """(step, [(case, version that was shown)]) of what was posted; unknown ones are left out."""
    steps = {step.name: step for step in here.kind.workflow.bulk_steps(request.user)}
    name = request.POST.get("step", "")
    if name and name not in here.kind.workflow.steps:
        raise Http404
    if name and name not in steps:
        raise PermissionDenied
    if "whole" in request.POST and "go" not in request.POST:
        return steps.get(name), whole(request, here)
    pairs = [each.partition(":")[::2] for each in request.POST.getlist("case")[:MOST]]
    versions = {ref: int(version) for ref, version in pairs if VERSION.fullmatch(version)}
    cases = here.kind.objects.visible_to(request.user).filter(ref__in=versions)
    found = [(case, versions[case.ref]) for case in cases.select_related("place")]
    return steps.get(name), found


def whole(request, here):
    """The first cases of the filter in the list's order, as they stand now: the next page names
    each with its version, so that no case comes under the step that nobody was shown."""
    cases = here.narrowed(request.POST.get("query", ""), request.user).select_related("place")
    found = list(cases[: MOST + 1])
    if len(found) > MOST:
        text = _(
            "The list holds more than the %(n)s cases that one act takes: these are its first. "
            "Do the others after them."
        )
        messages.warning(request, text % {"n": MOST})
    return [(case, case.version) for case in found[:MOST]]


@transaction.atomic
def take_all(chosen, step, given, *, by):
    """Take the step on each case or say why not; what was done is one batch."""
    batch = Batch.objects.create(kind=Batch.Kind.BULK_STEP, by=by, note=str(step.button))
    answers = [Answer(case, take(case, seen, step, given, by, batch)) for case, seen in chosen]
    if all(answer.refusal for answer in answers):
        transaction.set_rollback(True)  # an act that did nothing leaves no trace of itself
    return answers


def take(case, seen, step, given, by, batch):
    """The refusal of this one case, or ""."""
    try:
        with transaction.atomic():
            actions.move(case, step.name, by=by, seen=seen, batch=batch, **given)
    except StepRefused:
        return _("This step is not open from its present state.")
    except StaleCase:
        return _("Somebody changed it after the list was shown: look at it first.")
    except PermissionDenied:
        return _("Your role does not take this step on it.")
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""
