"""Sheets of tickets: a row for each item, or for each disposal of it; the ticket's cells repeat."""

from collections import defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from casework.actions_many import fault_for, faults_of_additions, signed
from casework.references import copied
from casework.sentences import say as _
from exchange import widgets
from exchange.answers.word_lists import ClosedList, MunitionList
from exchange.cases import CaseResource, not_from_sheets, same, text_of
from exchange.columns import Column, column_for
from exchange.rows import ERROR
from incidents.models import Incident
from munitions.matching import Designations
from munitions.models import Munition
from ordnance.choices import Channel
from ordnance.filters import ListFilter
from ordnance.models import Disposal, Item, Sighting, Team, Ticket
from ordnance.sheet_balance import is_of_stored_item, unbalanced
from ordnance.sheet_columns import (
    DISPOSAL,
    FAMILIES,
    ITEM,
    ORDER,
    SHOWN_ONLY,
    counter,
    part_columns,
    shown_columns,
)
from ordnance.sheet_items import MOST, category_cell, lines_of, munition_of
from ordnance.sheet_meant import (
    called_alike,
    is_meant,
    is_told_again,
    item_meant,
    told_of_item,
)
from ordnance.sheet_presets import SHAPES
from ordnance.sheet_report_day import take_report_day
from ordnance.sheet_then import Parts, with_parts
from places.spelling import fold


