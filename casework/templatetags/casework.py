"""The components of every page: `{% load casework %}`, one template of the same name each."""

from datetime import date, datetime

from django import template
from django.forms.utils import flatatt
from django.template.defaultfilters import date as format_date
from django.templatetags.static import static
from django.utils import timezone
from django.utils.duration import duration_iso_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language_bidi, gettext, ngettext
from heroicons.templatetags.heroicons import heroicon_outline

from casework import drawing, indexing
from casework.asked import asked, without
from casework.drafts import offered
from casework.forms import errors_of
from casework.leafing import MOST_AT_ONCE
from casework.story import tell
from casework.wording import (
    FATES,
    PRIORITIES,
    SAFETY,
    STATUSES,
    age_in_words,
    exactly,
    figure_parts,
)

register = template.Library()

# Past this many items squares are too small to count, and a bar takes their place.
MOST_SQUARES = 40


def component(name, **options):
    return register.inclusion_tag(f"components/{name}.html", **options)


# -- Marks --------------------------------------------------------------------------------------


@register.simple_tag
def icon(name, label="", turn=False):  # noqa: FBT002 - read as a word in templates
    """`{% icon "lock-closed" %}`: a heroicon. `label` makes it speak, `turn` mirrors an arrow."""
    said = {"role": "img", "aria_label": str(label)} if label else {}
    css = "i i-turn" if turn else "i"
    # The "" + makes a plain string of a template's safe one, which heroicons cannot take.
    return heroicon_outline(
        "" + name, size=None, aria_hidden="false" if label else "true", **{"class": css}, **said
    )


@register.simple_tag
def silhouette(name):
    """`{% silhouette "rocket" %}`: what an object looks like from far away; see ordnance.svg."""
    return format_html(
        '<svg class="sil" viewBox="0 0 96 96" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons/ordnance.svg"),
        name,
    )


@component("status_badge")
def status_badge(case=None, status="", label=""):
    """`{% status_badge case %}` or `{% status_badge status="draft" %}`: word, glyph, border."""
    status = status or case.status
    word, tone, mark = STATUSES.get(status, (status.replace("_", " "), "closed", "dot"))
    own_word = getattr(case, "get_status_display", None)
    return {"status": status, "label": label or (own_word() if own_word else word)} | {
        "tone": tone,
        "mark": mark,
    }


@component("priority_badge")
def priority_badge(priority, label=""):
    """`{% priority_badge ticket %}` or a priority's name; blank means not yet triaged."""
    name = getattr(priority, "priority", priority) or ""
    word, mark = PRIORITIES.get(name, PRIORITIES[""])
    return {"priority": name or "none", "mark": mark, "label": label or word}


# -- Figures ------------------------------------------------------------------------------------


def bounds_of(given, maximum, qualifier):
    """A figure or a range as one argument, or its bounds as two or three."""
    if hasattr(given, "minimum"):
        return given.minimum, given.maximum, given.qualifier
    return given, maximum, qualifier


@register.simple_tag
def figure_range(minimum, maximum=None, qualifier=""):
    """`{% figure_range range %}` or its minimum, maximum, qualifier: "at least 20", never 0 for
    unknown."""
    pattern, shown = figure_parts(*bounds_of(minimum, maximum, qualifier))
    if not shown:
        return format_html('<bdi class="figure unknown">{}</bdi>', pattern)
    strong = format_html('<b><bdi dir="ltr" data-number>{}</bdi></b>', shown)
    return format_html('<bdi class="figure">{}</bdi>', format_html(str(pattern), n=strong))


@register.simple_tag
def figure_text(minimum, maximum=None, qualifier=""):
    """The same words without markup, for titles, labels and plain text."""
    pattern, shown = figure_parts(*bounds_of(minimum, maximum, qualifier))
    return str(pattern).format(n=shown)


@component("toll_chart")
def toll_chart(rows, label, caption="", top=0):
    """`{% toll_chart rows label %}`: the toll's timeline; a row is a `TollRow` or its fields."""
    rows = [row if isinstance(row, drawing.TollRow) else drawing.TollRow(**row) for row in rows]
    axis, lines = drawing.draw(rows, top=top or 0, mirrored=get_language_bidi())
    return {"label": label, "caption": caption, "ticks": axis.ticks(), "lines": lines}


