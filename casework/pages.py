"""How every page that writes answers: saved, put right, refused, or changed meanwhile."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import actions, merging
from casework.errors import StaleCase, StepRefused
from casework.step_forms import step_form
from casework.two_versions import compare

UNPROCESSABLE, CONFLICT = 422, 409


def attempt(request, form, verb):
    """Run a verb for a valid form: (result, None), or (None, the page to answer with).

    (None, None) means that the verb found errors, which now stand in the form: show it again with
    `status_of(form)`. PermissionDenied goes through to its 403 page.
    """
    try:
        return verb(), None
    except StaleCase as stale:
        return None, two_versions(request, form, stale)
    except StepRefused as refused:
        return None, render(request, "409.html", {"message": str(refused)}, status=CONFLICT)
    except ValidationError as refused:
        put_right(form, refused)
        return None, None


def two_versions(request, form, stale):
    """Both versions and the choice; nothing that was sent is lost, and nothing of theirs."""
    versions = compare(form, stale, request.POST)
    shown = {"case": stale.case, "events": stale.events, "form": form, "versions": versions}
    return render(request, "409.html", shown, status=CONFLICT)


def put_right(form, refused):
    """Errors of fields that the form lacks stand above it, with nothing lost."""
    if hasattr(form, "take_errors"):
        return form.take_errors(refused)
    for name, errors in getattr(refused, "error_dict", {None: refused}).items():
        form.add_error(name if name in form.fields else None, errors)
    return None


def tell_kept(request, kept):
    """Say that a file is kept; the very same one sent again is named and not kept twice."""
    if not kept.came_before:
        return messages.success(request, _("The file is kept."))
    day = date_format(timezone.localtime(kept.created_at), "j M Y H:i")
    words = {"name": kept, "day": day, "by": kept.created_by or _("somebody")}
    return messages.info(
        request,
        _("This very file is here since %(day)s, from %(by)s, as “%(name)s”. It is kept once.")
        % words,
    )


def status_of(form):
    """422 for a form with errors, 200 for a fresh one."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200


def take_step(request, case, name, *, form=None, template="casework/step_form.html", **context):
    """The page of one workflow step. `form` replaces the one made from the step's row."""
    step = step_or_404(case, name)
    if not request.user.has_perm(step.permission):
        raise PermissionDenied(step.permission)
    if refusal := refusal_of(case, step, request.user):
        shown = {"case": case, "message": refusal}
        return render(request, "409.html", shown, status=CONFLICT)
    sent = request.method == "POST"
    form = form or step_form(case, step, request.POST if sent else None)
    if sent and form.is_valid():
        moved, page = attempt(request, form, lambda: take(case, step, form, request.user))
        if page or moved:
            return page or done(request, moved, step)
    shown = {"case": case, "step": step, "form": form, **context}
    return render(request, template, shown, status=status_of(form))


def step_or_404(case, name):
    if name not in case.workflow.steps:
        raise Http404(name)
    return case.workflow.steps[name]


def refusal_of(case, step, user):
    """Why this person cannot take the step now, as a sentence; "" when they can."""
    if case.status not in step.source:
        words = {"step": step.button, "ref": case.ref, "status": case.get_status_display()}
        return _("“%(step)s” is not open: %(ref)s is now “%(status)s”.") % words
    return str(step.guard(case, user))


def take(case, step, form, user):
    """Take the step by the verb that its row names; returns the case to show."""
    given, seen = form.given(), form.cleaned_data["seen"]
    if step.verb == "merge":
        survivor = given.pop(case.merge_field)
        return merging.merge(case, survivor, by=user, seen=seen, step=step.name, **given)
    if step.verb == "unmerge":
        return merging.unmerge(case, by=user, seen=seen, step=step.name, **given)
    return actions.move(case, step.name, by=user, seen=seen, **given)


def done(request, case, step):
    words = {"ref": case.ref, "step": step.button, "status": case.get_status_display()}
    messages.success(request, _("%(ref)s: %(step)s. It is now “%(status)s”.") % words)
    return redirect(case.get_absolute_url())
