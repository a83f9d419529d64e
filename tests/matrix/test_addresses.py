"""Address × role: what everybody gets who opens each address of the site.

Every address needs a row: the test walks the resolver. Anonymous people are sent to sign in, an
under-privileged colleague gets 403, a stranger of another service 404.
"""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import ROLES
from tests.matrix.world import addresses, answer_of, make_world

EVERYBODY = " ".join(ROLES)
WRITERS = "coordinator reviewer data_manager"
MENDERS = f"{WRITERS} protection_officer"  # who may read a protected source mends it
CALL_TAKERS = "coordinator reviewer dispatcher team_leader data_manager"
TICKET_WRITERS = "dispatcher team_leader data_manager"
SEE_POINTS = "dispatcher team_leader quality_reviewer protection_officer"

# fmt: off
ADDRESSES = {
    # address                  who may               answer  a stranger
    "home":                    (EVERYBODY,             200, 200),
    "changes":                 (EVERYBODY,             200, 200),
    "mark_seen":               (EVERYBODY,             405, 405),
    "search":                  (EVERYBODY,             200, 200),
    "bulk":                    (EVERYBODY,             405, 405),
    "view_save":               (EVERYBODY,             405, 405),
    "view_change":             (EVERYBODY,             405, 405),
    "view_follow":             (EVERYBODY,             405, 405),
    "view_open":               (EVERYBODY,             302, 404),
    "design":                  (EVERYBODY,             200, 200),
    "worker":                  (EVERYBODY,             200, 200),
    "manifest":                (EVERYBODY,             200, 200),
    "offline":                 (EVERYBODY,             200, 200),
    "waiting":                 (EVERYBODY,             200, 200),
    "device:state":            (EVERYBODY,             200, 200),
    "device:draft":            ("coordinator",         200, 404),
    "device:upload":           ("coordinator",         200, 404),
    "device:forget":           (EVERYBODY,             405, 405),
    "accounts:profile":        (EVERYBODY,             200, 200),
    "accounts:login":          (EVERYBODY,             302, 302),
    "administration_login":    (EVERYBODY,             403, 403),
    "administration_password": (EVERYBODY,             302, 302),
    "administration_logout":   (EVERYBODY,             405, 405),
    "accounts:logout":         (EVERYBODY,             405, 405),
    "accounts:password_change": (EVERYBODY,            200, 200),
    "accounts:code":           (EVERYBODY,             302, 302),
    "accounts:second_step":    (EVERYBODY,             200, 200),
    "accounts:second_step_off": (EVERYBODY,            302, 302),
    "accounts:recovery_codes": (EVERYBODY,             302, 302),
    "accounts:set_language":   (EVERYBODY,             405, 405),
    "accounts:set_theme":      (EVERYBODY,             405, 405),
    "accounts:set_digits":     (EVERYBODY,             405, 405),
    "places:search":           (EVERYBODY,             200, 200),
    "device:places":           (EVERYBODY,             200, 200),
    "places:point":            (EVERYBODY,             200, 200),
    "places:outlines":         (EVERYBODY,             200, 200),
    "places:towns":            (EVERYBODY,             200, 200),
    "incidents:map":           (EVERYBODY,             200, 200),
    "incidents:clusters":      (EVERYBODY,             200, 200),
    "incidents:list":          (EVERYBODY,             200, 200),
    "incidents:create":        (WRITERS,               200, 200),
    "incidents:review":        ("reviewer",            302, 302),
    "incidents:similar":       (WRITERS,               200, 200),
    "incidents:detail":        (EVERYBODY,             200, 404),
    "incidents:edit":          (WRITERS,               200, 404),
    "incidents:evidence":      (EVERYBODY,             200, 404),
    "incidents:history":       (EVERYBODY,             200, 404),
    "incidents:step":          ("reviewer",            200, 404),
    "incidents:file":          (EVERYBODY,             200, 404),
    "incidents:original":      ("protection_officer",  200, 404),
    "incidents:comment":       (EVERYBODY,             405, 405),
    "incidents:duplicate":     (EVERYBODY,             405, 405),
    "incidents:add":           (WRITERS,               200, 404),
    "incidents:mend":          (MENDERS,               200, 404),
    "ordnance:list":           (EVERYBODY,             200, 200),
    "ordnance:map":            (EVERYBODY,             200, 200),
    "ordnance:clusters":       (EVERYBODY,             200, 200),
    "ordnance:board":          (EVERYBODY,             200, 200),
    "ordnance:mine":           (EVERYBODY,             200, 200),
    "ordnance:create":         (CALL_TAKERS,           200, 200),
    "ordnance:nearby":         (CALL_TAKERS,           200, 200),
    "ordnance:public_queue":   ("dispatcher",          200, 403),
    "ordnance:public_answer":  (EVERYBODY,             405, 405),
    "ordnance:public_photo":   ("dispatcher",          200, 403),
    "door:report_ar":          (EVERYBODY,             200, 200),
    "door:report_en":          (EVERYBODY,             200, 200),
    "door:received_ar":        (EVERYBODY,             200, 200),
    "door:received_en":        (EVERYBODY,             200, 200),
    "published:list_ar":       (EVERYBODY,             200, 200),
    "published:list_en":       (EVERYBODY,             200, 200),
    "published:feed":          (EVERYBODY,             200, 200),
    "published:detail_ar":     (EVERYBODY,             200, 200),
    "published:detail_en":     (EVERYBODY,             200, 200),
    "ordnance:detail":         (EVERYBODY,             200, 404),
    "ordnance:edit":           (TICKET_WRITERS,        200, 404),
    "ordnance:link_incident":  (TICKET_WRITERS,        200, 404),
    "ordnance:priority":       (TICKET_WRITERS,        200, 404),
    "ordnance:finding":        ("dispatcher",          200, 404),
    "ordnance:step":           ("dispatcher team_leader", 200, 404),
    "ordnance:sighting_create": (CALL_TAKERS,          200, 404),
    "ordnance:item_create":    (TICKET_WRITERS,        200, 404),
    "ordnance:item_edit":      (TICKET_WRITERS,        200, 404),
    "ordnance:disposal_create": ("team_leader data_manager", 200, 404),
    "ordnance:balance":        (EVERYBODY,             200, 404),
    "ordnance:file_create":    (CALL_TAKERS,           200, 404),
    "ordnance:file_shown":     (EVERYBODY,             200, 404),
    "ordnance:file_original":  (SEE_POINTS,            200, 404),
    "exchange:home":           (EVERYBODY,             200, 200),
    "exchange:list":           (EVERYBODY,             200, 200),
    "exchange:sheet":          ("data_manager",        200, 403),
    "exchange:progress":       ("data_manager",        302, 403),
    "exchange:cancel":         ("data_manager",        405, 403),
    "exchange:columns":        ("data_manager",        200, 403),
    "exchange:reread":         ("data_manager",        405, 403),
    "exchange:read_as":        ("data_manager",        405, 403),
    "exchange:mappings":       ("data_manager",        200, 403),
    "exchange:mapping":        ("data_manager",        405, 403),
    "exchange:again":          ("data_manager",        405, 403),
    "exchange:check":          ("data_manager",        405, 403),
    "exchange:beside":         ("data_manager",        405, 403),
    "exchange:apply":          ("data_manager",        405, 403),
    "exchange:some":           ("data_manager",        200, 403),
    "exchange:ticked":         ("data_manager",        405, 403),
    "exchange:undo":           ("data_manager",        302, 403),
    "exchange:decide":         ("data_manager",        405, 403),
    "exchange:keep_all":       ("data_manager",        405, 403),
    "exchange:values":         ("data_manager",        200, 403),
    "exchange:words":          ("data_manager",        200, 403),
    "exchange:forget":         ("data_manager",        405, 403),
    "exchange:row":            ("data_manager",        302, 403),
    "exchange:answer":         ("data_manager",        405, 403),
    "exchange:compare":        ("data_manager",        404, 403),
    "exchange:clash":          ("data_manager",        405, 403),
    "exchange:clashes":        ("data_manager",        200, 403),
    "exchange:fix":            ("data_manager",        405, 403),
    "exchange:leave_out":      ("data_manager",        405, 403),
    "exchange:take_in":        ("data_manager",        405, 403),
    "exchange:take_back":      ("data_manager",        405, 403),
    "exchange:reasons":        ("data_manager",        200, 403),
    "exchange:bring_back":     ("data_manager",        405, 403),
    "exchange:original":       ("data_manager",        200, 403),
    "exchange:export":         (EVERYBODY,             200, 200),
    "exchange:export_file":    (EVERYBODY,             200, 200),
    "exchange:forget_choice":  (EVERYBODY,             405, 405),
    "exchange:exports":        (EVERYBODY,             200, 200),
    "exchange:exported":       ("data_manager protection_officer administrator", 200, 404),
    "exchange:fetch":          ("data_manager",        200, 404),
    "exchange:cancel_export":  (EVERYBODY,             405, 405),
    "sitreps:list":            (EVERYBODY,             200, 200),
    "sitreps:figures":         (EVERYBODY,             200, 200),
    "sitreps:claim_create":    ("reviewer publisher",  200, 200),
    "sitreps:claim":           (EVERYBODY,             200, 404),
    "sitreps:day":             (EVERYBODY,             200, 200),
    "sitreps:text":            (EVERYBODY,             200, 200),
    "sitreps:json":            (EVERYBODY,             200, 200),
    "sitreps:pdf":             (EVERYBODY,             200, 200),
    "sitreps:message":         (EVERYBODY,             200, 200),
    "sitreps:compare":         (EVERYBODY,             200, 200),
    "sitreps:issue":           ("publisher",           200, 403),
    "sitreps:period":          (EVERYBODY,             200, 200),
    "sitreps:period_text":     (EVERYBODY,             200, 200),
    "sitreps:period_json":     (EVERYBODY,             200, 200),
    "sitreps:period_pdf":      (EVERYBODY,             200, 200),
    "sitreps:period_message":  (EVERYBODY,             200, 200),
    "sitreps:period_compare":  (EVERYBODY,             200, 200),
    "sitreps:period_issue":    ("publisher",           200, 403),
    "sitreps:issued":          (EVERYBODY,             200, 404),
    "sitreps:issued_text":     (EVERYBODY,             200, 404),
    "sitreps:issued_json":     (EVERYBODY,             200, 404),
    "sitreps:issued_pdf":      (EVERYBODY,             200, 404),
}
OF_TICKETS = (
    *("detail", "edit", "link_incident", "priority", "finding"),
    *("sighting_create", "item_create", "file_create"),
)
OF_DAYS = ("day", "text", "json", "issue", "message", "compare")
# The addresses that need no sign-in, and what they answer to whoever has not.
OPEN = {"accounts:login": 200}
OPEN |= {f"accounts:set_{choice}": 405 for choice in ("language", "theme", "digits")}
OPEN |= {f"door:{name}_{code}": 200 for name in ("report", "received") for code in ("ar", "en")}
OPEN |= {f"published:{name}_{code}": 200 for name in ("list", "detail") for code in ("ar", "en")}
OPEN |= {"published:feed": 200, "worker": 200, "manifest": 200, "offline": 200}
# What is a person's own is not there for anybody else, whatever they may do.
OWN = {"device:draft", "device:upload"}
# fmt: on


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for name in addresses() if not name.startswith("admin:")}
    assert named == set(ADDRESSES)


