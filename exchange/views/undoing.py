"""The page on which an import is undone: what would happen, doing it, deciding what is left."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from casework.reverting import OUTCOMES
from exchange.importing import undoing
from exchange.importing.outcome import NotApplied
from exchange.left_lines import lines_of
from exchange.leftovers import Leftover
from exchange.models import Import, ImportRow
from exchange.views.access import fetch, may_import
from exchange.views.working import is_at_work, set_to_work

PER_PAGE = 50
TASKS = {Import.State.APPLIED: "undo", Import.State.UNDONE: "redo"}


@may_import
@require_http_methods(["GET", "POST"])
def undo(request, pk):
    """What undoing this import would do or did; of an undone one, with `?ahead`, what bringing it
    back would do. POST does it."""
    found = fetch(request, pk)
    if not found.is_written or is_at_work(found):
        return redirect("exchange:sheet", pk=found.pk)
    if request.method == "POST":
        return turned(request, found)
    is_undone = found.state == Import.State.UNDONE
    is_ahead = not is_undone or "ahead" in request.GET
    shown = ahead(request, found) if is_ahead else undone(request, found)
    shown |= {"sheet": found, "chain": found.chain(), "again": brought_again(found)}
    shown |= {"is_undone": is_undone, "is_ahead": is_ahead}
    return render(request, "exchange/sheet_undo.html", shown)


def turned(request, sheet):
    """Undo it, or bring it back: only what the page offered, so that two presses do one thing."""
    if request.POST.get("state") != sheet.state:
        messages.error(request, _("Somebody was faster: look at the sheet again."))
        return redirect("exchange:undo", pk=sheet.pk)
    before = sheet.state
    if page := set_to_work(request, sheet, TASKS[before]):
        return page
    if sheet.state != before:
        messages.success(request, said(sheet))
    elif sheet.failure:
        messages.error(request, str(sheet.failure))
    return redirect("exchange:undo", pk=sheet.pk)


def said(sheet):
    done = _("Brought back.") if sheet.state == Import.State.APPLIED else _("Undone.")
    left = sheet.leftovers.filter(undoing=sheet.undoing).count()
    if not left:
        return done
    sentence = ngettext(
        "%(n)d thing is left for you to decide.", "%(n)d things are left for you to decide.", left
    )
    return f"{done} {sentence % {'n': left}}"


def ahead(request, sheet):
    """What undoing would do now, or bringing back; of a long sheet, what it hangs on."""
    if outline := undoing.outlined(sheet, by=request.user):
        terms = list(zip(("written", "moved_on"), outline, strict=True))
        return {"terms": terms, "outline": outline}
    result = undoing.foresee(sheet, by=request.user)
    left = [Leftover.of(each, sheet, None) for each in result.left]
    page = Paginator(left, PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page, request.user)
    return {"terms": terms_of(result.counts), "page": page, "lines": lines, "waiting": len(left)}


def undone(request, sheet):
    """What undoing did, and what is left of it."""
    left = sheet.leftovers.filter(undoing=sheet.undoing)
    left = left.select_related("changed_by", "answered_by").order_by("answer", "pk")
    page = Paginator(left, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "terms": terms_of(sheet.report.get("undoing", {})),
        "page": page,
        "lines": lines_of(page, request.user),
        "waiting": left.waiting().count(),
    }


def terms_of(counts):
    """[(outcome, cases)]: those written, and their sum by outcome; rare ones only if there are."""
    usual = ("withdrawn", "put_back", "left")
    found = [(name, counts.get(name, 0)) for name in OUTCOMES]
    written = ("written", sum(n for _name, n in found))
    return [written, *((name, n) for name, n in found if n or name in usual)]


def brought_again(sheet):
    """A later import that stands and holds the same file, or a row of it under whatever name:
    bringing this one back would double it."""
    if sheet.state != Import.State.UNDONE:
        return None
    others = Import.objects.filter(
        organisation_id=sheet.organisation_id, kind=sheet.kind, state=Import.State.APPLIED
    ).exclude(pk=sheet.pk)
    rows = ImportRow.objects.filter(sheet__in=others, verdict=ImportRow.Verdict.NEW)
    prints = sheet.rows.filter(verdict=ImportRow.Verdict.NEW).exclude(fingerprint="")
    alike = rows.filter(fingerprint__in=prints.order_by().values("fingerprint"))
    key = alike.order_by().values_list("sheet", flat=True).first()
    return others.filter(sha256=sheet.sha256).first() or others.filter(pk=key).first()


@may_import
@require_POST
def decide(request, pk, key):
    """Keep what people changed after the import, or put it back all the same."""
    found = fetch(request, pk)
    left = found.leftovers.filter(undoing=found.undoing)
    leftover = get_object_or_404(left, pk=key)
    answer = request.POST.get("answer")
    if answer not in Leftover.Answer.values:
        raise Http404
    if answer == Leftover.Answer.KEEP:
        undoing.keep(left.filter(pk=key), by=request.user)
    else:
        put_back(request, leftover)
    return redirect("exchange:undo", pk=found.pk)


def put_back(request, leftover):
    try:
        undoing.put_back(leftover, by=request.user)
    except (NotApplied, ValidationError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(ref)s: put back.") % {"ref": leftover.ref})


@may_import
@require_POST
def keep_all(request, pk):
    """Everything that waits stays as people have it."""
    found = fetch(request, pk)
    n = undoing.keep(found.leftovers.filter(undoing=found.undoing), by=request.user)
    sentence = ngettext("%(n)d thing stays as it is.", "%(n)d things stay as they are.", n)
    messages.success(request, sentence % {"n": n})
    return redirect("exchange:undo", pk=found.pk)
