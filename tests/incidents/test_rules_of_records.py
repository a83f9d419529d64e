"""What a record of an incident asks of whoever writes it, page or script."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework import actions
from casework.actions_many import Faults, create_many
from casework.models import Batch
from casework.reverting import revert_many
from incidents.doubts import doubts_of
from incidents.ledger import CasualtyReport, Group, Outcome, Range
from incidents.models import Actor, Attribution, Incident, Response, Source
from tests.factories import (
    DAY,
    area,
    incident_inputs,
    make_incident,
    make_source,
    report_records,
    toll,
)

TOMORROW = timezone.now() + timedelta(days=1)


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


# ---------------------------------------------------------------- one incident, its own records


def of_a_stranger(incident, other):
    """Records of one incident that rest on what belongs to another."""
    source = other.sources.get()
    actor = Actor.objects.get_or_create(code="somebody", defaults={"name_en": "Somebody"})[0]
    return {
        "report": report_records(incident, source, toll(killed=1))[0],
        "attribution": Attribution(incident=incident, actor=actor, source=source),
    }


@pytest.mark.parametrize("kind", ["report", "attribution"])
def test_what_a_source_says_of_one_incident_is_not_said_of_another(cast, kind):
    incident, other = make_incident(cast=cast), make_incident(cast=cast, place="C4121")
    record = of_a_stranger(incident, other)[kind]
    with pytest.raises(ValidationError) as refused:
        actions.add(incident, record, by=cast.coordinator)
    assert list(refused.value.error_dict) == ["source"]
    record.source = incident.sources.get()
    assert actions.add(incident, record, by=cast.coordinator)


def test_nor_is_it_among_many(cast):
    source = make_incident(cast=cast).sources.get()
    incident = Incident(place=area("C4121"), occurred_on=DAY, weapon="airstrike")
    records = report_records(incident, source, toll(killed=1))
    with pytest.raises(Faults, match="another incident"):
        create_many([(incident, records)], by=cast.coordinator)


def test_the_figures_of_another_incident_are_not_proposed(cast):
    incident, other = make_incident(cast=cast, status="verified"), make_incident(cast=cast)
    report = other.casualty_reports.get()
    with pytest.raises(ValidationError, match="another incident"):
        actions.move(incident, "amend", by=cast.colleague, report=report, reason="Wrong one.")
    assert fresh(incident).status == "verified"


# ---------------------------------------------------------------- who is protected


@pytest.fixture
def hidden_source(cast):
    incident = make_incident(cast=cast)
    source = make_source(incident, kind=Source.Kind.WITNESS, name="A nurse", protected=True,
                         identity="Her name")  # fmt: skip
    actions.add(incident, source, by=cast.coordinator)
    return Source.objects.get(pk=source.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [("protected", False), ("name", "N."), ("url", "https://example.org/"), ("identity", "Nobody")],
)
def test_who_may_not_read_a_protected_source_neither_unmasks_nor_rewrites_it(
    cast, hidden_source, field, value
):
    setattr(hidden_source, field, value)
    with pytest.raises(ValidationError) as refused:
        actions.edit(hidden_source, by=cast.coordinator)
    assert list(refused.value.error_dict) == [field]
    assert getattr(Source.objects.get(pk=hidden_source.pk), field) != value


def test_who_may_read_it_mends_it_and_names_it(cast, signed_in, hidden_source):
    incident = hidden_source.incident
    address = f"/incidents/{incident.ref}/source/{hidden_source.pk}/"
    officer = signed_in(cast.protection_officer)
    assert address in officer.get(f"/incidents/{incident.ref}/").text
    form = officer.get(address).context["form"]
    mended = {**form.initial, "name": "A doctor", "identity": "His name", "protected": "on"}
    sent = {name: value for name, value in mended.items() if value is not None}
    assert officer.post(address, sent).status_code == 302
    hidden_source.refresh_from_db()
    assert (hidden_source.name, hidden_source.identity) == ("A doctor", "His name")


def test_an_identity_that_is_not_marked_is_kept_from_overwriting_too(cast):
    incident = make_incident(cast=cast)
    source = make_source(incident, kind=Source.Kind.WITNESS, identity="Her name")
    actions.add(incident, source, by=cast.coordinator)
    source = Source.objects.get(pk=source.pk)
    source.identity = "Somebody else"
    with pytest.raises(ValidationError) as refused:
        actions.edit(source, by=cast.coordinator)
    assert list(refused.value.error_dict) == ["identity"]


def test_anybody_grades_a_protected_source_and_marks_one(cast, hidden_source):
    hidden_source.reliability = "B"
    actions.edit(hidden_source, by=cast.coordinator)
    source = fresh(hidden_source.incident).sources.exclude(pk=hidden_source.pk).get()
    source.protected = True
    actions.edit(source, by=cast.coordinator)
    assert Source.objects.filter(protected=True).count() == 2


# ---------------------------------------------------------------- nothing comes from tomorrow


def from_tomorrow(incident):
    return {
        "arrived_at": Response(incident=incident, organisation="A team", arrived_at=TOMORROW),
        "ended_at": Response(incident=incident, organisation="A team", ended_at=TOMORROW),
        "published_at": make_source(incident, published_at=TOMORROW),
        "as_of": CasualtyReport(
            incident=incident, source=incident.sources.get(), as_of=TOMORROW
        ),
    }  # fmt: skip


@pytest.mark.parametrize("field", ["arrived_at", "ended_at", "published_at", "as_of"])
def test_a_record_tells_of_no_time_to_come(cast, field):
    incident = make_incident(cast=cast)
    record = from_tomorrow(incident)[field]
    with pytest.raises(ValidationError, match="in the future") as refused:
        actions.add(incident, record, by=cast.coordinator)
    assert list(refused.value.error_dict) == [field]
    setattr(record, field, timezone.now() + timedelta(hours=11))  # a clock that goes wrong
    assert actions.add(incident, record, by=cast.coordinator)


# ---------------------------------------------------------------- the ledger

K, SOME = Outcome.KILLED, Range(3, 3)
# what is told, what is doubted
PARTS = [
    ({Group.CHILDREN: Range(4, 4), Group.BOYS: SOME, Group.GIRLS: SOME}, ["children_parts"]),
    ({Group.CHILDREN: Range(4, None), Group.BOYS: SOME, Group.GIRLS: SOME}, []),
    ({Group.CHILDREN: Range(6, 6), Group.BOYS: SOME, Group.GIRLS: SOME}, []),
    ({Group.BOYS: SOME, Group.GIRLS: SOME}, []),
    ({Group.ADULTS: Range(4, 4), Group.MEN: SOME, Group.WOMEN: SOME}, ["adults_parts"]),
    ({Group.ADULTS: Range(4, 4), Group.MEN: SOME, Group.GIRLS: SOME}, []),
]


@pytest.mark.parametrize(("told", "doubted"), PARTS)
def test_boys_and_girls_are_counted_inside_the_children_and_men_and_women_inside_adults(
    told, doubted
):
    ranges = {(K, group): each for group, each in told.items()}
    assert [doubt.code for doubt in doubts_of(ranges)] == doubted


def test_figures_that_an_undone_import_took_back_are_not_adopted(cast):
    incident = make_incident(cast=cast, status="in_review")
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, by=cast.data_manager)
    source = make_source(incident, kind=Source.Kind.SHEET, name="sheet")
    report, *figures = report_records(incident, source, toll(killed=3))
    actions.add(incident, source, report, *figures, by=cast.data_manager, batch=batch)
    revert_many(batch, by=cast.data_manager, reason="The wrong sheet.")
    report, incident = CasualtyReport.ever.get(pk=report.pk), fresh(incident)
    given = incident_inputs(incident, "verify", cast) | {"adopted_report": report}
    with pytest.raises(ValidationError, match="taken back") as refused:
        actions.move(incident, "verify", by=cast.reviewer, **given)
    assert list(refused.value.error_dict) == ["adopted_report"]
