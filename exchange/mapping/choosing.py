"""The columns of a sheet as a person sees them: samples, reasons, what to choose from."""

from dataclasses import dataclass, field

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import importing, mapping
from exchange.cells import to_text
from exchange.mapping import hxl, joining
from exchange.mapping.codebooks import KOBO
from exchange.mapping.likeness import is_blank, text_of
from exchange.registry import resource_class

SAMPLES, SAMPLED, LONGEST = 3, 200, 60
MANY = 40  # columns that nobody looks through for the few that are guessed
SHOWS = ("unread", "doubtful")
LOOKS = {
    "day": gettext_lazy("its values look like days"),
    "pcode": gettext_lazy("its values look like p-codes"),
    "point": gettext_lazy("its values look like points"),
    "latitude": gettext_lazy("its values look like latitudes"),
    "longitude": gettext_lazy("its values look like longitudes"),
    "list": gettext_lazy("its values are words of this list"),
}
BECAUSE = {
    "header": gettext_lazy("by its header"),
    "slip": gettext_lazy("its header is nearly “%(because)s”"),
    "words": gettext_lazy("its header holds “%(because)s”"),
    "twice": gettext_lazy("left out: “%(because)s” means the same, and is read"),
    "serial": gettext_lazy("left out: it numbers the rows of this sheet, as the next sheet will"),
    "hxl": gettext_lazy("by its HXL tag %(because)s"),
    "remembered": gettext_lazy("as remembered in “%(because)s”"),
    "renamed": gettext_lazy("it seems to be “%(because)s” under a new name"),
    "codebook": gettext_lazy("as %(because)s publishes it"),
    "counted": gettext_lazy("counted from the rows of “%(because)s”, each as one person"),
    "ours": gettext_lazy(
        "its values are our own references: read so, each row becomes a second record"
    ),
    "person": gettext_lazy("as a person said"),
}


def why(found):
    """What a column was recognised by, in words. `found` is a Found as a dict, or None."""
    if not found:
        return _("not recognised")
    if found["how"] == "values":
        return str(LOOKS.get(found["because"], _("its values are names of areas")))
    if found["how"] == "header" and found["because"]:
        sentence = _("by its header; its HXL tag %(because)s says otherwise")
    else:
        sentence = str(BECAUSE.get(found["how"], ""))
    return sentence % found


@dataclass
class Line:
    """One column of the sheet. `otherwise` is what we had read it as, had nobody said more."""

    position: int
    header: str
    choice: object
    name: str
    why: str
    is_doubtful: bool
    samples: list = field(default_factory=list)
    otherwise: str = ""
    is_counted: bool = False


