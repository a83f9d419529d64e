"""A column of a file that leaves: what it reads, what it may show, how its cells are worded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.sensitivity import Sensitivity
from exchange.columns import may_leave
from exchange.widgets import ChoiceCell, ChoicesCell, TextCell, WholeCell, YesNoCell
from places.spelling import fold

POINT = {"latitude", "longitude"}


@dataclass(frozen=True)
class OutColumn:
    """`read(record)` gives the plain value and `widget` writes it; without one it is written as is.

    `fields` are the plain fields of the case that it reads (a column of one field alone needs no
    `read`), `parts` the records under it, `reads` the (model, field names) whose policy decides who
    may take it out. `tag` is its HXL hashtag, `mates` the columns without which it cannot be read
    back as it was. `per_line`: where a case has several rows, it reads the row and not the case.
    """

    name: str
    label: Any = ""
    read: Callable | None = None
    widget: Any = None
    fields: tuple = ()
    parts: tuple = ()
    reads: tuple = ()
    tag: str = ""
    mates: tuple = ()
    per_line: bool = False

    @property
    def title(self):
        return str(self.label) or self.name.replace("_", " ")

    def exportable(self, user):
        return may_leave(self.reads, user)

    def fields_read(self):
        """(model, field name) of all that the policy watches here."""
        return [(model, name) for model, names in self.reads for name in names.split()]

    @property
    def shows_points(self):
        return any(name in POINT for _model, name in self.fields_read())

    def restricted(self):
        """Names of the restricted fields in it."""
        return [
            f"{model._meta.label_lower}.{name}"
            for model, name in self.fields_read()
            if model.field_policy.classes[name] == Sensitivity.RESTRICTED
        ]


def of_column(column, **options):
    """The way out of a column of the importer's: the same name, widget and policy."""
    plain = (column.attribute,) if column.attribute else ()
    given = {
        "name": column.column_name,
        "label": column.title_lazy,
        "widget": column.widget,
        "fields": plain,
        "reads": column.reads,
    }
    return OutColumn(**(given | options))


def is_plain(widget, language):
    """Whether the widget writes values as they are; a format writes None as blank."""
    kinds = (TextCell, WholeCell) if language else (TextCell, WholeCell, ChoiceCell)
    return type(widget) in kinds


def renderer(widget, language):
    """What writes a plain value: the widget, or its choices in the words of a language."""
    if not language:
        return widget.render
    if isinstance(widget, YesNoCell):
        return in_words({"yes": _("yes"), "no": _("no")}, widget, language)
    if isinstance(widget, ChoicesCell):
        words = labels(widget, language)
        return lambda codes: "; ".join(words.get(code, code) for code in codes or ())
    if isinstance(widget, ChoiceCell):
        words = labels(widget, language)
        return lambda code: "" if code is None else words.get(code, code)
    return widget.render


def in_words(words, widget, language):
    with override(language):
        spoken = {code: _(code) for code in words}
    return lambda value: spoken.get(widget.render(value), "")


def labels(widget, language):
    """{code: its label}, where the label is read back as the code; else the code stays."""
    with override(language):
        spoken = {code: str(label) for code, label in widget.choices}
    return {
        code: label
        for code, label in spoken.items()
        if widget.codes.get(fold(label)) == code and ";" not in label
    }
