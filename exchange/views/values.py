"""The pages of words: what those of one sheet mean, and all that the house remembers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from exchange import importing
from exchange.answers import offers, orders, questions, remembered_words
from exchange.answers.answering import Answers, place_box
from exchange.answers.vocabulary import Word
from exchange.registry import kinds
from exchange.views.access import fetch, may_import
from exchange.views.working import is_at_work, set_to_work

WORDS_ASKED = 25
AT_ONCE = 2000  # rows that are checked while the person waits; more are a job
WORDS_SHOWN = 100


@may_import
@require_http_methods(["GET", "POST"])
def values(request, pk):
    """The words of a sheet, each once; what is answered is kept, and its rows are checked again."""
    found = fetch(request, pk)
    if is_at_work(found):
        return redirect("exchange:progress", pk=found.pk)
    asked = questions.questions_of(found, request.user)
    dates = orders.orders_of(found, request.user)
    if request.method == "POST":
        answers = Answers(request.POST, asked)
        if answers.is_valid:
            return settled(request, found, answers, dates)
    shown = shown_of(request, asked, dates, offers.offers_of(found))
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/sheet_values.html", shown | {"sheet": found}, status=status)


def shown_of(request, asked, dates, proposals):
    """What the page shows: questions of one state, page by page, and those that are no words."""
    counts = {each: sum(q.state == each for q in asked) for each in questions.ORDER}
    counts["open"] += sum(not question.answer for question in dates)
    counts["open"] += sum(offer.waiting > 0 for offer in proposals)
    show = request.GET.get("show") or next((each for each in counts if counts[each]), "open")
    chosen = [q for q in asked if q.state == show or q.errors]
    page = Paginator(chosen, WORDS_ASKED).get_page(request.GET.get("page"))
    for question in page:
        question.box = place_box(question)
    return {
        "page": page,
        "show": show,
        "counts": counts,
        "dates": [q for q in dates if show == ("answered" if q.answer else "open")],
        "offers": [o for o in proposals if show == ("open" if o.waiting else "answered")],
    }


def settled(request, sheet, answers, dates):
    """Keep the answers, check by them the rows that they concern, and say what became of it."""
    if sheet.is_written:
        messages.error(request, _("This sheet was applied already."))
        return redirect("exchange:values", pk=sheet.pk)
    answered = [question for question, _sense, _code in answers.given] + answers.taken_back
    numbers = questions.rows_with(sheet, answered)
    offers.answer(sheet, request.POST.get("offer", ""), by=request.user)
    remembered_words.keep(sheet, answers.given, by=request.user)
    remembered_words.take_back(answers.taken_back)
    again = any(question.known.reads_file for question in answered)
    if orders.settle(sheet, dates, request.POST) or again or len(numbers) > AT_ONCE:
        if page := set_to_work(request, sheet, "read" if again else "check"):
            return page
    elif numbers:
        importing.check(sheet, numbers=numbers)
    tell(request, len(answers.given))
    back = "exchange:sheet" if request.POST.get("back") == "check" else "exchange:values"
    return redirect(back, pk=sheet.pk)


def tell(request, n):
    if n:
        sentence = ngettext("%(n)d word is remembered.", "%(n)d words are remembered.", n)
        messages.success(request, sentence % {"n": n})
    else:
        messages.success(request, _("Your answers are kept, and their rows were checked again."))


@may_import
@require_http_methods(["GET"])
def words(request):
    """All that the house remembers of the words of sheets."""
    remembered = Word.objects.visible_to(request.user).select_related("by")
    sought = request.GET.get("q", "").strip()
    if sought:
        remembered = remembered.filter(written__mentions=sought)
    page = Paginator(remembered, WORDS_SHOWN).get_page(request.GET.get("page"))
    lines = remembered_words.lines_of(page, kinds(), request.user)
    return render(request, "exchange/word_list.html", {"page": page, "lines": lines, "q": sought})


@may_import
@require_POST
def forget(request, pk):
    """Ask for this word again from the next sheet on."""
    word = get_object_or_404(Word.objects.visible_to(request.user), pk=pk)
    remembered_words.forget(word)
    messages.success(request, _("“%(word)s” is forgotten.") % {"word": word.written})
    return redirect("exchange:words")
