"""Cases made from plain facts through the verbs, each once, known by a key made of its name."""

from uuid import UUID, uuid5

from django.db import transaction

from casework import actions
from casework.models import Batch
from config.demo.facts import with_times
from incidents.models import (
    Actor,
    Attribution,
    CasualtyReport,
    Damage,
    Figure,
    Incident,
    Response,
    Source,
)
from munitions.models import Munition
from ordnance.models import Disposal, Item, Sighting, Team, Ticket
from places.models import Area

NAMESPACE = UUID("5f0a2c4e-5d5c-4a53-9c58-2b7f0d1f6a28")
NOTE = "The demonstration"


def key_of(name):
    """The submission key of a demo case: the same name is the same case, however often loaded."""
    return uuid5(NAMESPACE, name)


def demo_batch(by):
    """The one batch to which every act of the demonstration belongs."""
    return Batch.objects.get_or_create(kind=Batch.Kind.DEMO, note=NOTE, defaults={"by": by})[0]


def find(model, name):
    return model._base_manager.filter(submission_key=key_of(name)).first()


class Desk:
    """Where demo people sit and act: who they are, the batch, and the lists looked up once."""

    def __init__(self, people):
        self.people = people
        self.batch = demo_batch(people["admin"])
        self.areas = Area.objects.select_related("parent").in_bulk(field_name="pcode")
        self.actors = Actor.objects.in_bulk(field_name="code")
        self.munitions = Munition.objects.in_bulk(field_name="designation")
        self.teams = {team.name: team for team in Team.objects.all()}

    def create(self, case, *children, by):
        return actions.create(case, by=self.people[by], batch=self.batch, children=children)

    def add(self, case, *records, by):
        return actions.add(fresh(case), *records, by=self.people[by], batch=self.batch)

    def edit(self, record, by):
        return actions.edit(record, by=self.people[by], batch=self.batch)

    def move(self, case, step, *, by, **given):
        return actions.move(fresh(case), step, by=self.people[by], batch=self.batch, **given)


def fresh(case):
    return type(case)._base_manager.select_related("place").get(pk=case.pk)


def once(model, name, make):
    """`make()` in one transaction unless the case is there: a killed run goes on where it was."""
    if case := find(model, name):
        return case
    with transaction.atomic():
        return make()


# ---------------------------------------------------------------- unsaved records from facts


def incident_of(desk, name, place, fields):
    return Incident(submission_key=key_of(name), place=desk.areas[place], **fields)


def source_of(incident, fields):
    return Source(incident=incident, **fields)


def report_of(incident, source, facts):
    """A casualty report and its figures; (null, null) bounds are a figure said to be unknown."""
    facts = with_times(facts)
    figures = facts.pop("figures")
    report = CasualtyReport(incident=incident, source=source, **facts)
    return [
        report,
        *(
            Figure(report=report, outcome=outcome, group=group, minimum=low, maximum=high)
            for outcome, groups in figures.items()
            for group, (low, high) in groups.items()
        ),
    ]


def surroundings_of(desk, incident, source, facts):
    """Damage, responses and attributions."""
    return [
        *(Damage(incident=incident, **fields) for fields in facts["damages"]),
        *(Response(incident=incident, **fields) for fields in facts["responses"]),
        *(
            Attribution(
                incident=incident,
                source=source,
                actor=desk.actors[fields["actor"]],
                standing=fields["standing"],
                basis=fields.get("basis", ""),
            )
            for fields in facts["attributions"]
        ),
    ]


def ticket_of(desk, name, place, fields, incident=None):
    return Ticket(
        submission_key=key_of(name),
        place=desk.areas[place],
        incident=incident,
        **with_times(fields),
    )


def sighting_of(ticket, fields):
    return Sighting(ticket=ticket, **with_times(fields))


def item_of(desk, ticket, fields):
    munition = desk.munitions.get(fields.get("munition", ""))
    return Item(ticket=ticket, **{**fields, "munition": munition})


def disposal_of(item, team, fields):
    return Disposal(item=item, team=team, **with_times(fields))
