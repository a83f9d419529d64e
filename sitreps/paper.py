"""A report as a page of A4: what `paper.typ` shows, in words, from the same sheet as the page.

The same snapshot gives the same bytes, as long as fonts, Typst and this module stay; what was
issued is therefore kept as it was made (`models.Paper`).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.wording import STATUSES, figure_parts
from sitreps import wording
from sitreps.sheet import Cell, Sheet, told_changes
from sitreps.typesetting import isolated, left_to_right, set_page

# Longer lists than these say how many more there are; the JSON has all of them.
MOST_LINES, MOST_BARS = 12, 10
CLOCK = ("year", "month", "day", "hour", "minute")


def paper(said, *, language, zone, sha256="", now=None):
    """The PDF of a report, in a language, with the times of a zone (its name).

    `said` is the envelope that was frozen; before that {"status", "correction", "highlights",
    "facts"}, and `now` (an aware time) stands for the cut-off.
    """
    made_at = now or datetime.fromisoformat(said["cut_off"])
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        return set_page("paper.typ", page(said, language, sha256, timezone.localtime(made_at)))


def page(said, language, sha256, made_at):
    """Everything on the page, as texts and shapes; `made_at` is local."""
    sheet = Sheet(said["facts"])
    return {
        "language": language,
        "words": words(said),
        "date": {name: getattr(made_at, name) for name in CLOCK},
        **head(sheet, said, made_at),
        **foot(said, sha256),
        "highlights": isolated(said["highlights"]),
        "alarms": alarms(sheet),
        "keys": [key_figure(key) for key in sheet.keys],
        "notes": notes(sheet),
        "heads": [str(each["label"]) for each in sheet.heads],
        "places": place_rows(sheet),
        "checked": checked(sheet),
        **charts(sheet),
        "hits": weapons_and_hits(sheet),
        "responses": shortened([plain_line(*told) for told in responses(sheet)]),
        "ordnance": ordnance(sheet),
        "changes": [changed(each) for each in told_changes(said.get("changes", []))],
        "safety": str(wording.SAFETY),
        "method": method(sheet, said),
    }


def words(said):
    """The page's fixed words."""
    return {
        "by_place": _("By place"),
        "place": _("Place"),
        "record": _("Record"),
        "legend": _("? not stated by the source, never zero · ≥ at least · ≤ up to · ≈ about."),
        "bars": _("Killed and injured by place"),
        "killed": _("killed"),
        "injured": _("injured"),
        "unplaced": _("not yet located"),
        "counted": _("counted"),
        "evenly": _("Evenly spaced, in the order of the reports."),
        "hit": _("Weapons and places hit"),
        "response": _("Response"),
        "changed": f"{_('Changed since')} {left_to_right(said.get('corrects', ''))}",
        "figure": _("Figure"),
        "where": _("Where"),
        "was": _("Was"),
        "now": _("Now"),
        "why": _("Why"),
    }


# ---------------------------------------------------------------- head and foot


def head(sheet, said, made_at):
    kind = _("Daily situation report") if sheet.is_day else _("Situation report")
    label = str(STATUSES[said["status"]][0])
    if said["status"] == "corrected":
        label = f"{label} {left_to_right('({})'.format(said['correction']))}"
    moment = date_format(made_at, "j M Y H:i")
    number = said.get("number")
    stamped = _("Cut-off") if number else _("Not issued: as the records stand")
    return {
        "name": f"{kind}, {sheet.title}",
        "author": sheet.source,
        "keywords": [number] if number else [],
        "eyebrow": f"{kind} · {isolated(sheet.areas)}",
        "title": sheet.title,
        "status": {"label": label, "dashed": not number},
        "stamp": " · ".join(filter(None, [f"{stamped} {moment}", left_to_right(number)])),
    }


def foot(said, sha256):
    """A printed page names the report and the hash of its snapshot; a draft says that it is one."""
    if not said.get("number"):
        return {"foot": _("Not issued. The figures may still change."), "page_word": _("Page")}
    told = f"{said['number']} · SHA-256 {sha256}"
    return {"foot": left_to_right(told), "page_word": _("Page")}


# ---------------------------------------------------------------- figures


def spoken(value):
    """(words before, number, words after) of a figure: “at least” stands where a language puts it.

    An unknown figure is a word, never a number.
    """
    pattern, shown = figure_parts(value.minimum, value.maximum, str(value.qualifier))
    before, _number, after = str(pattern).partition("{n}")
    return before.strip(), left_to_right(shown), after.strip()


def key_figure(key):
    before, number, after = spoken(key["value"])
    return {
        "before": before if number else "",
        "number": number or before,
        "outcome": key["outcome"],
        "after": after,
        "bar": key["bar"],
        "parts": [
            {"group": part["group"], "text": f"{part['label']} {figure(part['value'])}"}
            for part in key["parts"]
        ],
    }


def figure(value):
    return " ".join(filter(None, spoken(value)))


def short(cell):
    """A cell's number; a question mark where nobody stated one."""
    return left_to_right(cell.short)


def alarms(sheet):
    if not sheet.alarms:
        return []
    lines = [
        f"{' '.join(filter(None, [each['outcome'], each['group']]))}: "
        f"{_('claimed')} {each['claimed']}{_(', ')}"
        f"{_('on record')} {each['placed']}"
        for each in sheet.alarms
    ]
    return [_("The places add up to more than the claim."), *lines]


def notes(sheet):
    source = _("According to %(who)s.") % {"who": isolated(sheet.source)}
    said = [f"{source} {_('“Not specified” does not mean men: the source gives no sex or age.')}"]
    return said + [f"{wording.capital_first(each['who'])}: {each['line']}" for each in sheet.others]