class ColumnsForm(forms.Form):
    """What each column of a sheet is read as, and whether the next such sheet is read so too.

    A column that is not posted stays as it is: the page may show a part of them.
    """

    remember = forms.BooleanField(
        label=gettext_lazy("Read the next sheet with these headers in the same way"),
        required=False,
        initial=True,
    )
    name = forms.CharField(
        label=gettext_lazy("Remembered as"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        choices = [("", _("leave out")), *families_of(resource_class(sheet.kind))]
        for position, header in enumerate(sheet.headers):
            self.fields[field_name(position)] = forms.ChoiceField(
                choices=choices,
                required=False,
                label=header or _("column %(n)d") % {"n": position + 1},
                disabled=sheet.is_written,
                initial=sheet.mapping.get(str(position), ""),
                widget=forms.Select({"class": "form-select"}),
            )

    def columns(self):
        """{position: column name} as it is now said."""
        said = dict(self.sheet.mapping)
        for position in range(len(self.sheet.headers)):
            if self.add_prefix(field_name(position)) in self.data:
                said[str(position)] = self.cleaned_data[field_name(position)]
        return {at: name for at, name in said.items() if name}

    def remembered_as(self):
        """The name to remember these columns by; "" for not at all."""
        if not self.cleaned_data["remember"]:
            return ""
        return self.cleaned_data["name"].strip() or self.initial["name"]

    def clean(self):
        cleaned = super().clean()
        if self.sheet.is_written:
            raise forms.ValidationError(_("This sheet was applied already."))
        if not self.errors:
            for position, sentence in importing.column_faults(self.sheet, self.columns()).items():
                self.add_error(field_name(position), sentence)
        return cleaned


def field_name(position):
    return f"column-{position}"


def families_of(resource):
    """The columns of a kind of sheet, grouped for people: [(label, [(name, title)])]."""
    fields = resource.fields
    order = [*resource.order, *(name for name in fields if name not in resource.order)]
    left = {name: fields[name] for name in order if name in fields}
    groups = []
    for label, names in resource.families:
        taken = [left.pop(name) for name in names if name in left and not left[name].readonly]
        groups.append((label, [pair for column in taken for pair in titled(column)]))
    plain = [pair for column in left.values() if not column.readonly for pair in titled(column)]
    shown = [pair for column in left.values() if column.readonly for pair in titled(column)]
    groups.append((_("Other") if groups else resource.title, plain))
    groups.append((_("Shown, never read back"), shown))
    return [(label, pairs) for label, pairs in groups if pairs]


def titled(column):
    """The entries of one column: the whole, and the parts that several columns may give."""
    yield column.column_name, column.title
    for part in dict.fromkeys(part for parts in joining.part_sets(column) for part in parts):
        yield f"{column.column_name}.{part}", f"{column.title}: {joining.LABELS[part]}"


class Choosing:
    """What the page of a sheet's columns shows. `show` is "all", "unread" or "doubtful"; of many
    columns the doubtful ones, where nothing else was asked for."""

    def __init__(self, sheet, form, show=""):
        self.sheet, self.form = sheet, form
        self.resource = resource_class(sheet.kind)
        self.said = sheet.report.get("columns", {})
        many = len(self.lines) > MANY and self.chips["doubtful"] and not sheet.is_written
        self.show = show or ("doubtful" if many else "all")

    @cached_property
    def lines(self):
        found, otherwise = self.said.get("found", {}), self.said.get("otherwise", {})
        samples = self.samples()
        return [
            Line(
                position,
                header,
                self.form[field_name(position)],
                self.sheet.mapping.get(str(position), ""),
                why(found.get(str(position))),
                self.is_doubtful(found.get(str(position))),
                samples[position],
                self.title_of(otherwise.get(str(position), "")),
                found.get(str(position), {}).get("how") == "counted",
            )
            for position, header in enumerate(self.sheet.headers)
            if header or samples[position]
        ]

    def is_doubtful(self, found):
        said = found and (found["name"] or found["how"] == "twice")
        return bool(said and found["sure"] < mapping.SURE)

    @property
    def shown(self):
        """The lines that were asked for; those with an error are always among them."""
        tests = {"unread": lambda line: not line.name, "doubtful": lambda line: line.is_doubtful}
        test = tests.get(self.show, lambda line: True)
        return [line for line in self.lines if test(line) or line.choice.errors]

    @property
    def chips(self):
        """[(value, how many)] of the filters."""
        unread = sum(not line.name for line in self.lines)
        doubtful = sum(line.is_doubtful for line in self.lines)
        return {"all": len(self.lines), "unread": unread, "doubtful": doubtful}

    @property
    def guesses(self):
        """How many columns are doubtful, without those that we counted ourselves."""
        return sum(line.is_doubtful and not line.is_counted for line in self.lines)

    @property
    def is_counted(self):
        """Whether figures were counted that nobody has looked at yet."""
        return any(line.is_doubtful and line.is_counted for line in self.lines)

    def samples(self):
        """The first few different values of each column."""
        found = [[] for _header in self.sheet.headers]
        for row in self.sheet.rows.order_by("number")[:SAMPLED]:
            if not hxl.is_tag_row(row.raw):
                for values, cell in zip(found, row.raw, strict=False):
                    text = "" if is_blank(cell) else text_of(cell)[:LONGEST]
                    if len(values) < SAMPLES and text and text not in values:
                        values.append(text)
        return found

    def title_of(self, name):
        column, part = joining.split_name(name)
        title = self.resource.fields[column].title if column in self.resource.fields else ""
        return f"{title}: {joining.LABELS[part]}" if part in joining.LABELS else title

    @property
    def needed(self):
        """What is missing, in words: “place, district or governorate”."""
        return [
            _(" or ").join(self.title_of(name) for name in names)
            for names in self.said.get("needed", ())
        ]

    @property
    def given(self):
        """[(title, what stands in every row)]."""
        return [(self.title_of(name), to_text(text)) for name, text in self.sheet.given.items()]

    @property
    def codebook(self):
        """The maker whose sheet this is, with what of it people would not expect."""
        books = {each.name: each for each in (*self.resource.codebooks, KOBO)}
        return books.get(self.said.get("codebook"))