@component("balance_squares")
def balance_squares(balance=None, slim=False, **counts):  # noqa: FBT002 - a word in templates
    """`{% balance_squares item.balance %}` or the counts: found=12 destroyed=7 … remaining=0.

    Null is unknown, never 0. One square an item, a bar past 40; then the equation, as one line of
    words when `slim`.
    """
    terms = dict.fromkeys((name for name, word in FATES), 0) | {"found": None, "remaining": None}
    known = {name: getattr(balance, name, usual) for name, usual in terms.items()}
    if strange := counts.keys() - known.keys():
        raise TypeError(f"balance_squares knows no {', '.join(sorted(strange))}")
    return drawing.balance(FATES, known | counts, most_squares=MOST_SQUARES) | {"slim": slim}


# -- Values -------------------------------------------------------------------------------------


@component("field_value")
def field_value(label, value, unknown=""):
    """`{% field_value _("Site") case.site_name %}`: one row of a `<dl class="facts">`."""
    return {"label": label, "value": value, "unknown": unknown}


@component("field_value")
def field_of(record, name, unknown=""):
    """`{% field_of ticket "land_use" %}`: the same row, label and words from the model."""
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    label = record._meta.get_field(name).verbose_name
    return {"label": label, "value": value, "unknown": unknown}


@register.filter
def or_unknown(value, word=""):
    """`{{ value|or_unknown }}`: null and "" become the styled word; 0 and False stay answers."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', word or gettext("unknown"))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return value


@register.filter
def ref(value):
    """`{{ case.ref|ref }}`: a reference that reads left to right in any sentence."""
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', value) if value else ""


def time_element(value, pattern):
    if not isinstance(value, date):
        return or_unknown(value)
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), format_date(local, pattern)
    )


@register.filter
def datetime_local(value):
    """`{{ event.at|datetime_local }}`: 28 Nov 2024 13:22, in the zone of the page."""
    return time_element(value, "j M Y H:i")


@register.filter
def day(value):
    """`{{ incident.occurred_on|day }}`: 28 Nov 2024."""
    return time_element(value, "j M Y")


@register.filter
def long_day(value):
    """`{{ sitrep.day|long_day }}`: Thursday 28 November 2024."""
    return time_element(value, "l j F Y")


@register.filter
def clock(value):
    """`{{ event.at|clock }}`: 13:22."""
    return time_element(value, "H:i")


@register.filter
def age(value):
    """`{{ ticket.reported_at|age }}`: 25 min, 4 days, 2 years 2 months since then; the moment
    itself is in its title."""
    if value is None:
        return or_unknown(value)
    moment = format_date(timezone.localtime(value), "j M Y H:i")
    said = age_in_words(timezone.now() - value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), moment, said)


@register.filter
def lasted(passed):
    """`{{ took|lasted }}`: a timedelta in the words of `age`; to the hour in its title."""
    if passed is None:
        return or_unknown(passed)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        duration_iso_string(passed),
        exactly(passed),
        age_in_words(passed),
    )


# -- Pages --------------------------------------------------------------------------------------


@component("step_buttons")
def step_buttons(offers, base="", slim=False):  # noqa: FBT002 - read as a word in templates
    """`{% step_buttons offers base %}`: open steps as links to `offer.url` or base + name + "/".

    The first open one is filled; a refused one is grey, can be reached, and says why.
    """
    steps = [
        {"name": offer.step.name, "button": offer.step.button, "refusal": offer.refusal}
        | {"url": getattr(offer, "url", "") or f"{base}{offer.step.name}/"}
        for offer in offers
    ]
    return {
        "open": [step for step in steps if not step["refusal"]],
        "refused": [step for step in steps if step["refusal"]],
        "slim": slim,
    }


@component("timeline", takes_context=True)
def timeline(context, events, case, limit=0, more_url=""):
    """`{% timeline events case %}`: newest first, by day: who did what, why, and old → new."""
    shown = events[:limit] if limit else events
    reader = getattr(context.get("request"), "user", None)
    return {"entries": tell(shown, case, reader), "more_url": more_url}


@component("empty_state")
def empty_state(title, text="", url="", action=""):
    """`{% empty_state title text url action %}`: why nothing is here and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action}


