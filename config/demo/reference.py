"""The lists that the demonstration stands on: areas, munitions, and the parties to name."""

from config.demo.facts import FIRST_DAY
from incidents.models import Actor
from munitions import catalogue
from munitions.models import Munition
from places import gazetteer
from places.models import Area


def load_reference():
    """Take in what the lists lack; what somebody has changed since stays as they left it."""
    areas = set(Area.objects.values_list("pcode", flat=True))
    gazetteer.take_in([row for row in gazetteer.read_rows() if row.pcode not in areas])
    models = set(Munition.objects.values_list("designation", flat=True))
    catalogue.take_in(
        [row for row in catalogue.read_rows() if row.munition.designation not in models]
    )
    for actor in FIRST_DAY["actors"]:
        Actor.objects.get_or_create(code=actor["code"], defaults=actor)
