"""The quick ways of the set-based verbs say what Django's own, slower ways say."""

from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ForeignKey, IntegerField, Model, Q, Value
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions, constraints
from casework.accepting import acceptor
from casework.actions_many import Faults, create_many, edit_many, fault_for
from casework.changing import change_in
from casework.copying import copy_in
from casework.making import made
from casework.models import Case, Record
from incidents.choices import Weapon
from incidents.ledger import Group, Outcome, Qualifier
from incidents.models import CasualtyReport, Damage, Figure, Incident, Source
from tests.factories import DAY, area, make_incident

MODELS = [model for model in apps.get_models() if issubclass(model, (Case, Record))]
FIELDS = [field for model in MODELS for field in model._meta.concrete_fields]
VALUES = st.one_of(
    st.none(),
    st.text(max_size=320),
    st.sampled_from(["", "draft", "airstrike", Weapon.AIRSTRIKE, "a\0b", [], ["double_tap"], [1]]),
    st.integers(-(2**70), 2**70),
    st.integers(-3, 3),
    st.booleans(),
    st.floats(),
    st.decimals(allow_nan=True),
    st.decimals(-100, 100, places=6),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
)
ids = {"ids": lambda each: str(getattr(each, "_meta", each))}


@pytest.mark.parametrize("field", [f for f in FIELDS if not isinstance(f, ForeignKey)], **ids)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=VALUES)
def test_what_is_taken_quickly_is_what_the_field_itself_returns_unchanged(db, field, value):
    if acceptor(field)(value):
        kept = field.blank and value in field.empty_values
        cleaned = value if kept else field.clean(value, field.model())
        assert (type(cleaned), cleaned) == (type(value), value)


QUICK = [("narrative", "text"), ("weapon", "mortar"), ("latitude", Decimal("36.137910")),
         ("version", 3), ("location_checked", True), ("time", time(13, 22)),
         ("created_at", datetime(2024, 1, 1, tzinfo=UTC)),
         ("flags", ["double_tap"]), ("external_id", "")]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), QUICK)
def test_what_sheets_are_full_of_is_taken_quickly(name, value):
    assert acceptor(Incident._meta.get_field(name))(value)


def test_a_day_with_a_validator_of_its_own_is_left_to_it():
    assert not acceptor(Incident._meta.get_field("occurred_on"))(date(2024, 11, 28))


# ---------------------------------------------------------------- making


@pytest.mark.parametrize("model", MODELS, **ids)
def test_a_record_made_quickly_is_one_made_by_its_constructor(model):
    quickly, slowly = made(model), model()
    assert quickly.__dict__.keys() == slowly.__dict__.keys()
    for field in model._meta.concrete_fields:
        one, other = getattr(quickly, field.attname), getattr(slowly, field.attname)
        assert type(one) is type(other)
        if not (field.has_default() and callable(field.default) and not isinstance(one, list)):
            assert one == other
    assert quickly._state.adding
    assert quickly._state.db is None


def test_records_made_quickly_share_no_list_and_know_their_relations(areas):
    one, other = made(Incident, place=area(), weapon="mortar"), made(Incident)
    assert one.flags is not other.flags
    assert (one.place, one.place_id, one.weapon) == (area(), area().pk, "mortar")
    assert made(Source, incident=one).incident is one
    assert made(Damage, incident=None).incident_id is None


def test_a_model_with_a_constructor_of_its_own_keeps_it():
    class Odd(Model):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.odd = True

        class Meta:
            app_label = "testing_only"
            managed = False

        def __str__(self):
            return "odd"

    assert made(Odd).odd
    apps.all_models["testing_only"].clear()


# ---------------------------------------------------------------- writing

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
KEPT = {
    "narrative": TEXTS | st.sampled_from(["\\N", "\\.", "a\tb\\", "\r\n", "{}", '"']),
    "flags": st.sampled_from([[], ["double_tap"], ["double_tap", "responders_hit"]]),
    "latitude": st.none() | st.decimals(33, 37, places=6),
    "time": st.none() | st.times(),
    "occurred_until": st.none() | st.dates(DAY, date(2100, 1, 1)),
    "location_checked": st.booleans(),
    "claimed_at": st.none() | st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    "weapon": st.sampled_from([Weapon.MORTAR, "mortar"]),
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.fixed_dictionaries(KEPT))
def test_what_is_copied_or_changed_at_once_is_what_save_would_have_written(cast, values):
    values |= {"longitude": None if values["latitude"] is None else Decimal("36.8")}
    saved, changed = make_incident(cast=cast), make_incident(cast=cast)
    for case in (saved, changed):
        for name, value in values.items():
            setattr(case, name, value)
    saved.save()
    change_in(Incident, [changed], list(values))
    copied = copy(saved)
    copied.pk, copied.submission_key, copied.ref = uuid4(), uuid4(), f"C{uuid4().hex[:12]}"
    copy_in(Incident, [copied])
    rows = Incident.objects.filter(pk__in=[saved.pk, changed.pk, copied.pk]).values(*values)
    assert rows[0] == rows[1] == rows[2]


# ---------------------------------------------------------------- conditions

