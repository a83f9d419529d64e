"""The words that facts are told in, in the reader's language. Source: domain notes G4, neutral."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casework.wording import figure_parts
from incidents.choices import Action, DamageLevel, Facility, Weapon
from incidents.evidence import Source
from incidents.ledger import Group, Outcome, Population
from munitions.models import Category
from ordnance.choices import Outcome as Done
from sitreps import figures as sums
from sitreps.ordnance_week import is_week_to_date

SAFETY = _("Avoid strange objects and remnants of war; report them immediately.")
ELSEWHERE = _("Other, not yet located")
METHOD = _(
    "Killed and injured are counted where it happened, on the local day of the "
    "attack; children are under 18. Reported: submitted records; verified: checked by "
    "a second person. Drafts, rejected and merged records never count. Figures are of "
    "one source each and never added across sources. What nobody stated is unknown, "
    "not zero; one unknown makes a sum “at least”. Parties are recorded as alleged by "
    "the source. Exact points of ordnance are not published."
)

# A report names the kind of attack in the plural: one airstrike on record is seldom only one.
WEAPONS = {
    Weapon.AIRSTRIKE: _("airstrikes"),
    Weapon.DRONE_STRIKE: _("drone strikes"),
    Weapon.BARREL_BOMB: _("barrel bombs"),
    Weapon.ARTILLERY: _("artillery shelling"),
    Weapon.MORTAR: _("mortar shelling"),
    Weapon.ROCKET: _("rockets"),
    Weapon.MISSILE: _("surface-to-surface missiles"),
    Weapon.GUIDED_MISSILE: _("guided anti-tank missiles"),
    Weapon.CLUSTER_MUNITION: _("cluster munitions"),
    Weapon.INCENDIARY: _("incendiary weapons"),
    Weapon.CHEMICAL: _("chemical weapons"),
    Weapon.MINE_IED: _("mines or IEDs"),
    Weapon.UXO_EXPLOSION: _("explosions of unexploded ordnance"),
    Weapon.NAVAL_MINE: _("naval mines"),
    Weapon.SMALL_ARMS: _("small arms"),
    Weapon.OTHER: _("other weapons"),
}
GROUPS = {
    Group.CHILDREN: pgettext_lazy("of whom", "children"),
    Group.WOMEN: pgettext_lazy("of whom", "women"),
    Group.MEN: pgettext_lazy("of whom", "men"),
    Group.ADULTS: pgettext_lazy("of whom", "adults"),
    Group.UNSPECIFIED: pgettext_lazy("of whom", "not specified"),
}


def is_arabic():
    return (get_language() or "").startswith("ar")


def name(named):
    """A place or organisation of the document by its name in the reader's language."""
    return (is_arabic() and named["name_ar"]) or named["name"]


def according_to(facts):
    """Whom the figures of a document are according to, in the reader's language; "" for nobody."""
    return (is_arabic() and facts.get("attribution_ar")) or facts["attribution"]


def tells_of_one_week(facts):
    """Whether the ordnance of a document is that of one week so far, and of no longer period."""
    since, last = facts["ordnance"]["since"], facts["period"]["last"]
    return is_week_to_date(date.fromisoformat(since), date.fromisoformat(last))


def ordnance_title(facts):
    if tells_of_one_week(facts):
        return gettext("Explosive ordnance, week to date")
    return gettext("Explosive ordnance")


def is_mirrored():
    """Whether charts run from the right: the reader's language does."""
    return get_language_bidi()


def lower_first(text):
    """“Residential neighbourhoods” inside a sentence; an abbreviation keeps its capitals."""
    text = str(text)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital_first(text):
    text = str(text)
    return text[:1].upper() + text[1:]


def label(choices, value):
    """The label of a code; a code that the software no longer knows stays as it is."""
    return str(choices(value).label) if value in choices.values else value


def figure(value):
    """“at least 20”, “10–15”, “unknown”, for a Range."""
    pattern, shown = figure_parts(value.minimum, value.maximum, str(value.qualifier))
    return str(pattern).format(n=left_to_right(shown))


