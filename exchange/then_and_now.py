"""Cells that several columns or another record tell, as texts to compare: places, models, refs."""

from places.models import Area

LEVELS = {
    "governorate": Area.Level.GOVERNORATE,
    "district": Area.Level.DISTRICT,
    "subdistrict": Area.Level.SUBDISTRICT,
}


def place_cell(area, name):
    """What a column of the place says of an area."""
    if name == "pcode":
        return area.pcode
    if name == "place":
        return str(area) if area.level >= Area.Level.COMMUNITY else ""
    above = area.ancestor(LEVELS[name])
    return str(above) if above else ""


def designation(munition, by):
    return munition.designation if munition else ""


def ref_in_sight(case, by):
    """The number of another case, unless it is out of this person's sight."""
    if case is None or not type(case).objects.visible_to(by).filter(pk=case.pk).exists():
        return ""
    return case.ref


# Columns that name a row of another table, and how they name it to a person.
RELATED = {"munition": designation, "incident": ref_in_sight}