def place_rows(sheet):
    rows = [
        place_row(isolated(row["name"]), row["cells"], record_of(row), isolated(row["within"]))
        for row in sheet.rows
    ]
    if sheet.rest:
        remainder = place_row(
            _("Other, not yet located"), sheet.rest["cells"], _("claim − records")
        )
        rows.append(remainder | {"rest": True})
    whole = _("Total claimed") if sheet.claim_url else _("Total on record")
    return [*rows, place_row(whole, sheet.total["cells"], "") | {"total": True}] if rows else []


def place_row(name, cells, record, within=""):
    return {
        "name": name,
        "within": within,
        "cells": [{"text": short(cell), "strong": cell.strong} for cell in cells],
        "record": record,
        "rest": False,
        "total": False,
    }


def record_of(row):
    if len(row["refs"]) > 2:
        return _("%(n)s incidents") % {"n": len(row["refs"])}
    return " ".join(left_to_right(ref) for ref, _url in row["refs"])


def checked(sheet):
    said = _("; ").join(
        f"{each['outcome']}: {_('on record')} {figure(each['reported'])}{_(', ')}"
        f"{_('of which verified')} "
        f"{figure(each['verified']) if each['verified'].is_known else _('none yet')}"
        for each in sheet.checked
    )
    return wording.capital_first(said)


# ---------------------------------------------------------------- charts


def charts(sheet):
    """The shapes come from `sitreps.charts`, as on the page; their numbers stand beside them."""
    bars = [
        {"name": isolated(row["name"]), "unplaced": row["unplaced"], "bars": drawn(row["bars"])}
        for row in sheet.bars[:MOST_BARS]
    ]
    left = len(sheet.bars) - len(bars)
    return {
        "bars": bars,
        "bars_left": and_more(left) if left else "",
        "course": course(sheet),
    }


def drawn(bars):
    return [
        {
            "outcome": bar["outcome"],
            "x": bar["x"],
            "width": bar["width"],
            "end": bar["end"],
            "text": left_to_right(number_of(bar["value"])),
        }
        for bar in bars
    ]


def number_of(value):
    """“≥ 20”, “10–15”, “?”: as short as a chart asks."""
    return Cell(value).short


def course(sheet):
    if not sheet.course:
        return None
    place = isolated(sheet.course["place"])
    asked = ("x", "y", "next_x", "next_y", "ground", "when", "counted")
    return {
        "title": _("%(place)s: killed, as reports came in") % {"place": place},
        "points": [
            {name: point[name] for name in asked}
            | {"text": left_to_right(number_of(point["value"]))}
            for point in sheet.course["points"]
        ],
    }


# ---------------------------------------------------------------- what, who, ordnance


def plain_line(*pieces):
    """(text, strong) pairs as pieces of one line."""
    return [{"text": text, "strong": strong} for text, strong in pieces if text]


def shortened(lines, most=MOST_LINES):
    left = len(lines) - most
    if left <= 0:
        return lines
    return [*lines[:most], plain_line((and_more(left), False))]


def and_more(left):
    return ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left}


def weapons_and_hits(sheet):
    lines = [
        plain_line(
            (isolated(wording.capital_first(each["name"])), True),
            (f" · {isolated(each['where']) or _('place not stated')}", False),
        )
        for each in sheet.weapons
    ]
    return lines + shortened([hit_line(hit) for hit in sheet.hits])


def hit_line(hit):
    where = [isolated(wording.capital_first(hit["site"])), isolated(hit["where"])]
    count = f" {left_to_right('({})'.format(hit['count']))}" if hit["count"] else ""
    level = isolated(hit["level"]) or _("level of damage unknown")
    return plain_line(
        (f"{_(', ').join(filter(None, where))}{count}: ", False), (level, hit["harmed"])
    )


def responses(sheet):
    return [
        ((isolated(each["where"]), False), (f": {each['what']}", False)) for each in sheet.responses
    ]


def ordnance(sheet):
    week = sheet.ordnance
    day = _("%(n)s on this day") if sheet.is_day else _("%(n)s on the last day")
    items = [
        plain_line(
            (f"{isolated(item['where'])}: {isolated(item['what'])}{_(', ')}", False),
            (item["done"], True),
        )
        for item in week["items"]
    ]
    return {
        "title": week["title"],
        "days": week["days"],
        "count": responded(len(items)),
        "today": f"· {day % {'n': week['today']}}" if items else "",
        "items": shortened(items),
    }


def responded(number):
    """The list holds work that ended in these days: none of it is not “no ordnance is known”."""
    if not number:
        return _("no response on record")
    count = ngettext("at least %(n)s response", "at least %(n)s responses", number)
    return count % {"n": number}


def changed(change):
    return {
        "figure": wording.capital_first(change["figure"]),
        "place": isolated(change["where"]),
        "old": short(change["old"]),
        "new": short(change["new"]),
        "why": isolated(change["why"]),
    }


# ---------------------------------------------------------------- method


def method(sheet, said):
    told = [note_of_rest(sheet)] if sheet.rest else []
    told.append(str(wording.METHOD))
    if said.get("prepared_by"):
        told.append(
            f"{_('Prepared by')} {isolated(said['prepared_by'])} · "
            f"{_('issued by')} {isolated(said['issued_by'])}"
        )
    return told


def note_of_rest(sheet):
    sums = _("; ").join(
        f"{each['outcome']} {left_to_right(each['sum'])}" for each in sheet.rest["sum"]
    )
    said = [_("The total claimed less the records of named places:"), f"{sums}."]
    said.append(_("It shrinks as places are recorded."))
    if sheet.rest["conditional"]:
        said.append(_("Its women and children hold only if places that state none had none."))
    return " ".join(said)