def left_to_right(span):
    """“10–15” kept in this order inside Arabic, by the isolates of Unicode: text has no markup."""
    return f"\u2066{span}\u2069" if is_arabic() and "–" in span else span


def listed(words):
    """“a, b and c”: unlike Django's, for Arabic writes its “and” onto the word that follows."""
    *first, last = words or [""]
    if not first:
        return last
    return gettext("%(first)s and %(last)s") % {"first": gettext(", ").join(first), "last": last}


def outcome(code):
    return label(Outcome, code)


def group(code):
    return str(GROUPS.get(code, code))


def weapon(code):
    return str(WEAPONS.get(code, code))


def site(hit):
    return hit["site"] or lower_first(label(Facility, hit["facility"]))


def damage_level(hit):
    """“partially destroyed (large sections)”."""
    words = label(DamageLevel, hit["level"])
    return f"{words} ({hit['note']})" if hit["note"] else words


def actions(response):
    """“recover bodies and rescue survivors”."""
    words = [label(Action, code) for code in response["actions"]]
    return listed(words)


def ordnance_place(item):
    """The site and the town, never a point."""
    town = (is_arabic() and item["place_ar"]) or item["place"]
    return gettext(", ").join(filter(None, [item["site"], town]))


def ordnance_what(item):
    """The title, or the models or categories of the items."""
    words = [each["text"] or label(Category, each["category"]) for each in item["items"]]
    return item["title"] or gettext(", ").join(words) or gettext("unknown object")


def ordnance_done(item):
    return label(Done, item["outcome"])


def population(code):
    return label(Population, code)


def source_kind(code):
    return label(Source.Kind, code)


# ---------------------------------------------------------------- lines


def parts(figures, code):
    """(group, Range or number) of whom, in reading order; “not specified” is the rest."""
    found = [(each, figures[code, each]) for each in sums.PARTS if figures.get((code, each))]
    return [(str(each), value) for each, value in found if value.minimum or value.maximum]


def parts_line(figures, code):
    """“children 5, women 2, not specified 13”; "" where nothing is stated."""
    said = [f"{group(each)} {figure(value)}" for each, value in parts(figures, code)]
    rest = sums.unspecified(figures, code)
    if said and rest:
        said.append(f"{group(Group.UNSPECIFIED)} {rest}")
    return gettext(", ").join(said)


def toll_line(figures):
    """“15 killed (children 4, women 2, not specified 9), 5 injured”."""
    said = []
    for code in sums.OUTCOMES:
        value = figures.get((code, Group.TOTAL))
        if value is None:
            continue
        of_whom = parts_line(figures, code)
        words = f"{figure(value)} {outcome(code)}"
        said.append(f"{words} ({of_whom})" if of_whom else words)
    return gettext(", ").join(said) or gettext("toll unknown")


def moment(text):
    """“18:48” of an ISO time, in the zone of the page."""
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "H:i")


def day_and_moment(text):
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "j M Y H:i")


def long_day(text):
    return date_format(date.fromisoformat(text), "l j F Y")


def days(first, last):
    """“24–28 November”, “27 November – 3 December”; with the years where they differ."""
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    if first == last:
        return date_format(last, "j F")
    if (first.year, first.month) == (last.year, last.month):
        span = left_to_right(f"{first.day}–{last.day}")
        return f"{span} {date_format(last, 'F')}"
    pattern = "j F" if first.year == last.year else "j F Y"
    return f"{date_format(first, pattern)} – {date_format(last, pattern)}"


def dates(first, last):
    """“1–30 November 2024”."""
    same_year = first[:4] == last[:4]
    return f"{days(first, last)} {last[:4]}" if same_year else days(first, last)


def reason(why):
    """Why a number is new: what was written about it, or whose word it is and when."""
    if not why:
        return gettext("Records changed.")
    if why["text"]:
        return why["text"]
    pattern = (
        gettext("New claim, %(at)s") if why["kind"] == "claim" else gettext("New report, %(at)s")
    )
    return pattern % {"at": day_and_moment(why["at"])}
