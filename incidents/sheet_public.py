"""What the public may have of published incidents, as a file: the public projection alone."""

from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext_lazy as _

from exchange import widgets
from exchange.exporting.columns import OutColumn
from exchange.exporting.layouts import AT_ONCE, SHEETS, Layout, written
from incidents import public
from incidents.choices import Sensitivity
from incidents.evidence import Attribution, Source
from incidents.ledger import Figure, Group, Outcome
from incidents.models import Damage, Incident

GROUPS = [each for each in Group if each != Group.TOTAL]
OUTCOMES = (Outcome.KILLED, Outcome.INJURED)
LEVELS = ("country", "governorate", "district", "subdistrict", "community")


class PublicIncidents(Layout):
    """Published incidents as a stranger may read them; whoever asks for the file gets no more."""

    name = "public"
    title = _("For the public")
    says = _("Published incidents only: places to a kilometre, no names, no sources' names.")
    forms = (*SHEETS, "json", "jsonl", "geojson")

    def published(self):
        """What stands before the public, of what this person may see."""
        seen = Incident.objects.visible_to(self.by)
        return seen.filter(public.STANDS, sensitivity=Sensitivity.PUBLIC)

    def records(self, params):
        return self.resource.filtered(self.published(), params)

    def columns(self):
        cells = widgets.PeopleCell()
        return [
            *[self.fact(name) for name in public.FACTS],
            *[column(name, Incident, "place") for name in (*LEVELS, "pcode")],
            column("latitude", Incident, "place", widgets.DecimalCell()),
            column("longitude", Incident, "place", widgets.DecimalCell()),
            *[column(f"{outcome}", *NUMBERS, cells) for outcome in OUTCOMES],
            *[column(f"{o}_{g}", *NUMBERS, cells) for o in OUTCOMES for g in GROUPS],
            column("alleged", Attribution, "actor standing"),
            column("damage", Damage, "facility level"),
            column("sources", Source, "kind"),
            column("version", Incident, "version"),
            column("updated_at", Incident, "updated_at", widgets.MomentCell()),
        ]

    def fact(self, name):
        found = self.resource.fields.get(name)
        widget = found.widget if found else None
        return column(
            name, Incident, name, widget, label=Incident._meta.get_field(name).verbose_name
        )

    def batches(self, records, columns):
        writers = [written(each, self.language) for each in columns]
        keys = iter(list(records.values_list("pk", flat=True)))
        while chunk := list(islice(keys, AT_ONCE)):
            yield len(chunk), list(self.rows(chunk, writers))

    def rows(self, keys, writers):
        still = public.readable(self.published().filter(pk__among=keys))
        found = {each.pk: each for each in still}
        for key in keys:
            if key in found:
                cells = cells_of(found[key])
                yield [write(cells) for write in writers]


NUMBERS = (Figure, "outcome group minimum maximum")


def column(name, model, fields, widget=None, label=""):
    """A column that takes its cell from the public row, and from nothing else."""
    return OutColumn(name, label, lambda cells: cells.get(name), widget, reads=((model, fields),))


def cells_of(incident):
    """The public projection as the cells of a row: {column: plain value}."""
    point = public.rounded_point(incident)
    latitude, longitude = map(Decimal, point.split(", ")) if point else (None, None)
    readable = incident.field_policy.readable(None)
    hit, kinds = public.damages(incident), public.kinds_of_sources(incident)
    return {
        **{name: getattr(incident, name) for name in public.FACTS if name in readable},
        **areas(incident.place),
        "latitude": latitude,
        "longitude": longitude,
        **dict(numbers(incident)),
        "alleged": "; ".join(f"{actor} ({how})" for actor, how in public.parties(incident)),
        "damage": "; ".join(f"{what}: {level}" for what, level in hit),
        "sources": "; ".join(f"{n} {kind}" for kind, n in kinds.items()),
        "version": incident.version,
        "updated_at": incident.updated_at,
    }


def areas(place):
    """The community and what it lies in; a neighbourhood is not named."""
    found = [place.ancestor(level) for level in range(len(LEVELS))]
    names = {name: area.name if area else "" for name, area in zip(LEVELS, found, strict=True)}
    return names | {"pcode": (found[-1] or place).pcode}


def numbers(incident):
    """The toll as the public may have it: those few who would be known by name are not apart."""
    words = {str(group.label): group for group in Group}
    for panel in public.panels(incident):
        yield f"{panel['outcome']}", panel["total"]
        for word, told in panel["parts"]:
            yield f"{panel['outcome']}_{words[str(word)]}", told
