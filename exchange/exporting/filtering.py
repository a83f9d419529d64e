"""The list's filter in words, for the page that takes the list out and for the log."""

from dataclasses import dataclass, field

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from places.models import Area


@dataclass
class Filtering:
    """`lines` are (label, words) of what narrows or orders; `unread` the sentences of what could
    not be read and therefore narrows nothing."""

    lines: list = field(default_factory=list)
    unread: list = field(default_factory=list)


def filtering(resource, params):
    """What a query string asks of the list of this kind."""
    form = resource.filter_form(params)
    if form is None:
        return Filtering()
    form.is_valid()
    special = form.in_words() if hasattr(form, "in_words") else {}
    lines = [
        special.get(name) or (str(form.fields[name].label), words_for(form.fields[name], value))
        for name, value in form.cleaned_data.items()
        if value not in (None, "", False) and not is_hidden(form, name, special)
    ]
    unread = [
        f"{form.fields[name].label}: {' '.join(errors)}" if name in form.fields else str(errors[0])
        for name, errors in form.errors.items()
    ]
    return Filtering(lines, unread)


def is_hidden(form, name, special):
    return form.fields[name].widget.is_hidden and name not in special


def words_for(asked, value):
    """A value of the filter as a person would say it."""
    if isinstance(asked, forms.DateField):
        return date_format(value, "j F Y")
    if isinstance(value, Area):
        return value.label
    if isinstance(asked, forms.BooleanField):
        return _("yes")
    if isinstance(asked, forms.ChoiceField) and not isinstance(asked, forms.ModelChoiceField):
        return str(dict(asked.choices).get(value, value))
    return str(value)