class TicketResource(CaseResource):
    """Tickets with items and disposals. Disposals are added, never changed."""

    kind = "tickets"
    text = "description"
    day_field = "reported_at"
    title = gettext_lazy("Tickets")
    add_permission = "ordnance.add_ticket"
    several_rows = True
    layouts = SHAPES
    list_name = "ordnance:list"
    order = tuple(ORDER)
    families = FAMILIES
    keeps_text = ("place", "munition", "item_category")
    rests_on = (*CaseResource.rests_on, Munition, Team)

    reported_at = column_for(
        Ticket._meta.get_field("reported_at"),
        names=(
            *("date", "date reported", "reported on", "report date", "_submission_time"),
            *("التاريخ", "تاريخ البلاغ", "وقت البلاغ"),
        ),
        hxl=("#date+reported", "#date"),
        looks="day",
    )
    description = column_for(
        Ticket._meta.get_field("description"),
        names=("notes", "remarks", "details", "ملاحظات", "الوصف", "تفاصيل"),
    )
    incident = Column(
        column_name="incident",
        widget=widgets.TextCell(),
        label=gettext_lazy("incident that left it"),
        reads=[(Ticket, "incident")],
    )
    item = counter("item", gettext_lazy("item"))
    munition = Column(
        column_name="munition",
        widget=widgets.TextCell(),
        names=("model", "الطراز"),
        label=gettext_lazy("model"),
        reads=[(Item, "munition")],
    )
    disposal = counter("disposal", gettext_lazy("disposal"))
    disposal_team = Column(
        column_name="disposal_team",
        widget=widgets.TextCell(),
        label=gettext_lazy("disposal team"),
        reads=[(Disposal, "team")],
    )
    locals().update(part_columns(Item, "item", ITEM))
    locals().update(part_columns(Disposal, "disposal", DISPOSAL))
    locals().update(shown_columns())

    class Meta:
        model = Ticket
        exclude = not_from_sheets(Ticket)

    def __init__(self, by, **options):
        super().__init__(by, **options)
        self.designations = Designations.load()
        self.teams = {team.name: team for team in Team.objects.of(by)}
        self.rows_of = {}
        self.fields["item_category"].widget = category_cell()

    def list_of(self, name):
        if name == "munition":
            return MunitionList(self.designations)
        if name == "disposal_team":
            return ClosedList({n: n for n in self.teams}, {fold(n): n for n in self.teams})
        return super().list_of(name)

    # ------------------------------------------------------------ rows of one ticket

    @staticmethod
    def belong_together(row, following):
        for name in ("ref", "external_id"):
            if row.text(name) or following.text(name):
                return row.text(name) == following.text(name)
        return False

    def look_up(self, rows):
        self.rows_of = {}  # of this chunk alone
        super().look_up(rows)

    def judge_group(self, rows):
        """The ticket's cells must say the same in all of its rows."""
        head, own = rows[0], self.ticket_columns()
        for row in rows[1:]:
            for name in own & row.values.keys():
                if row.values[name] not in (None, "", head.values.get(name)):
                    row.refuse(name, _("Row %(n)d says otherwise of the same ticket.")
                               % {"n": head.number})  # fmt: skip
        super().judge_group(rows)

    def cells_then_and_now(self, row, then, now):
        cells = super().cells_then_and_now(row, then, now)
        parts = Parts(row, then, now, partial(self.says_same, row))
        return with_parts(cells, parts, self.fields)

    def says_same(self, row, name, item, record):
        """Whether the row says of a stored item, or of a disposal of it, what it is."""
        if name == "item":
            told = Item()
            self.set_item(told, row, told)
            return is_meant(record, told)
        told = self.disposal_of(item, row)
        return told is not None and self.is_known([record], told, row)

    def ticket_columns(self):
        return {n for n in self.fields if not n.startswith(("item", "disposal", "munition"))}

    def field_values(self, row):
        found = super().field_values(row)
        for name in SHOWN_ONLY:
            found.pop(name, None)
        if found.get("reported_at", 1) is None:
            del found["reported_at"]
        if row.has("incident"):
            found["incident"] = self.incident_of(row)
        if row.said:
            found["description"] = row.with_words(found.get("description"))
        return found

    def is_settled(self, row):
        """An incident that a ticket names may be hidden from this person until it is written."""
        return not row.values.get("incident")

    def incident_of(self, row):
        ref = row.values.get("incident")
        incident = Incident.objects.visible_to(self.by).filter(ref=ref).first() if ref else None
        if ref and incident is None:
            row.refuse("incident", _("There is no %(ref)s that you may see.") % {"ref": ref})
        return incident

    # ------------------------------------------------------------ items and disposals

    def keep_text(self, row, name, word):
        """What an item was called belongs to the item: nobody finds it in the ticket's text."""
        if name != "item_category":
            super().keep_text(row, name, word)
            return
        written = row.values.get("item_written") or ""
        if fold(word) not in fold(written):
            row.values["item_written"] = "; ".join(filter(None, (written, word)))

    def records_of(self, case, rows):
        records = []
        for together in self.items_of(rows).values():
            item = Item(ticket=case)
            self.set_item(item, together[0], item)
            records.append(item)
            self.remember(item, together[0])
            for row in together:
                if disposal := self.disposal_of(item, row):
                    records.append(disposal)
                    self.remember(disposal, row)
        take_report_day(case, records, rows[0])
        seen = Sighting(
            ticket=case,
            seen_at=case.reported_at,
            channel=Channel.IMPORT,
            description=rows[0].values.get("description") or "",
        )
        return [seen, *records]

    def items_of(self, rows):
        """{item number: its rows}; a row without any cell of an item has none."""
        found = defaultdict(list)
        for position, row in enumerate(rows, 1):
            number = row.values.get("item")
            if number is not None:
                found[number].append(row)
            elif self.says_item(row):  # no number: an item of its own, or several in one cell
                for place, line in enumerate(lines_of(row, self.designations)):
                    found[-(position * MOST + place)].append(line)
        return found

    def says_item(self, row):
        names = ["munition", *(f"item_{name}" for name in ITEM)]
        return any(row.values.get(name) not in (None, "") for name in names)

    def set_item(self, item, row, stored):
        """Set what the row says of an item; {column: [old, new]} of what differs."""
        changes = {}
        said = {n: row.values[f"item_{n}"] for n in ITEM if f"item_{n}" in row.values}
        said |= munition_of(self, row)
        for name, value in said.items():
            field = Item._meta.get_field(name)
            if value in (None, "") and not row.values.get("version"):
                continue
            new = field.get_default() if value is None and not field.null else value
            old = getattr(stored, name)
            if not same(old, new):
                changes[f"item {name}"] = [text_of(old), text_of(new)]
                setattr(item, name, new)
        return changes

    def disposal_of(self, item, row):
        """The disposal that a row tells of, or None."""
        values = {n: row.values.get(f"disposal_{n}") for n in DISPOSAL}
        if not values["method"] and values["quantity"] is None:
            return None
        given = {name: value for name, value in values.items() if value not in (None, "")}
        name = row.values.get("disposal_team")
        if name and name not in self.teams:
            sentence = _("There is no team “%(name)s”.") % {"name": name}
            row.add(ERROR, "disposal_team", sentence, "unknown_team", word=name)
        return Disposal(item=item, team=self.teams.get(name), **given)

    def plan_records(self, rows, stored, plan):
        """Items by their number or name: changed ones are edited, further ones added."""
        held, met = list(stored.items.all()), set()
        for number, together in self.items_of(rows).items():
            told = Item()
            self.set_item(told, together[0], told)
            if item := item_meant(number, held, met, told_of_item(told)):
                met.add(item.pk)
                self.plan_item(item, together[0], plan)
                self.plan_disposals(item, together, plan)
            else:
                self.doubt_item(together[0], called_alike(held, met, told))
                item = Item(ticket=plan.case)
                self.set_item(item, together[0], item)
                new = [item, *filter(None, (self.disposal_of(item, row) for row in together))]
                plan.additions += new
                for record in new:
                    self.remember(record, together[0])
                together[0].changes["+ item"] = ["", str(item)]
        if (plan.additions or plan.edits) and stored.seal:
            rows[0].refuse("", ValidationError(stored.seal, code="sealed"))

    def doubt_item(self, row, other):
        """A further item of the same name may be the one that is there, with another number."""
        if other is not None:
            sentence = _("The ticket has an item of this name, told otherwise. This one is added.")
            row.warn("item_written", sentence, "item_alike")

    def plan_item(self, stored, row, plan):
        item = Item.objects.get(pk=stored.pk) if self.applying else stored
        before = Item(**{f.attname: getattr(stored, f.attname) for f in Item._meta.concrete_fields})
        changes = self.set_item(item, row, before)
        if not changes:
            return
        row.changes |= changes
        for change in changes:
            name = change.removeprefix("item ")
            self.newer.tell_of_record(row, item, self.error_column(item, name, None), name)
        plan.edits.append(item)
        if error := fault_for(item, self.by, before):
            self.remember(item, row)
            self.place_error([row], item, error)

    def plan_disposals(self, item, rows, plan):
        """They are of the item of the ticket as the sheet leaves it: its report day may move."""
        held, item = list(item.disposals.all()), copied(item)
        item.ticket = plan.case
        for row in rows:
            disposal = self.disposal_of(item, row)
            number = row.values.get("disposal")
            if disposal is None or (number is None and self.is_known(held, disposal, row)):
                continue
            if number is None or number > len(held):
                plan.additions.append(disposal)
                self.remember(disposal, row)
                row.changes["+ disposal"] = ["", str(disposal)]
            elif not self.same_disposal(held[number - 1], disposal):
                row.refuse("disposal_quantity", _("A disposal is never changed: add a row for it."))

    def faults_of_plan(self, plan):
        """Disposals of stored items are weighed with what the same sheet changes of the item."""
        if self.applying:
            return []
        later = [each for each in plan.additions if is_of_stored_item(each)]
        others = [each for each in plan.additions if each not in later]
        signed(later, self.by)
        found = faults_of_additions(others, by=self.by)
        found += [(each, error) for each in later if (error := fault_for(each, self.by))]
        return found or list(unbalanced(later))

    def is_known(self, held, disposal, row):
        given = [n for n in DISPOSAL if row.values.get(f"disposal_{n}") not in (None, "")]
        return is_told_again(held, disposal, [*given, *(["team"] if disposal.team else [])])

    def same_disposal(self, stored, told):
        return all(same(getattr(stored, n), getattr(told, n)) for n in (*DISPOSAL, "team"))

    # ------------------------------------------------------------ errors and their rows

    def remember(self, record, row):
        self.rows_of[record.pk] = row.origin or row

    def row_of(self, rows, record):
        row = self.rows_of.get(record.pk)
        return row if row in rows else rows[0]

    def error_column(self, record, name, error):
        for model, prefix in ((Item, "item"), (Disposal, "disposal")):
            if isinstance(record, model):
                return "munition" if name == "munition" else f"{prefix}_{name}" if name else prefix
        return super().error_column(record, name, error)

    # ------------------------------------------------------------ out

    def queryset(self):
        return (
            super()
            .queryset()
            .prefetch_related(
                # An incident that this person may not see is not named by its ticket either.
                Prefetch("incident", Incident.objects.visible_to(self.by)),
                "items__disposals__team",
                "items__munition",
            )
        )

    def filter_form(self, params):
        return ListFilter(params, user=self.by)
