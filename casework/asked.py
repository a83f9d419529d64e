"""What the filter of a list asks, in words, and the query that asks all but one part of it."""

from typing import NamedTuple

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.leafing import OF_LEAF
from places.models import Area


class Asked(NamedTuple):
    """One part of what narrows or orders a list: its field, and how a person would say it."""

    name: str
    label: str
    words: str


def asked(form):
    """An Asked for each part that the form could read; a form may name its own by `in_words()`."""
    form.is_valid()
    special = form.in_words() if hasattr(form, "in_words") else {}
    return [
        Asked(name, *(special.get(name) or in_words(form.fields[name], value)))
        for name, value in form.cleaned_data.items()
        if value not in (None, "", False) and not is_hidden(form, name, special)
        if not is_as_ever(form.fields[name], value)
    ]


def without(query, name):
    """The query string of a QueryDict, from its first page, when `name` is asked no more."""
    left = query.copy()
    # A place box sends two names: its own, and the text that was typed.
    for each in (name, f"{name}_text", *OF_LEAF):
        left.pop(each, None)
    for each in [each for each in left if not any(left.getlist(each))]:
        del left[each]
    return left.urlencode()


def is_hidden(form, name, special):
    return form.fields[name].widget.is_hidden and name not in special


def is_as_ever(field, value):
    """Whether a choice without a blank is its first one: the order that a list has unasked."""
    return isinstance(field, forms.ChoiceField) and next(iter(field.choices))[0] == value


def in_words(field, value):
    return str(field.label), words_for(field, value)


def words_for(field, value):
    """A value of the filter as a person would say it."""
    if isinstance(field, forms.DateField):
        return date_format(value, "j F Y")
    if isinstance(value, Area):
        return value.label
    if isinstance(field, forms.BooleanField):
        return _("yes")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)