@component("filter_bar", takes_context=True)
def filter_bar(context, form, target=""):
    """`{% filter_bar form "#rows" %}`: a GET form; its first field is the search box.

    The rest fold away on a phone. With a target, htmx answers while the person types.
    """
    first, *picks = form.visible_fields()
    first.field.widget.attrs |= {"placeholder": first.label, "dir": "auto"}
    active = [
        field
        for field in picks
        if field.value() not in (None, "", [], ("", ""), False, field.initial)
    ]
    return {
        "form": form,
        "search": first,
        "picks": picks,
        "active": active,
        "target": target,
        "path": context["request"].path,
    }


@component("asked_chips", takes_context=True)
def asked_chips(context, form):
    """`{% asked_chips form %}`: what the filter asks, each part a link to the list without it."""
    request = context["request"]
    parts = [
        {
            "label": part.label,
            "words": part.words,
            "url": f"{request.path}?{without(request.GET, part.name)}".removesuffix("?"),
        }
        for part in asked(form)
    ]
    return {"parts": parts}


@component("still_behind")
def still_behind(form):
    """`{% still_behind form %}`: says so where words are looked for and some cases cannot be found
    by theirs yet; `form.kind` is the kind of case that the form narrows."""
    return {"behind": bool(form.cleaned_data.get("q")) and indexing.is_behind(form.kind)}


@component("pager", takes_context=True)
def pager(context, page, target=""):
    """`{% pager page %}`: where we are and the other pages; keeps the query string."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": around, "target": target, "query": context["request"].GET} | {
        "gap": page.paginator.ELLIPSIS
    }


@register.simple_tag
def bulk_most():
    """`{% bulk_most as n %}`: how many cases of a list one act takes."""
    return MOST_AT_ONCE


@register.filter
def how_many(count):
    """`{{ page.count|how_many }}` of a casework.leafing.Count: a number, or “more than 10,000”."""
    said = number_format(count.number)
    return gettext("more than %(n)s") % {"n": said} if count.is_more else said


@component("leaves", takes_context=True)
def leaves(context, leaf, target=""):
    """`{% leaves page %}` of a `casework.leafing.Leaf`: where we are, and the leaves around it."""
    return {"leaf": leaf, "target": target, "query": context["request"].GET}


@component("breadcrumbs_area")
def breadcrumbs_area(area, base="", label=""):
    """`{% breadcrumbs_area case.place base label %}`: the list, then the place from the top down.

    Each place links to `base?area=<pcode>`, the list of its cases.
    """
    chain = [each for each in (area, *area.parents()) if each.level] if area else []
    return {"chain": chain[::-1], "base": base, "label": label}


@component("safety_message")
def safety_message(slim=False):  # noqa: FBT002 - read as a word in templates
    """`{% safety_message %}`: four lines in the page's language, the other one below each.

    `slim=True` is one line for a side panel. It cannot depend on a compiled catalogue.
    """
    arabic = get_language_bidi()
    lines = [
        {"mark": mark, "first": ar if arabic else en, "second": en if arabic else ar}
        for mark, en, ar in SAFETY
    ]
    return {"lines": lines, "slim": slim} | {
        "first_lang": "ar" if arabic else "en",
        "second_lang": "en" if arabic else "ar",
        "second_dir": "ltr" if arabic else "rtl",
    }


@register.simple_tag(takes_context=True)
def kept_form(context, name=""):
    """`{% kept_form "incident-new" %}`: the attributes of a form that is kept and sent late.

    `name` stands for the form on the device; its address does where it has none. Names the draft on
    the server that the page should offer.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    attributes = {"data-send": "yes", "data-autosave": name or getattr(request, "path", "")}
    if user and user.is_authenticated:
        draft = offered(user, request.path, request.GET.get("draft", ""))
        if draft:
            at = draft.updated_at.isoformat()
            attributes |= {"data-draft-key": str(draft.key), "data-draft-at": at}
    return flatatt(attributes)


@component("form_errors")
def form_errors(*forms):
    """`{% form_errors form formsets %}`: all there is to put right, each line a link to it."""
    rows = list(errors_of(forms))
    title = ngettext("%(n)s thing to put right", "%(n)s things to put right", len(rows))
    return {"rows": rows, "title": title % {"n": len(rows)}}
