"""What pages say of an incident: `{% load incidents %}`."""

from django import template

from casework.templatetags.casework import figure_range, icon, silhouette
from incidents.toll import toll

register = template.Library()

# What a choice of the flash report looks like; a heroicon where there is no silhouette.
SILHOUETTES = {
    "airstrike": "aircraft_bomb",
    "artillery": "mortar",
    "rocket": "rocket",
    "mine_ied": "landmine",
}
HEROICONS = {"drone_strike": "paper-airplane"}


@register.simple_tag
def weapon_mark(weapon):
    """`{% weapon_mark "rocket" %}`: a drawing beside a choice; it never stands alone."""
    if weapon in SILHOUETTES:
        return silhouette(SILHOUETTES[weapon])
    return icon(HEROICONS.get(weapon, "question-mark-circle"))


@register.simple_tag
def counted(incident, outcome):
    """`{% counted incident "killed" %}`: the counted number in words; unknown is never 0."""
    return told(toll(incident, outcome))


@register.simple_tag
def told(number):
    """`{% told panel.total %}`: a range in words."""
    return figure_range(number.minimum, number.maximum, number.qualifier)
