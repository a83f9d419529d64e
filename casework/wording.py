"""The words that pages put on statuses, priorities, fates and figures, with their marks.

A mark names a drawing in static/icons/marks.svg; a tone names a colour of the style sheet.
"""

import unicodedata

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# What a status is called, its tone and its mark.
STATUSES = {
    "draft": (_("Draft"), "draft", "draft"),
    "submitted": (_("Submitted"), "submitted", "submitted"),
    "in_review": (_("In review"), "review", "review"),
    "returned": (_("Returned"), "returned", "returned"),
    "verified": (_("Verified"), "verified", "verified"),
    "published": (_("Published"), "published", "published"),
    "amending": (_("Amendment proposed"), "returned", "returned"),
    "rejected": (_("Rejected"), "closed", "cancelled"),
    "merged": (_("Merged"), "closed", "merged"),
    "withdrawn": (_("Withdrawn"), "closed", "cancelled"),
    "hidden": (_("Hidden"), "closed", "hidden"),
    "reported": (_("Reported"), "submitted", "submitted"),
    "triaged": (_("Triaged"), "submitted", "triaged"),
    "assigned": (_("Assigned"), "review", "assigned"),
    "on_site": (_("On site"), "review", "on-site"),
    "marked": (_("Marked"), "returned", "marked"),
    "on_hold": (_("On hold"), "hold", "hold"),
    "resolved": (_("Resolved"), "verified", "verified"),
    "closed": (_("Closed"), "closed", "closed"),
    "duplicate": (_("Duplicate"), "closed", "merged"),
    "cancelled": (_("Cancelled"), "closed", "cancelled"),
    "preliminary": (_("Preliminary"), "hold", "draft"),
    "final": (_("Final"), "verified", "verified"),
    "corrected": (_("Corrected"), "returned", "returned"),
}

# What a priority is called, and its mark.
PRIORITIES = {
    "immediate": (_("Immediate"), "immediate"),
    "indirect": (_("Indirect"), "indirect"),
    "minor": (_("Minor"), "minor"),
    "no_threat": (_("No threat"), "no-threat"),
    "": (_("Not triaged"), "unknown"),
}

FATES = (
    ("destroyed", pgettext_lazy("balance", "destroyed")),
    ("rendered_safe", _("rendered safe")),
    ("moved", _("moved to a store")),
    ("handed_over", _("handed over")),
    ("disposed", _("disposed of, method not stated")),
    ("remaining", _("remaining")),
)

# mark, English, Arabic. Kept out of the catalogue: it must be right, in both languages, even
# where nobody has compiled one.
SAFETY = (
    ("stop", "Do not approach", "لا تقترب"),
    ("no-touch", "Do not touch or move it", "لا تلمسه ولا تحرّكه"),
    (
        "keep-away",
        "Keep others away, especially children",
        "أبعد الآخرين، خصوصاً الأطفال",
    ),
    ("call", "Report at once to Civil Defence", "بلّغ الدفاع المدني فوراً"),
)

FIGURES = {
    "exact": "{n}",
    "between": "{n}",
    "at_least": pgettext_lazy("figure", "at least {n}"),
    "up_to": pgettext_lazy("figure", "up to {n}"),
    "about": pgettext_lazy("figure", "about {n}"),
    "unknown": pgettext_lazy("figure", "unknown"),
}

# What stands in a table's cell or at a bar whose number nobody stated. Never 0.
UNSTATED_MARK = pgettext_lazy("figure", "?")


def figure_kind(minimum, maximum, qualifier):
    """Which pattern tells the truth about these ends; the ends rule over the qualifier."""
    if qualifier == "unknown" or (minimum is None and maximum is None):
        return "unknown"
    if qualifier in ("about", "up_to"):
        return qualifier
    if minimum is None:
        return "up_to"
    if maximum is None:
        return "exact" if qualifier == "exact" else "at_least"
    if minimum == maximum:
        return "at_least" if qualifier == "at_least" else "exact"
    return "between"


def figure_parts(minimum, maximum, qualifier=""):
    """The pattern of a figure, and the number or range that goes into it; "" when unknown."""
    kind = figure_kind(minimum, maximum, qualifier)
    if kind == "unknown":
        return FIGURES[kind], ""
    low = maximum if minimum is None or kind == "up_to" else minimum
    if low is None:
        low = minimum
    if kind in ("between", "about") and maximum not in (None, low):
        return FIGURES[kind], f"{number_format(low)}–{number_format(maximum)}"
    return FIGURES[kind], number_format(low)


MONTH = 30.4375  # days
DAYS_SAID = 60  # up to here people count days


def age_in_words(passed):
    """25 min, 3 h, 4 days, 5 months, 2 years 2 months: a timedelta as people say it."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return gettext("%(n)s h") % {"n": minutes // 60}
    days = minutes // (24 * 60)
    if days <= DAYS_SAID:
        return days_in_words(days)
    years, months = divmod(int(days / MONTH), 12)
    said = {"years": years_in_words(years), "months": months_in_words(months)}
    if years and months:
        return gettext("%(years)s %(months)s") % said
    return said["years"] if years else said["months"]


def years_in_words(years):
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def months_in_words(months):
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def days_in_words(days):
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def exactly(passed):
    """812 days 3 h: the same timedelta to the hour, where a rounded age is not enough."""
    hours = max(0, int(passed.total_seconds() // 3600))
    told = {"days": days_in_words(hours // 24), "hours": gettext("%(n)s h") % {"n": hours % 24}}
    return gettext("%(days)s %(hours)s") % told if hours >= 24 else age_in_words(passed)


# ---------------------------------------------------------------- names of both directions


def in_one_line(names, between=None):
    """“130 mm OF-482M, Atareb” as one text that runs like the page; `between` parts its names.

    A name of the other direction keeps its own order and turns nothing round: without the marks an
    Arabic page would begin with the place, or count a day after a name among its letters.
    """
    mirrored = get_language_bidi()
    between = gettext(", ") if between is None else between
    if all(is_mirrored(name) in (None, mirrored) for name in names):
        return between.join(names)
    mark = "\N{RIGHT-TO-LEFT MARK}" if mirrored else "\N{LEFT-TO-RIGHT MARK}"
    return mark + between.join(map(isolated, names))


def isolated(name):
    """A name inside a sentence of either direction: “130 mm” keeps its order."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def is_mirrored(text):
    """Whether a text runs from right to left; None where no letter of it says so."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((each for each in strong if each in ("L", "R", "AL")), None)
    return first and first != "L"
