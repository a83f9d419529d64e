"""One case of each kind with all that hangs on it, so that every address leads somewhere."""

import io
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver
from PIL import Image

from casework.files import attach
from casework.saved_views import SavedView
from casework.sending import Draft, Upload
from exchange import exporting, importing
from exchange.registry import resource_class
from incidents.ledger import Group, Outcome
from incidents.models import Incident
from ordnance import public_door
from ordnance.models import Item, PublicReport
from sitreps import actions as reports
from sitreps.models import Claim, ClaimFigure
from sitreps.scope import scope_for
from tests import factories

SHEET = b"date,place,weapon,killed,source\n2024-11-12,Sarmada,artillery,1,council\n"


def make_world(cast):
    incident = factories.make_incident(cast=cast, status="in_review")
    other = factories.make_incident(cast=cast, occurred_on=factories.DAY.replace(month=9))
    ticket = factories.make_ticket(cast=cast, status="assigned")
    proof = attach(Incident.objects.get(pk=incident.pk), picture(), by=cast.coordinator)
    found = attach(type(ticket).objects.get(pk=ticket.pk), picture(), by=cast.team_leader)
    return SimpleNamespace(
        incident=incident,
        other=other,
        ticket=ticket,
        source=incident.sources.first(),
        proof=proof,
        found=found,
        draft=begun(cast.coordinator),
        view=SavedView.objects.create(
            owner=cast.coordinator,
            organisation=cast.coordinator.organisation,
            of="incidents",
            name="Atarib",
            query="area=C1022",
            shared=True,
        ),
        item=Item.objects.get(ticket=ticket),
        claim=make_claim(cast),
        report=reports.issue(scope_for(cast.publisher, factories.DAY), by=cast.publisher),
        published=factories.make_incident(cast=cast, status="published", place="C4121"),
        public=make_public_report(cast),
        sheet=importing.check(
            importing.stage(kind="incidents", content=SHEET, name="sheet.csv", by=cast.data_manager)
        ),
        export=exported(cast.data_manager),
    )


def begun(by):
    """A draft, and a file that comes in pieces, under one key."""
    draft = Draft.objects.keep(by, uuid4(), address="/", title="", fields=[])
    Upload.objects.create(pk=draft.key, person=by, name="seen.jpg", size=9, sha256="")
    return draft


def exported(by):
    """A file that waits to be fetched."""
    asked = exporting.Asked.of(resource_class("areas")(by))
    export = asked.logged(state="waiting")
    export.save()
    return exporting.make(export)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "grey").save(out, "PNG")
    return SimpleUploadedFile("seen.png", out.getvalue(), "image/png")


def make_public_report(cast, **said):
    service = cast.dispatcher.organisation
    service.answers_public = True
    service.save()
    report = PublicReport(**{"place_said": "Sarmada"} | said)
    sender = {"organisation": service, "language": "ar", "address": "192.0.2.1"}
    return public_door.receive(report, uploads=[picture()], **sender)


def make_claim(cast):
    claim = Claim(
        source="The service",
        as_of=factories.at(hour=20),
        period_start=factories.DAY,
        period_end=factories.DAY,
    )
    figure = ClaimFigure(outcome=Outcome.KILLED, group=Group.TOTAL, minimum=20)
    return reports.add_claim(claim, [figure], areas=[factories.area("SY")], by=cast.publisher)


def addresses(resolver=None, namespace=""):
    """Every name of an address, with its namespace; the unnamed ones as their pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}"
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)


def answer_of(client, address):
    """What a GET brings, with its files closed again."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return response
