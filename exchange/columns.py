"""A column of a kind of sheet: the names it goes by, how its cells are read, who may read it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import override
from import_export.fields import Field

from exchange import widgets


class Column(Field):
    """A django-import-export field that also knows its headers and its reader.

    `names`: other headers it goes by, in any language. `hxl`: the HXL tags that hint at it.
    `looks`: the word of `likeness` for what its values look like. `reads`: (model, field names)
    whose policy decides who may take it out. `filled`: a merged cell speaks for all the rows it
    covers; counts do not unless that is said. `readonly` columns are written to sheets and ignored
    when they come back; one that `tells_of_sheet` says how others are meant, and is none of the
    record's own.
    """

    def __init__(
        self,
        *,
        names=(),
        hxl=(),
        looks="",
        reads=(),
        filled=None,
        label="",
        tells_of_sheet=False,
        **options,
    ):
        super().__init__(**options)
        self.names = tuple(names)
        self.hxl = tuple(hxl)
        self.looks = looks
        self.reads = tuple(reads)
        counts = isinstance(self.widget, (widgets.PeopleCell, widgets.WholeCell))
        self.filled = not counts if filled is None else filled
        self.label = label
        self.tells_of_sheet = tells_of_sheet

    def headers(self):
        """All headers by which the column is recognised."""
        own = (self.column_name, self.column_name.replace("_", " "), *self.labels(), *self.names)
        return [name for name in own if name]

    def labels(self):
        """What people call it in each language: a sheet of ours is read whoever brings it back."""
        for language, _name in settings.LANGUAGES:
            with override(language):
                yield str(self.label)

    @property
    def title_lazy(self):
        """The label, still to be translated; a plain name where it has none."""
        return self.label or self.column_name.replace("_", " ")

    @property
    def title(self):
        return str(self.label) or self.column_name.replace("_", " ")

    def exportable(self, user):
        """Whether every model field behind the column may leave in a file for this person."""
        return not self.tells_of_sheet and may_leave(self.reads, user)


def may_leave(reads, user):
    """Whether all these (model, field names) may leave in a file for this person."""
    return all(
        name in model.field_policy.exportable(user)
        for model, names in reads
        for name in names.split()
    )


PLAIN = (
    (models.BooleanField, widgets.YesNoCell),
    (models.DateTimeField, widgets.MomentCell),
    (models.DateField, widgets.DateCell),
    (models.TimeField, widgets.HourCell),
    (models.DecimalField, widgets.DecimalCell),
    (models.IntegerField, widgets.WholeCell),
)


def widget_for(field):
    """The reader of a model field, by its kind; a new field of a model needs nothing else."""
    if field.choices:
        return widgets.ChoiceCell(field.choices)
    if isinstance(field, ArrayField) and field.base_field.choices:
        return widgets.ChoicesCell(field.base_field.choices)
    for kind, widget in PLAIN:
        if isinstance(field, kind):
            return widget()
    return widgets.TextCell()


def column_for(field, **options):
    """The column that follows from a model field."""
    settings = {
        "attribute": field.name,
        "column_name": field.name,
        "widget": widget_for(field),
        "label": field.verbose_name,
        "reads": [(field.model, field.name)] if hasattr(field.model, "field_policy") else (),
    }
    return Column(**(settings | options))
