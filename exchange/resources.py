"""What every kind of sheet shares: columns, reading a row, judging it, writing many, taking out.

Built on django-import-export's ModelResource, Field and Widget. Its per-row import path is not
used: rows are judged all at once, and written in sets by the verbs.
"""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from import_export.resources import ModelResource

from casework.sentences import say as _
from exchange.answers.word_lists import choice_list
from exchange.cells import to_text
from exchange.columns import column_for
from exchange.doubts import Doubts
from exchange.exporting.layouts import WholeLayout
from exchange.mapping import recognise
from exchange.rows import Verdict, legible, skip_what_is_no_record
from exchange.tables import Tables
from exchange.widgets import ChoiceCell
from places.spelling import fold

MEMORY = 5_000  # cells of a column whose reading is remembered
UNREAD = object()
BETWEEN = " / "  # a group header and the header below it


class SheetResource(ModelResource):
    """One kind of sheet. An app declares its columns and says how rows become records.

    `kind` is its word in addresses, `title` what people call it, `chunk` how many rows are judged
    and written together (None: all, where rows of one file refer to each other). `several_rows`:
    a record may stand in several rows, one for each of its parts. `needed` are sets of columns of
    which a sheet of new records has at least one; `families` group the columns for people who
    choose among them: (label, column names); `codebooks` know other makers' sheets.
    """

    kind = ""
    title = ""
    chunk = 500
    several_rows = False
    order = ()
    add_permission = ""
    needed = ()
    families = ()
    codebooks = ()
    layouts = (WholeLayout,)  # the shapes in which it leaves
    list_name = ""  # the address of its list, where it has one
    keeps_text = ()  # columns whose unknown words may stay in the record's text
    rests_on = ()  # models by whose rows cells are read and records judged
    steps = ()  # taken right after a new case was made

    def __init__(self, by, *, source_name="", **options):
        super().__init__(**options)
        self.by = by
        self.source_name = source_name
        self.doubts = Doubts()
        self.memory = {}
        self.words = {}  # {column name: {folded text: the text that is read in its place}}
        self.lists = {}
        self.heads = {}  # {position: folded texts that are headers there}
        self.tables = Tables({}, set())
        self.answers = {}  # {column name: {folded text: the `Word` that a person answered}}

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """import-export's hook: a model field becomes our column, so a new field is one too."""
        return column_for(django_field, readonly=readonly)

    @property
    def columns(self):
        """The columns in the order of our own sheets."""
        named = [self.fields[name] for name in self.order if name in self.fields]
        rest = [field for name, field in self.fields.items() if name not in self.order]
        return [*named, *rest]

    def know_headers(self, headers, mapping):
        """By these a header that stands further down again is no record: the sheet's own, with
        their groups, and all others that the column is known by."""
        for place, header in enumerate(headers):
            column = self.fields.get(mapping.get(str(place), "").partition(".")[0])
            said = [header, *header.split(BETWEEN), *(column.headers() if column else ())]
            self.heads[place] = {fold(text) for text in said if text}
        every = (text for column in self.fields.values() for text in column.headers())
        self.tables = Tables(self.heads, set(map(fold, every)) - {""})

    def title_of(self, name):
        return self.fields[name].title if name in self.fields else name

    def may_import(self):
        return self.by.has_perm("exchange.import_cases") and self.by.has_perm(self.add_permission)

    # ------------------------------------------------------------ in: reading

    def surveyed(self):
        """The columns whose cells a survey looks at."""
        return {n for n, field in self.fields.items() if hasattr(field.widget, "survey")}

    def survey(self, rows):
        """Look at all rows of the file before the first is judged: orders of dates, their keys."""
        looks = {
            name: field.widget.survey
            for name, field in self.fields.items()
            if hasattr(field.widget, "survey")
        }
        seen = {name: {} for name in looks}  # each cell once, in the order of the file
        for row in rows:
            self.tables.look(row)
            for name, cells in seen.items():
                if name in row.cells:
                    cells[row.cells[name]] = None
        for name, look in looks.items():
            look(list(seen[name]))

    def judge(self, rows):
        """Give every row its verdict, its findings and, on the first of a group, its plan."""
        for row in rows:
            if not row.verdict:
                skip_what_is_no_record(row, self.heads)
            self.tables.settle(row)
        alive = [row for row in rows if not row.verdict]
        for row in alive:
            self.read(row)
        self.doubts.tell(self, alive)
        self.look_up(alive)
        for group in self.groups(alive):
            self.judge_group(group)
        self.look_around([row for row in alive if row.plan])

    def read(self, row):
        for name, cell in row.cells.items():
            field = self.fields[name]
            if field.readonly:
                continue
            value = self.read_once(name, field, cell)
            if isinstance(value, ValidationError):
                row.refuse(name, value, field.attribute or name)
            else:
                row.values[name] = value
        if self.answers:
            self.tell_words(row)

    def read_once(self, name, field, cell):
        """The reading of a cell; columns repeat their values, so each is read once."""
        memory = self.memory.setdefault(name, {})
        key = (type(cell), cell)
        value = memory.get(key, UNREAD)
        if value is UNREAD:
            value = self.reading(field, cell)
            if len(memory) < MEMORY:
                memory[key] = value
        return value

    def reading(self, field, cell):
        """What the cell says, or the ValidationError; no mistake in a cell is more than that."""
        try:
            return field.clean({field.column_name: self.meant(field.column_name, cell)})
        except ValidationError as error:
            return error
        except (ValueError, ArithmeticError, TypeError, ObjectDoesNotExist):
            return ValidationError(
                _("“%(text)s” cannot be read here."), params={"text": to_text(cell)}
            )

    def meant(self, name, cell):
        """The cell, or what a person answered that its words mean."""
        words = self.words.get(name)
        return self.word_list(name).replaced(cell, words) if words else cell

    # ------------------------------------------------------------ in: words

    def word_list(self, name):
        """The list by which the words of a column are read; None where no word can be unknown."""
        if name not in self.lists:
            self.lists[name] = self.list_of(name)
        return self.lists[name]

    def list_of(self, name):
        """Closed lists speak for themselves; a kind says what else its columns are read by."""
        widget = self.fields[name].widget
        return choice_list(widget) if isinstance(widget, ChoiceCell) else None

    def tell_words(self, row):
        """Show beside the row which of its words were read as a person answered once."""
        for name in self.answers.keys() & row.cells.keys():
            for word, answer in self.answered(name, row.cells[name]):
                row.note(name, answer.told, "read_as", word=word, means=answer.means)
                if word == row.text(name):  # not one of several
                    row.shown[name] = str(answer.label)
                if answer.sense == answer.Sense.TEXT and name in self.words:
                    self.keep_text(row, name, word)

    def keep_text(self, row, name, word):
        """A word that no list has, and that a person wants kept: usually with the record's text."""
        row.said.append(word)

    def answered(self, name, cell):
        """[(word, answer)] of a cell; columns repeat their values, so each is looked at once."""
        memory = self.memory.setdefault(f"{name} answers", {})
        if cell not in memory:
            known = self.answers[name]
            parts = self.word_list(name).parts(legible(cell))
            found = [(part, known[fold(part)]) for part in parts if fold(part) in known]
            if len(memory) >= MEMORY:
                return found
            memory[cell] = found
        return memory[cell]

    def doubt(self, row, column, sentence, code, word):
        """Warn of a word that nobody knows, unless a person answered that it stays as it is."""
        if fold(word) not in self.answers.get(column, {}):
            row.warn(column, sentence, code, word=word)

    # ------------------------------------------------------------ in: what each kind says

    def look_up(self, rows):
        """Fetch at once what these rows refer to."""

    @staticmethod
    def belong_together(row, following):
        """Whether two neighbouring rows are one record; usually each row is one."""
        return False

    @property
    def apart(self):
        """{reference: numbers of its rows} of records whose rows do not stand together in the file;
        they are judged together. Known once all rows were surveyed."""
        return {}

    def identity(self, row):
        """What makes two rows of a file speak of one record; "" where nothing does."""
        return ""

    def day_of(self, row):
        """The day by which rows of a file are compared with each other; None if they are not."""

    def groups(self, rows):
        """The rows of each record."""
        together = []
        for row in rows:
            if together and self.belong_together(together[-1][-1], row):
                together[-1].append(row)
            else:
                together.append([row])
        return together

    def judge_group(self, rows):
        raise NotImplementedError

    def look_around(self, rows):
        """Compare records with each other and with the database; only warns."""

    def write(self, rows, batch):
        """Write what the rows' plans say, through the verbs; returns nothing, raises to refuse."""
        raise NotImplementedError

    # ------------------------------------------------------------ in: what may be kept ready

    def orders(self):
        """{column: the order of its dates}, which all of its cells settled together."""
        widgets = {name: field.widget for name, field in self.fields.items()}
        return {name: widget.order for name, widget in widgets.items() if hasattr(widget, "order")}

    def guards(self):
        """{step: what refuses it to a new case, see `create_many`}."""
        return {}

    def is_settled(self, row):
        """Whether the plan of a new row hangs on nothing that only applying settles."""
        return True

    @staticmethod
    def days_of(case):
        """(first, last) of the days by which a new case is compared; None if it is not."""

    def days_seen(self):
        """{day: state} of the stored cases that new ones were compared with."""
        return {}

    @staticmethod
    def states_of(days):
        """The same as it is now for these days, as texts."""
        return {}

    def column_of(self, name):
        """The column from which a model field was read, to put the model's own errors there."""
        for column, field in self.fields.items():
            if name in (field.attribute, column):
                return column
        return ""

    # ------------------------------------------------------------ out

    def readable_columns(self):
        return [column for column in self.columns if column.exportable(self.by)]

    def recognised(self, headers):
        """{position: column name} of headers as a sheet of this kind would be read."""
        return recognise(headers, [], self.columns)

    def queryset(self):
        """What this person may take out, with what the columns read."""
        return self._meta.model._default_manager.all()

    def filter_form(self, params):
        """The list's own filter for its query string; None where there is no list."""
        return

    def filtered(self, queryset, params):
        """The records that the list's own query string chooses, in the list's order."""
        form = self.filter_form(params)
        return queryset if form is None else form.narrow(queryset)

    def value(self, column, record):
        method = getattr(self, f"dehydrate_{column.column_name}", None)
        value = method(record) if method else column.get_value(record)
        return column.widget.render(value)


def set_verdict(rows, verdict, ref=""):
    for row in rows:
        row.verdict, row.ref = verdict, ref or row.ref


def name_all_rows(rows):
    """Every row of a record is told which it became: brought again, each of them is known."""
    ref = ""
    for row in rows:
        if row.plan:
            ref = row.plan.case.ref
        if row.verdict in (Verdict.NEW, Verdict.CHANGED):
            row.ref = ref


def refuse_group(rows):
    """One faulty row refuses the whole record; its other rows say which."""
    faulty = [row for row in rows if row.is_refused]
    for row in rows:
        if row not in faulty:
            row.refuse("", _("Row %(n)d of the same record is refused.") % {"n": faulty[0].number})
    set_verdict(rows, Verdict.REFUSED)
