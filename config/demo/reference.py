"""The lists that the demonstration stands on: areas, munitions, and the parties to name."""

from config.demo.facts import FIRST_DAY
from incidents.models import Actor
from munitions import catalogue
from places import gazetteer


def load_reference():
    """Take in the shipped lists; a second time writes the same rows again."""
    gazetteer.take_in(gazetteer.read_rows())
    catalogue.take_in(catalogue.read_rows())
    for actor in FIRST_DAY["actors"]:
        Actor.objects.get_or_create(code=actor["code"], defaults=actor)
