"""Words that only the pages of tickets need: `{% load ordnance %}`."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language_bidi, gettext, ngettext

from ordnance import cordon
from ordnance.choices import Certainty
from places.coordinates import as_mgrs

register = template.Library()
SILHOUETTES = {
    "cluster_munition": "cluster_container",
    "projectile": "mortar",
    "aircraft_bomb": "aircraft_bomb",
    "submunition": "submunition",
    "rocket": "rocket",
    "missile": "missile",
    "mortar": "mortar",
    "grenade": "grenade",
    "landmine": "landmine",
}


@register.filter
def of_status(words, status):
    """`{{ due_words|of_status:ticket.status }}`: what the deadline of this state is called."""
    return words.get(status, "")


@register.filter
def when(value):
    """`{{ deadline|when }}`: the clock today, else the day, with its year where it is another."""
    if value is None:
        return ""
    local, now = timezone.localtime(value), timezone.localtime()
    if local.date() == now.date():
        shown = date_format(local, "H:i")
    else:
        shown = date_format(local, "j M" if local.year == now.year else "j M Y")
    return format_html(
        '<time class="num" datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        date_format(local, "j M Y H:i"),
        shown,
    )


@register.filter
def is_soon(ticket):
    """`{% if ticket|is_soon %}`: not late, and due before the local day is over."""
    due = ticket.deadline
    return bool(due) and not ticket.late and timezone.localdate(due) <= timezone.localdate()


@register.filter
def items_in_words(ticket):
    """`{{ ticket|items_in_words }}`: found and remaining once counted, before that as reported."""
    items = list(ticket.items.all())
    balances = [item.balance for item in items]
    if items and all(balance.found is not None for balance in balances):
        found = sum(balance.found for balance in balances)
        left = sum(balance.remaining for balance in balances)
        if left:
            return gettext("%(left)d of %(found)d remaining") % {"left": left, "found": found}
        return gettext("%(n)d found, 0 remaining") % {"n": found}
    reported = [item.quantity_reported for item in items]
    if not items or None in reported:
        return gettext("not known")
    count = sum(reported)
    return ngettext("%(n)d reported", "%(n)d reported", count) % {"n": count}


@register.filter
def outline(item):
    """`{% silhouette item|outline %}`: the drawing for what the item is, the unknown one else."""
    return SILHOUETTES.get(item.category, "unknown")


@register.filter
def sureness(item):
    """`{% for on in item|sureness %}`: four marks, as many on as the identification is sure."""
    sure = Certainty.values.index(item.certainty) + 1
    return [place < sure for place in range(len(Certainty))]


@register.filter
def plain_pair(point):
    """`geo:{{ ticket.point|plain_pair }}`: latitude,longitude as programs read them."""
    return f"{point.latitude},{point.longitude}"


@register.filter
def mgrs(point):
    """`{{ ticket.point|mgrs }}`: the same point as a grid reference."""
    return as_mgrs(point)


@register.inclusion_tag("ordnance/cordon_drawing.html")
def cordon_drawing(advised, actual):
    """`{% cordon_drawing advised actual %}`: two distances in metres on one axis; null is none."""
    return cordon.drawing(advised, actual, mirrored=get_language_bidi())