def test_each_address_answers_each_role_as_the_table_says(cast, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    world = make_world(cast)
    known = parts_of(world)
    people = {"anonymous": None, **cast.people, "stranger": cast.stranger}
    clients = {role: client_of(person) for role, person in people.items()}
    wrong = {}
    for name in ADDRESSES:
        address = reverse(name, kwargs=known.get(name, {}))
        for role, client in clients.items():
            found, should = answer_of(client, address).status_code, expected(name, role)
            if found != should:
                wrong[name, role] = f"{found}, not {should}"
    assert wrong == {}


def test_the_administration_opens_for_the_administrator_alone(cast):
    cast.administrator.is_staff = True
    cast.administrator.save()
    for role, person in cast.people.items():
        answer = client_of(person).get("/admin/")
        assert answer.status_code == (200 if role == "administrator" else 302), role


def expected(name, role):
    who, answer, of_stranger = ADDRESSES[name]
    if role == "anonymous":
        return OPEN.get(name, 302)
    if role == "stranger":
        return of_stranger
    return answer if role in who.split() else 404 if name in OWN else 403


def client_of(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


def parts_of(world):
    """{address: the parts it is made with}."""
    incident, ticket = {"ref": world.incident.ref}, {"ref": world.ticket.ref}
    proof, item = incident | {"pk": world.proof.pk}, ticket | {"key": world.item.pk}
    found = ticket | {"key": world.found.pk}
    source = incident | {"kind": "source"}
    day, days = {"first": "2024-11-28"}, {"first": "2024-11-27", "last": "2024-11-28"}
    report, sheet = {"number": world.report.number}, {"pk": world.sheet.pk}
    public, published = {"receipt": world.public.receipt}, {"ref": world.published.ref}
    sheet_row = sheet | {"number": world.sheet.rows.first().number}
    return {
        "manifest": {"language": "ar"},
        **{f"device:{name}": {"key": world.draft.key} for name in ("draft", "forget", "upload")},
        **{f"incidents:{name}": incident for name in ("detail", "edit", "evidence", "history")},
        "incidents:step": incident | {"name": "return"},
        "incidents:file": proof,
        "incidents:original": proof,
        "incidents:comment": incident | {"pk": world.source.pk},
        "incidents:duplicate": incident | {"other_ref": world.other.ref},
        "incidents:add": source,
        "incidents:mend": source | {"pk": world.source.pk},
        **{f"ordnance:{name}": ticket for name in OF_TICKETS},
        "ordnance:step": ticket | {"name": "unassign"},
        "ordnance:item_edit": item,
        "ordnance:disposal_create": item,
        "ordnance:balance": item,
        "ordnance:file_shown": found,
        "ordnance:file_original": found,
        **{f"sitreps:{name}": day for name in OF_DAYS},
        **{f"sitreps:period{name}": days for name in ("", *(f"_{name}" for name in OF_DAYS[1:]))},
        **{f"sitreps:issued{name}": report for name in ("", "_text", "_json")},
        "sitreps:pdf": day | {"language": "ar"},
        "sitreps:period_pdf": days | {"language": "en"},
        "sitreps:issued_pdf": report | {"language": "ar"},
        "sitreps:claim": {"key": world.claim.pk},
        **{
            f"exchange:{name}": sheet
            for name in (
                *("sheet", "progress", "cancel", "again", "check", "apply"),
                *("refused", "original"),
                *("sheet", "progress", "cancel", "check", "apply"),
                *("reasons", "bring_back", "original"),
            )
        },
        **{name: {"of": "incidents"} for name in ("view_save", "bulk")},
        **{f"view_{name}": {"key": world.view.pk} for name in ("change", "follow", "open")},
        "exchange:values": sheet,
        "exchange:forget": {"pk": 1},
        **{
            f"exchange:{name}": sheet
            for name in ("fix", "leave_out", "take_in", "some", "ticked", "clashes", "beside")
        },
        **{f"exchange:{name}": sheet_row for name in ("row", "answer", "compare", "clash")},
        "exchange:take_back": sheet | {"key": 1},
        **{f"exchange:{name}": sheet for name in ("columns", "reread", "read_as")},
        "exchange:mapping": {"key": 1},
        "exchange:decide": sheet | {"key": 1},
        **{f"exchange:{name}": sheet for name in ("undo", "keep_all")},
        "exchange:export": {"kind": "incidents"},
        "exchange:export_file": {"kind": "incidents", "form": "csv"},
        **{
            f"exchange:{name}": {"pk": world.export.pk}
            for name in ("exported", "fetch", "cancel_export", "forget_choice")
        },
        "ordnance:public_answer": public,
        "ordnance:public_photo": public | {"key": world.public.photos.get().pk},
        **{f"door:received_{code}": public for code in ("ar", "en")},
        **{f"published:detail_{code}": published for code in ("ar", "en")},
    }


@pytest.mark.parametrize("name", ["incidents:detail", "ordnance:detail", "sitreps:issued"])
def test_what_is_not_there_is_not_there_for_anybody(cast, name):
    key = {"number": "SR-1999-01-01"} if name == "sitreps:issued" else {"ref": "INC-1999-000001"}
    client = client_of(cast.administrator)
    assert client.get(reverse(name, kwargs=key)).status_code == 404