NUMBERS = st.one_of(st.none(), st.integers(0, 3))
LEAVES = st.one_of(
    st.tuples(
        st.sampled_from(["minimum", "maximum"]), st.sampled_from(["exact", "gte", "lt"]), NUMBERS
    ).filter(lambda leaf: leaf[2] is not None),
    st.tuples(st.sampled_from(["minimum", "maximum"]), st.just("isnull"), st.booleans()),
).map(lambda leaf: Q(**{f"{leaf[0]}__{leaf[1]}": leaf[2]}))
CONDITIONS = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.tuples(below, below).map(lambda two: two[0] & two[1]),
        st.tuples(below, below).map(lambda two: two[0] | two[1]),
        below.map(lambda one: ~one),
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(condition=CONDITIONS, minimum=NUMBERS, maximum=NUMBERS)
def test_a_condition_says_in_memory_what_the_database_says_of_it(db, condition, minimum, maximum):
    figure = Figure(minimum=minimum, maximum=maximum)
    whole = IntegerField()
    against = {"minimum": Value(minimum, whole), "maximum": Value(maximum, whole)}
    # A check constraint takes an unknown for a yes.
    taken = Q(Coalesce(condition, Value(True), output_field=BooleanField()))
    said = constraints.question(condition, Figure)(figure)
    assert (said is not False) == taken.check(against)


# ---------------------------------------------------------------- one verb and many

TODAY = date.today()  # noqa: DTZ011
CASES = st.fixed_dictionaries(
    {},
    optional={
        "occurred_on": st.sampled_from([DAY, None, TODAY + timedelta(days=3), date(224, 1, 1)]),
        "occurred_until": st.sampled_from([DAY, *(DAY + timedelta(days=n) for n in (2, -2))]),
        "date_precision": st.sampled_from(["day", "range", "week", "odd"]),
        "time_precision": st.sampled_from(["exact", "unknown", "part_of_day", "odd"]),
        "part_of_day": st.sampled_from(["dawn", "", "odd"]),
        "weapon": st.sampled_from(["mortar", "magic", "", None]),
        "title": st.sampled_from(["x", "x" * 201, "", 7]),
        "latitude": st.sampled_from([Decimal("36.1"), Decimal("91"), Decimal("36.1234567")]),
        "longitude": st.sampled_from([Decimal("36.8"), Decimal("1.0")]),
        "flags": st.sampled_from([["double_tap"], ["odd"], []]),
        "time": st.sampled_from([time(13, 22), "13:22", "25:00"]),
        "external_id": st.sampled_from(["A-1", "x" * 61]),
    },
)
FIGURES = st.lists(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from([Outcome.KILLED, "killed", "eaten"]),
            "group": st.sampled_from([*Group][:4]),
            "minimum": st.sampled_from([None, 0, 3, 5, -1, 2**40, "3"]),
            "maximum": st.sampled_from([None, 0, 4, 9]),
            "qualifier": st.sampled_from([Qualifier.EXACT, Qualifier.ABOUT, "odd"]),
        }
    ),
    max_size=2,
    unique_by=lambda figure: (str(figure["outcome"]), figure["group"]),
)


def with_records(fields, figures):
    case = Incident(**{"place": area(), "occurred_on": DAY, **fields})
    source = Source(incident=case, kind=Source.Kind.SHEET)
    report = CasualtyReport(incident=case, source=source)
    return case, [source, report, *(Figure(report=report, **said) for said in figures)]


def refused_fields(errors):
    """The names that ValidationErrors speak of; "" for a record as a whole."""
    return {name for error in errors for name in getattr(error, "error_dict", {"": error})}


def refused(verb, *args, **options):
    """What a verb says no to, or None where it writes."""
    try:
        verb(*args, **options)
    except Faults as faults:
        return refused_fields(error for _case, _record, error in faults.found)
    except ValidationError as error:
        return refused_fields([error])
    return None


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fields=CASES, figures=FIGURES)
def test_many_are_made_where_one_is_and_refused_on_the_same_field(cast, fields, figures):
    one, records = with_records(fields, figures)
    other, others = with_records(fields, figures)
    by = cast.data_manager
    alone = refused(actions.create, one, by=by, children=records)
    Incident.objects.filter(pk=one.pk).update(external_id="")
    together = refused(create_many, [(other, others)], by=by)
    assert (alone is None) == (together is None)
    if alone:  # one stops at its first faulty record, many tell of all
        assert alone <= together
    if alone is None:
        assert said_of(one) == said_of(other)
    Incident.objects.filter(pk=other.pk).update(external_id="")


def said_of(case):
    case = Incident.objects.get(pk=case.pk)
    names = [f.name for f in Incident._meta.concrete_fields if f.editable]
    figures = Figure.objects.filter(report__incident=case).order_by("outcome", "group")
    return (
        [getattr(case, name) for name in names if name != "external_id"],
        list(figures.values_list("outcome", "group", "minimum", "maximum", "qualifier")),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fields=CASES)
def test_many_are_edited_where_one_is(cast, fields):
    fields.pop("external_id", None)
    one, other = make_incident(cast=cast), make_incident(cast=cast)
    for case in (one, other):
        for name, value in fields.items():
            setattr(case, name, value)
    alone = refused(actions.edit, one, by=cast.colleague)
    together = refused(edit_many, [other], by=cast.colleague)
    assert alone == together
    if alone is None:
        assert said_of(one) == said_of(other)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fields=CASES)
def test_a_record_alone_is_judged_on_the_fields_that_django_names(cast, fields):
    """Django's own reading of the fields, the model's `clean` and its constraints, once each."""
    mine, theirs = with_records(fields, [])[0], with_records(fields, [])[0]
    for case in (mine, theirs):
        case.organisation, case.status = cast.data_manager.organisation, "draft"
        case.created_by = case.updated_by = cast.data_manager
    fault = fault_for(mine, cast.data_manager)
    try:
        theirs.full_clean(exclude=["ref"], validate_unique=False)
    except ValidationError as error:
        wanted = refused_fields([error])
    else:
        wanted = set()
    found = refused_fields([fault]) if fault else set()
    assert found - {"occurred_on"} == wanted - {"occurred_on", "__all__"}
