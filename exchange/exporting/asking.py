"""What a person asks to take out, held to what they may: kind, filter, shape, columns, format."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import get_language_bidi

from exchange.exporting.formats import FORMATS
from exchange.exports import Export
from exchange.registry import resource_class

# Parts of a query string that the pages of exports themselves use; the rest is the list's filter.
OURS = ("preset", "choice", "page")
LANGUAGES = ("", "en", "ar")


def may_export(resource):
    """Whether the person may take out this kind at all."""
    meta = resource._meta.model._meta
    sees = f"{meta.app_label}.view_{meta.model_name}"
    by = resource.by
    return by.has_perm("exchange.export_cases") and (
        by.has_perm(sees) or not hasattr(resource._meta.model, "field_policy")
    )


def layouts_of(resource):
    """{name: shape class} that this person is offered."""
    shapes = {each.name: each for each in resource.layouts}
    return {name: each for name, each in shapes.items() if each(resource).offered()}


def as_query(params):
    """The list's filter as a QueryDict, without what the pages of exports add."""
    query = QueryDict(mutable=True)
    given = params.lists() if hasattr(params, "lists") else params.items()
    for name, value in given:
        if name not in OURS:
            query.setlist(name, list(value) if isinstance(value, list | tuple) else [value])
    return query


@dataclass(frozen=True)
class Asked:
    """A question for a file, already held to the rights of the person who asks."""

    resource: Any
    layout: Any
    columns: tuple
    form: str
    params: QueryDict
    right_to_left: bool = False
    bom: bool = True

    @classmethod
    def of(cls, resource, *, form=None, params=(), preset="full", columns=(), language="",
           right_to_left=None, bom=True):  # fmt: skip
        """What is asked, without what the person may not take. Raises Http404 for what there is
        not: a shape, or a format of it.

        `columns` empty means all. Columns that cannot be read back without others take them along.
        """
        shape = layouts_of(resource).get(preset)
        form = form or (shape.forms[0] if shape else "")
        if shape is None or form not in shape.forms or language not in LANGUAGES:
            raise Http404(preset)
        layout = shape(resource, "" if shape.fixed else language)
        if right_to_left is None:
            right_to_left = get_language_bidi() if not language else language == "ar"
        chosen = chosen_of(layout, columns)
        return cls(resource, layout, chosen, form, as_query(dict_of(params)), right_to_left, bom)

    @classmethod
    def again(cls, export):
        """The same question as an export's, held to what its person may now."""
        resource = resource_class(export.kind)(export.by)
        return cls.of(
            resource,
            form=export.form,
            params=export.filter,
            preset=export.preset,
            columns=export.columns,
            **export.options,
        )

    @property
    def records(self):
        return self.layout.records(self.params)

    @property
    def format(self):
        return FORMATS[self.form]

    def logged(self, **fields):
        """The row of the log for it, not saved yet."""
        by = self.resource.by
        return Export(
            kind=self.resource.kind,
            preset=self.layout.name,
            form=self.form,
            filter=dict(self.params.lists()),
            columns=[column.name for column in self.columns],
            options={
                "language": self.layout.language,
                "right_to_left": self.right_to_left,
                "bom": self.bom,
            },
            exact_points=any(column.shows_points for column in self.columns),
            restricted=sorted({name for column in self.columns for name in column.restricted()}),
            organisation_id=by.organisation_id,
            by=by,
            **fields,
        )


def dict_of(params):
    return params or {}


def chosen_of(layout, names):
    """The readable columns among the names, in the shape's own order, with their mates."""
    readable = layout.readable()
    if not names or layout.fixed:
        return tuple(readable)
    wanted = set(names)
    if layout.comes_back and {"ref", "version"} <= wanted:
        for column in readable:
            if column.name in wanted:
                wanted.update(column.mates)
    return tuple(column for column in readable if column.name in wanted)
