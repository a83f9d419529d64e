"""The list's filter in words, for the page that takes the list out and for the log."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from casework.asked import asked


@dataclass
class Filtering:
    """`lines` are (label, words) of what narrows or orders; `unread` the sentences of what could
    not be read and therefore narrows nothing."""

    lines: list = field(default_factory=list)
    unread: list = field(default_factory=list)


def filtering(resource, params, *, typed=True):
    """What a query string asks of the list of this kind.

    `typed` is whether the words that somebody typed are told: they may name a hidden case, or whom
    a protected source is.
    """
    form = resource.filter_form(params)
    if form is None:
        return Filtering()
    lines = [
        (part.label, part.words if typed or not is_typed(form, part) else _("not shown here"))
        for part in asked(form)
    ]
    unread = [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields else str(errors[0])
        for name, errors in form.errors.items()
    ]
    return Filtering(lines, unread)


def is_typed(form, part):
    """Whether it may be any words, and not one of a list, a day or a place."""
    return (
        type(form.fields[part.name]) is forms.CharField
        and not form.fields[part.name].widget.is_hidden
    )
