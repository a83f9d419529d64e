"""The words that pages put on statuses, priorities, fates and figures, with their marks.

A mark names a drawing in static/icons/marks.svg; a tone names a colour of the style sheet.
"""

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
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


def age_in_words(passed):
    """25 min, 3 h, 4 d: a timedelta in its largest useful unit."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return gettext("%(n)s h") % {"n": minutes // 60}
    return gettext("%(n)s d") % {"n": minutes // (24 * 60)}
