"""The point that a file shows of a case: its own where the person may take it, else its place's.

A place's centre is never passed off as the spot: the columns beside it say whose point it is and
how far the true spot may be.
"""

from django.utils.translation import gettext_lazy as _

from casework.models import GeoPrecision
from exchange.exporting.columns import OutColumn
from exchange.widgets import DecimalCell
from places.models import Area

FIELDS = ("latitude", "longitude", "geo_precision")
# How well the centre of an area tells where in it something happened. A country's tells nothing.
OF_AREA = {
    Area.Level.GOVERNORATE: GeoPrecision.GOVERNORATE,
    Area.Level.DISTRICT: GeoPrecision.DISTRICT,
    Area.Level.SUBDISTRICT: GeoPrecision.SUBDISTRICT,
    Area.Level.COMMUNITY: GeoPrecision.TOWN,
    Area.Level.NEIGHBOURHOOD: GeoPrecision.NEIGHBOURHOOD,
}
NOWHERE = (None, None, "", "")


def may_take_points(model, user):
    """Whether exact points of this kind may leave with the person."""
    return set(FIELDS) <= model.field_policy.exportable(user)


def shown_point(leaving, *, exact):
    """(latitude, longitude, precision, whose point it is)."""
    case, area = leaving.case, leaving.place.area
    if exact and case.latitude is not None:
        return case.latitude, case.longitude, case.geo_precision, "record"
    precision = OF_AREA.get(leaving.place.level)
    if precision is None or area.latitude is None:
        return NOWHERE
    return area.latitude, area.longitude, precision.value, "place"


def point_columns(model, user, names=("latitude", "longitude", "geo_precision", "point_of")):
    """The four columns of the shown point, under the names that a shape gives them."""
    exact = may_take_points(model, user)
    # The policy's fields are read only where they may be: the columns themselves are for all.
    rights = {"fields": FIELDS, "reads": ((model, " ".join(FIELDS)),)} if exact else {}
    labels = (_("latitude"), _("longitude"), _("precision of the point"), _("point of"))
    widgets = (DecimalCell(), DecimalCell(), None, None)
    return [
        OutColumn(name, label, part_of_point(place, exact=exact), widget, **rights)
        for place, (name, label, widget) in enumerate(zip(names, labels, widgets, strict=True))
    ]


def part_of_point(place, *, exact):
    return lambda leaving: shown_point(leaving, exact=exact)[place]
