"""What a device keeps of the gazetteer, so that a place is found where there is no line.

The rules by which names are folded go along with the names: `spelling` owns them, and the script
that searches on the device has none of its own.
"""

from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from accounts.keeping import kept_on_device
from places import spelling
from places.models import Area, AreaName

WORD = r"[\p{L}\p{N}_]"  # what a word is made of, as a browser says it


@require_GET
@gzip_page  # nothing in it is secret: names of places, the same for all who may see the area
@kept_on_device
def kept(request):
    """{rules, levels, areas: [[p-code, Arabic, English, level, row of its parent]], others}.

    The areas of the reader's scope and those above them, in the order of their paths; `others` are
    [row, spelling] of every spelling that is no name of its area.
    """
    areas = list(within(request.user))
    rows = {area.pk: row for row, area in enumerate(areas)}
    others = AreaName.objects.exclude(origin=AreaName.Origin.COD).filter(area__in=rows)
    return JsonResponse(
        {
            "rules": RULES,
            "levels": {level.value: str(level.label) for level in Area.Level},
            "areas": [line_of(area, rows) for area in areas],
            "others": [[rows[pk], text] for pk, text in others.values_list("area", "text")],
        }
    )


def within(user):
    """What lies in this person's scope, and what it lies in."""
    areas = Area.objects.order_by("path")
    if not user.scope_paths:
        return areas
    mine = Q(pk__in=[])
    for path in user.scope_paths:
        mine |= Q(path__startswith=path) | Q(pcode__in=path.strip("/").split("/"))
    return areas.filter(mine)


def line_of(area, rows):
    return [area.pcode, area.name_ar, area.name_en, area.level, rows.get(area.parent_id)]


def for_browser(pattern):
    """A pattern of ours as a browser reads it: there only Latin letters are letters unless told."""
    plain = pattern.pattern.replace(r"\b", f"(?<!{WORD})")
    return plain.replace(r"\w", WORD)


def letters(table):
    """{letter: what it becomes} of a table of `str.translate`."""
    become = {one: chr(other) if isinstance(other, int) else other for one, other in table.items()}
    return {chr(one): other or "" for one, other in become.items()}


RULES = {
    "same": letters(spelling.APOSTROPHES | spelling.SAME_LETTER | spelling.WESTERN_DIGITS),
    "roman": letters(spelling.ROMAN),
    "one_sound": spelling.ONE_SOUND,
    "leading_article": for_browser(spelling.LEADING_ARTICLE),
    "articles": for_browser(spelling.ARTICLES),
    "kind": for_browser(spelling.KIND),
    "vowels": spelling.VOWELS.pattern,
}
