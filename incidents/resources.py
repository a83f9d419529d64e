"""Sheets of incidents: one row is an incident with its source, its figures and what it hit."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.making import made
from casework.sentences import say as _
from exchange import widgets
from exchange.answers.remembered_people import PeopleWords, tell_people
from exchange.answers.word_lists import MunitionList
from exchange.case_columns import PLACES
from exchange.cases import CaseResource, not_from_sheets
from exchange.cells import to_text
from exchange.columns import Column
from exchange.parsing.counting import UNCOUNTED
from exchange.rows import SOURCE_OF
from incidents import choices
from incidents.ledger import CasualtyReport, Figure, Outcome, Population
from incidents.listing import IncidentFilter
from incidents.models import Actor, Attribution, Damage, Incident, Source
from incidents.sheet_acled import AcledIncidents
from incidents.sheet_codebooks import ACLED
from incidents.sheet_columns import FAMILIES, NAMES, ORDER, figure_columns
from incidents.sheet_doubts import Doubts
from incidents.sheet_duplicates import LookAlikes, states_of
from incidents.sheet_ledger import is_told_already, silent_fields, with_silent_figures
from incidents.sheet_out import WholeIncidents
from incidents.sheet_parts import (
    CELLS,
    HITS,
    HitList,
    Listed,
    Parties,
    SourceCell,
    cell_of,
    damage_of,
    figures_told,
    held_hits,
    names_nothing,
    new_sources,
    read_hits,
    report_records,
)
from incidents.sheet_presets import LongIncidents, MappedIncidents, TaggedIncidents
from incidents.sheet_public import PublicIncidents
from incidents.sheet_sources import Joining, is_out_of_play
from incidents.sheet_times import take_day, take_hour, when_changed
from incidents.sheet_weapons import keep_phrase
from incidents.sheet_words import WEAPON_KEYWORDS, WEAPONS
from incidents.toll import counted_reports, toll
from munitions.matching import Designations
from munitions.models import Munition
from places.spelling import fold

REPORTED = ("population", "preliminary")


class IncidentResource(CaseResource):
    """Incidents with what hangs on them; a changed figure is a new casualty report."""

    kind = "incidents"
    text = "narrative"
    title = gettext_lazy("Incidents")
    add_permission = "incidents.add_incident"
    order = ORDER
    needed = (("occurred_on",), PLACES)
    families = FAMILIES
    codebooks = (ACLED,)
    steps = ("submit",)
    list_name = "incidents:list"
    adds_only = frozenset({"source", "party", "damage"})
    keeps_text = ("place", "weapon", "munition", "party", "damage")
    rests_on = (*CaseResource.rests_on, Actor, Munition)
    layouts = (
        WholeIncidents,
        PublicIncidents,
        TaggedIncidents,
        AcledIncidents,
        LongIncidents,
        MappedIncidents,
    )

    occurred_on = Column(
        attribute="occurred_on",
        column_name="occurred_on",
        hxl=("#date+occurred", "#date+start", "#date"),
        looks="day",
        widget=widgets.DayCell(),
        names=NAMES["occurred_on"],
        label=gettext_lazy("day"),
        reads=[(Incident, "occurred_on")],
    )
    time = Column(
        attribute="time",
        column_name="time",
        widget=widgets.HourCell(),
        names=NAMES["time"],
        label=gettext_lazy("time"),
        reads=[(Incident, "time")],
    )
    weapon = Column(
        attribute="weapon",
        column_name="weapon",
        hxl=("#event+type", "#event+type+weapon", "#cause+type"),
        widget=widgets.ChoiceCell(choices.Weapon.choices, words=WEAPONS, keywords=WEAPON_KEYWORDS),
        names=NAMES["weapon"],
        label=gettext_lazy("weapon"),
        reads=[(Incident, "weapon")],
    )
    munition = Column(
        column_name="munition",
        widget=widgets.TextCell(),
        names=NAMES["munition"],
        label=gettext_lazy("munition"),
        reads=[(Incident, "munition")],
    )
    narrative = Column(
        attribute="narrative",
        column_name="narrative",
        hxl=("#description",),
        widget=widgets.TextCell(),
        names=NAMES["narrative"],
        label=gettext_lazy("what happened"),
        reads=[(Incident, "narrative")],
    )
    party = Column(
        column_name="party",
        hxl=("#group+perp", "#org+perp", "#group"),
        widget=widgets.TextCell(),
        names=NAMES["party"],
        label=gettext_lazy("alleged party"),
        reads=[(Attribution, "actor")],
    )
    damage = Column(
        column_name="damage",
        hxl=("#impact", "#impact+type"),
        widget=widgets.TextCell(),
        names=NAMES["damage"],
        filled=False,
        label=gettext_lazy("damage"),
        reads=[(Damage, "facility site")],
    )
    source = Column(
        column_name="source",
        hxl=("#meta+source",),
        widget=SourceCell(),
        names=NAMES["source"],
        label=gettext_lazy("source"),
        reads=[(Source, "name")],
    )
    population = Column(
        column_name="population",
        widget=widgets.ChoiceCell(Population.choices),
        label=gettext_lazy("who was counted"),
        reads=[(CasualtyReport, "population")],
    )
    preliminary = Column(
        column_name="preliminary",
        widget=widgets.YesNoCell(),
        label=gettext_lazy("preliminary"),
        reads=[(CasualtyReport, "preliminary")],
    )
    locals().update(figure_columns())

    class Meta:
        model = Incident
        exclude = not_from_sheets(Incident)

    def __init__(self, by, **options):
        super().__init__(by, **options)
        self.parties = Parties()
        self.designations = Designations.load()
        self.look_alikes, self.odd = LookAlikes(by), Doubts()
        self.joining = Joining(self)

    def list_of(self, name):
        lists = {
            "munition": lambda: MunitionList(self.designations),
            "party": lambda: Listed(self.parties.names(), self.parties.codes),
            "damage": lambda: HitList(dict(choices.Facility.choices), HITS),
            UNCOUNTED: lambda: PeopleWords(Outcome.choices),
        }
        return lists[name]() if name in lists else super().list_of(name)

    # ------------------------------------------------------------ values of the incident

    def field_values(self, row):
        found = super().field_values(row)
        take_day(row, found)
        take_hour(row, found)
        self.take_munition(row, found)
        keep_phrase(row, self.fields["weapon"].widget, self.answers.get("weapon", {}))
        tell_people(row, self.answers.get(UNCOUNTED, {}))
        row.said += self.parties.read(row.values.get("party", ""))[1]
        if row.said:
            found["narrative"] = row.with_words(found.get("narrative"))
        return found

    def changed_fields(self, row, stored, case):
        return when_changed(row, stored, case, super().changed_fields(row, stored, case))

    def take_munition(self, row, found):
        """A model named in its own column, or in the words for the weapon."""
        text = row.values.get("munition", "")
        if row.has("munition"):
            found["munition"] = None
        match = self.designations.match(text) if text else None
        match = match or self.designations.find_in(text or row.text("weapon"))
        if match:
            found["munition"] = match.munition
            row.shown["munition"] = match.munition.designation
        elif text:
            found.pop("munition")
            sentence = _("“%(text)s” is not in the catalogue: kept with the text.")
            self.doubt(row, "munition", sentence % {"text": text}, "unknown_munition", text)
            row.said.append(text)

    # ------------------------------------------------------------ records

    def records_of(self, case, rows):
        [row] = rows
        source = made(
            Source,
            incident=case,
            kind=Source.Kind.SHEET,
            name=(row.values.get("source") or self.source_name)[:200],
        )
        return [
            source,
            *report_records(case, source, figures_told(row), **self.report_fields(row)),
            *self.attributions(case, row, set()),
            *self.damages(case, row, set()),
        ]

    def report_fields(self, row):
        given = {n: row.values[n] for n in REPORTED if row.values.get(n) is not None}
        cells = [to_text(row.cells[name]) for name in ("killed", "injured") if row.text(name)]
        worded = any(not text.isdecimal() for text in cells)
        return given | {"wording": " / ".join(cells) if worded else "", "as_of": timezone.now()}

    def attributions(self, case, row, held):
        codes, unknown = self.parties.read(row.values.get("party", ""))
        for word in unknown:
            sentence = _("“%(word)s” is no party we know: kept with the text.")
            self.doubt(row, "party", sentence % {"word": word}, "unknown_party", word)
        actors = [self.parties.actor(code, make=self.applying) for code in codes]
        return [
            made(Attribution, incident=case, actor=actor)
            for actor in actors
            if actor and actor.pk not in held
        ]

    def damages(self, case, row, held):
        hits = read_hits(row.values.get("damage", ""))
        for hit in hits:
            if names_nothing(hit.site) and hit.key not in held:
                sentence = _("“%(word)s” names nothing that was hit.")
                row.refuse("damage", sentence % {"word": hit.site})
            elif hit.site and fold(hit.site) not in self.answers.get("damage", {}):
                message = _("“%(word)s” is on no list: kept as it is, as “other”.")
                row.note("damage", message % {"word": hit.site}, "unknown_facility", word=hit.site)
        return [damage_of(hit, case) for hit in hits if hit.key not in held]

    def plan_records(self, rows, stored, plan):
        [row] = rows
        plan.additions = [
            Source(incident=stored, kind=Source.Kind.SHEET, name=name[:200])
            for name in new_sources(row.values.get("source", ""), stored.sources.all())
        ]
        parties = {each.actor_id for each in stored.attributions.all()}
        hits = held_hits(row.values.get("damage", ""), stored.damages.all())
        loose = [
            *self.attributions(plan.case, row, parties),
            *self.damages(plan.case, row, hits),
        ]
        plan.additions += [*loose, *self.new_report(row, stored, plan)]
        if stored.seal and (loose or (plan.additions and is_out_of_play(stored))):
            row.refuse("", ValidationError(stored.seal, code="sealed"))
        for record in [r for r in plan.additions if not isinstance(r, (Figure, CasualtyReport))]:
            row.changes.setdefault(f"+ {record._meta.verbose_name}", ["", str(record)])

    def new_report(self, row, stored, plan):
        """A report of the row's figures, if they differ from those that count now."""
        stated, changes = figures_told(row), {}
        for name in [*CELLS, *REPORTED]:
            if name not in row.values:
                continue
            column = self.fields[name]
            if name in CELLS:
                people = stated.get(CELLS[name])
                new = column.widget.render(people) if people else ""
            else:
                new = column.widget.render(row.values[name])
            old = self.value(column, stored)
            if str(old) != str(new) and (new != "" or row.values.get("version")):
                changes[name] = [old, new]
        if not changes:
            return []
        row.changes |= changes
        return self.sheet_report(row, stored, plan, stated)

    def sheet_report(self, row, stored, plan, stated):
        known = [s for s in stored.sources.all() if s.kind == Source.Kind.SHEET]
        added = [r for r in plan.additions if isinstance(r, Source)]
        source = next(iter([*added, *known]), None)
        records = []
        if source is None:
            source = Source(incident=stored, kind=Source.Kind.SHEET, name=self.source_name[:200])
            records = [source]
        fields = silent_fields(row, stored) | self.report_fields(row)
        fields["reason"] = _("Changed by an imported sheet.")
        stated = with_silent_figures(row, stored, stated, self.newer)
        if is_told_already(row, stored, stated, fields):
            return []
        return [*records, *report_records(stored, source, stated, **fields)]

    def error_column(self, record, name, error):
        """A report's sums are wrong in the column of the outcome that the sentence names."""
        if isinstance(record, Figure):
            return cell_of(record.outcome, record.group)
        if isinstance(record, CasualtyReport):
            said = " ".join(error.messages)
            named = [o for o, g in CELLS.values() if said.startswith(o.label.capitalize())]
            return str(named[0]) if named else "killed"
        if name in ("latitude", "longitude"):
            return name if record.latitude is None else "coordinates"
        return super().error_column(record, name, error)

    # ------------------------------------------------------------ look-alikes, writing

    def survey(self, rows):
        super().survey(self.joining.noting(rows))

    def look_up(self, rows):
        super().look_up(rows)
        self.joining.look_up(rows)

    def judge_group(self, rows):
        [row] = rows
        if SOURCE_OF in row.answers:
            self.joining.judge(row)
        else:
            super().judge_group(rows)
            self.joining.remember(row)

    def day_of(self, row):
        cell = row.cells.get("occurred_on")
        day = self.read_once("occurred_on", self.fields["occurred_on"], cell)
        return getattr(day, "first", None)

    def look_around(self, rows):
        self.look_alikes.compare(rows)
        self.odd.tell(rows)

    def guards(self):
        """The set-based twins of what the step itself refuses or asks."""
        alike, odd = self.look_alikes.refusal, self.odd.refusal
        return {"submit": lambda case, records: alike(case, records) or odd(case, records)}

    def is_settled(self, row):
        """A party that the site lacks is made when the sheet is applied."""
        codes, _unknown = self.parties.read(row.values.get("party", ""))
        return self.parties.actors.keys() >= set(codes)

    @staticmethod
    def days_of(case):
        return case.occurred_on, case.until

    def days_seen(self):
        return self.look_alikes.states

    @staticmethod
    def states_of(days):
        return states_of(days)

    # ------------------------------------------------------------ out

    def queryset(self):
        return (
            super()
            .queryset()
            .select_related("munition")
            .prefetch_related("sources", "attributions__actor", "damages")
            .with_toll()
        )

    def filter_form(self, params):
        return IncidentFilter(params, user=self.by)

    def value(self, column, record):
        if column.column_name in CELLS:
            return column.widget.render(toll(record, *CELLS[column.column_name]))
        return super().value(column, record)

    def dehydrate_population(self, incident):
        return next((report.population for report in counted_reports(incident)), None)

    def dehydrate_preliminary(self, incident):
        return next((report.preliminary for report in counted_reports(incident)), None)
