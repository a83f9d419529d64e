"""The page of a sheet that is worked on: how far, how long yet, calling it off, beginning anew."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from exchange import jobs
from exchange.forms import ReadAgainForm
from exchange.tasks import NOT_READ
from exchange.views.access import conflict, fetch, may_import, may_import_any_time

PATIENCE = 2.0  # seconds that an answer waits for a job: most sheets are done within


@dataclass(frozen=True)
class Progress:
    """A job as a person reads it."""

    job: object

    @property
    def words(self):
        return jobs.TASKS[self.job.task].words

    @property
    def percent(self):
        return min(100 * self.job.done // self.job.of, 100) if self.job.of else None

    @property
    def left(self):
        """“20 s left”, once there is enough behind to reckon by; else blank."""
        job = self.job
        if not (job.began_at and job.done and job.of):
            return ""
        passed = (timezone.now() - job.began_at).total_seconds()
        seconds = passed * max(job.of - job.done, 0) / job.done
        if passed < 1 or seconds < 1:
            return ""
        if seconds < 90:
            n = round(seconds / 5) * 5 or round(seconds)
            return ngettext("%(n)d second left", "%(n)d seconds left", n) % {"n": n}
        n = round(seconds / 60)
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", n) % {"n": n}


def is_at_work(sheet):
    """Whether its page is the one of its work: it has no rows to show, or they change just now."""
    return sheet.state in NOT_READ or jobs.of(sheet) is not None


@may_import
@require_GET
def progress(request, pk):
    """How far the work on a sheet is; goes on to the sheet by itself when it has ended."""
    found = fetch(request, pk)
    job = jobs.of(found)
    if job is None and found.state not in NOT_READ:
        onward = reverse("exchange:sheet", args=[found.pk])
        return HttpResponseClientRedirect(onward) if request.htmx else redirect(onward)
    shown = {
        "sheet": found,
        "job": job,
        "progress": job and Progress(job),
        "nobody": job is not None and not jobs.somebody_works(),
        "form": ReadAgainForm(),
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"exchange/sheet_progress.html{part}", shown)


@may_import_any_time
@require_POST
def cancel(request, pk):
    """Call the work off; what it wrote so far is rolled back."""
    found = fetch(request, pk)
    jobs.cancel(found)
    jobs.ended_within(found, PATIENCE)
    return redirect("exchange:sheet", pk=found.pk)


@may_import
@require_POST
def again(request, pk):
    """Read the kept file once more, as asked: one that failed, or whose reading was called off."""
    found = fetch(request, pk)
    form = ReadAgainForm(request.POST)
    if found.state not in NOT_READ:
        return redirect("exchange:sheet", pk=found.pk)
    if not form.is_valid():
        shown = {"sheet": found, "form": form}
        return render(request, "exchange/sheet_progress.html", shown, status=422)
    page = set_to_work(request, found, "read", **form.asked())
    return page or redirect("exchange:sheet", pk=found.pk)


def set_to_work(request, sheet, task, **options):
    """Begin a task and wait a moment for its end; None, or the page that says why it cannot begin.

    Afterwards the sheet's own page shows what there is to see: the outcome, or the progress.
    """
    try:
        jobs.begin(task, sheet, by=request.user, **options)
    except jobs.Busy as busy:
        return conflict(request, busy)
    jobs.ended_within(sheet, PATIENCE)
    sheet.refresh_from_db()
    return None
