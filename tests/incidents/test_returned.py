"""A returned report: the reviewer's words stand at the very fields, and are answered there."""

import pytest

from casework import actions
from incidents.models import Incident
from tests.factories import make_incident

WORDS = {"place": "Which quarter?", "narrative": "Who saw it?", "toll": "Do the 15 include…?"}


@pytest.fixture
def returned(cast, signed_in):
    incident = make_incident(cast=cast, status="in_review")
    fields = {"seen": incident.version, **{f"on_{name}": text for name, text in WORDS.items()}}
    signed_in(cast.reviewer).post(f"/incidents/{incident.ref}/steps/return/", fields)
    return Incident.objects.get(pk=incident.pk)


@pytest.fixture
def author(cast, signed_in):
    return signed_in(cast.coordinator)


def edit_page(author, incident):
    return author.get(f"/incidents/{incident.ref}/edit/")


def as_it_stands(page, **changes):
    """What a browser sends of the page's form when nothing but `changes` is typed."""
    form = page.context["form"]
    held = {
        bound.html_name: bound.value() for bound in form if bound.name not in ("place", "point")
    }
    held["place"] = form.instance.place.pcode
    return {name: value for name, value in held.items() if value not in (None, "")} | changes


def answer_box(incident, field):
    return f"answer_{incident.comments.get(field=field).pk.hex}"


def test_the_words_stand_at_their_fields_and_the_fields_say_so(author, returned):
    page = edit_page(author, returned)
    shown = page.content.decode()
    for name in ("place", "narrative"):
        assert WORDS[name] in shown
        described = page.context["form"].fields[name].widget.attrs["aria-describedby"]
        assert f"asked-{name}" in described
        assert f'id="asked-{name}"' in shown
    assert WORDS["toll"] not in shown


@pytest.mark.parametrize(
    ("kind", "field"), [("figures", "toll"), ("source", "sources"), ("damage", "damage")]
)
def test_the_words_stand_where_a_record_is_added(author, returned, kind, field):
    page = author.get(f"/incidents/{returned.ref}/{kind}/new/").content.decode()
    assert (WORDS["toll"] in page) == (field == "toll")


def test_what_is_mended_and_answered_is_one_sending(author, returned):
    page = edit_page(author, returned)
    sent = as_it_stands(
        page, site_name="East quarter", **{answer_box(returned, "place"): "The east."}
    )
    assert author.post(f"/incidents/{returned.ref}/edit/", sent).status_code == 302
    returned.refresh_from_db()
    assert returned.site_name == "East quarter"
    assert returned.comments.get(field="place").answer == "The east."
    assert returned.comments.get(field="narrative").answer == ""


def test_an_answer_alone_is_saved(author, returned):
    sent = as_it_stands(
        edit_page(author, returned), **{answer_box(returned, "narrative"): "A nurse."}
    )
    author.post(f"/incidents/{returned.ref}/edit/", sent)
    assert returned.comments.get(field="narrative").answer == "A nurse."
    assert "A nurse." in edit_page(author, returned).content.decode()


def test_a_comment_at_a_field_of_another_name_is_shown_and_answered_all_the_same(author, cast):
    """Older records, and other systems, name fields that this page has not."""
    incident = make_incident(cast=cast, status="in_review")
    given = {"comments": [("time", "Is the hour local?")], "reason": ""}
    returned = actions.move(incident, "return", by=cast.reviewer, **given)
    assert "Is the hour local?" in author.get(returned.get_absolute_url()).content.decode()
    assert edit_page(author, returned).status_code == 200


def test_each_comment_leads_to_where_it_is_put_right(author, returned):
    shown = author.get(returned.get_absolute_url()).content.decode()
    assert f"/incidents/{returned.ref}/edit/#div_id_place" in shown
    assert f"/incidents/{returned.ref}/figures/new/" in shown


def test_answered_comments_of_a_settled_record_come_after_its_story(cast, author):
    settled = make_incident(cast=cast, status="in_review")
    shown = author.get(settled.get_absolute_url()).content.decode()
    assert 'id="comments"' not in shown


def test_the_reviewer_reads_at_each_box_what_the_field_says_now(cast, signed_in):
    incident = make_incident(cast=cast, status="in_review", site_name="<b>Market</b>")
    page = signed_in(cast.reviewer).get(f"/incidents/{incident.ref}/steps/return/").content.decode()
    assert "killed 15" in page
    assert "&lt;b&gt;Market&lt;/b&gt;" in page
    assert "<b>Market</b>" not in page
