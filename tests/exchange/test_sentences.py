"""What is wrong is told in the language of whoever reads it, whoever checked."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from casework.sentences import Sentences, say, told
from exchange.importing import NotApplied
from exchange.rows import Row
from ordnance.choices import LandUse, Method
from places.models import Area
from tests.exchange.test_importing import GOOD, HEADERS

SOURCE = "“%(text)s” is not a whole number, such as 12."


def finding(message):
    row = Row(1, {})
    row.refuse("killed", message)
    return row.findings[0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: say(SOURCE) % {"text": "x"},
        lambda: ValidationError(say(SOURCE), params={"text": "x"}),
        lambda: ValidationError(gettext_lazy(SOURCE), params={"text": "x"}),
    ],
)
def test_a_sentence_made_in_one_language_is_read_in_another(make):
    with override("ar"):
        found = finding(make())
        arabic = told(found)
    assert arabic == found["message"]
    assert told(found) == "“x” is not a whole number, such as 12."
    assert arabic != told(found)


def test_a_fact_that_is_a_text_is_translated_too():
    with override("ar"):
        found = finding(say("“%(text)s” can be read.") % {"text": gettext_lazy("Killed")})
    assert told(found) == "“Killed” can be read."


def test_a_list_of_texts_is_translated_one_by_one():
    with override("ar"):
        reasons = [gettext_lazy("the same day"), gettext_lazy("Killed")]
        found = finding(say("“%(text)s” can be read.") % {"text": reasons})
        arabic = found["message"]
    assert told(found) == "“the same day, Killed” can be read."
    assert "same day" not in arabic


def test_a_sentence_that_counts_is_counted_in_the_readers_language():
    source = ngettext_lazy("%(n)d row", "%(n)d rows", "n")
    found = finding(ValidationError(source, params={"n": 3, "value": "never kept"}))
    assert told(found) == "3 rows"
    assert found["say"] == ["%(n)d row", {"n": 3}, "%(n)d rows", "n"]


def test_a_place_is_named_in_the_readers_language():
    place = Area(name_en="Atareb", name_ar="الأتارب")
    found = finding(say("“%(text)s” can be read.") % {"text": place})
    assert told(found) == "“Atareb” can be read."
    with override("ar"):
        assert "الأتارب" in told(found)


def test_a_plain_sentence_stays_as_it_was_said():
    assert told(finding(ValidationError("100% sure"))) == "100% sure"


TICKET = ["reported_at", "place", "land_use", "item_written", "item_quantity_reported",
          "disposal_method", "disposal_quantity"]  # fmt: skip


@pytest.fixture
def unknown_words(bring, cast):
    """{column: finding} of a ticket with words that are on no list, checked in Arabic."""
    cells = ["2024-11-28", "Atareb", "homestead", "shell", "1", "destroyed on the spot", "1"]
    with override("ar"):
        sheet = bring("tickets", [TICKET, cells], by=cast.data_manager)
    return {each["column"]: each for each in sheet.rows.get().findings if each["code"] == "choice"}


def test_what_to_write_instead_is_told_by_its_labels(unknown_words):
    said = told(unknown_words["disposal_method"])
    assert "destroyed in place (destroy_in_situ); moved and destroyed; disposed of, method" in said
    assert "moved_and_destroyed" not in said  # the code says nothing else


def test_a_label_in_another_language_has_the_code_of_our_sheets_beside_it(unknown_words):
    with override("ar"):
        said = told(unknown_words["disposal_method"])
        assert f"{Method.DESTROYED_IN_PLACE.label} (destroy_in_situ)" in said


def test_a_label_whose_text_has_two_translations_is_told_by_its_own(unknown_words):
    with override("ar"):
        assert f"{LandUse.HOME.label} (home)" in told(unknown_words["land_use"])


def test_machines_are_told_codes(unknown_words):
    assert "destroy_in_situ، " in unknown_words["disposal_method"]["message"]


# What a cell says, and words of what is said of it; on the whole row of an incident.
FAULTS = [
    ("coordinates", "36.8284, 36.1379", "look swapped"),
    ("coordinates", "35.5, 36.9", "check the point and the place"),
    ("coordinates", "50.45, 30.52", "lies outside the country"),
    ("coordinates", "36 somewhere", "not a point we can read"),
    ("coordinates", "37SCA04600", "MGRS reference has 5 digits"),
    ("coordinates", "https://maps.app.goo.gl/x1", "does not hold a point"),
    ("killed children", "16", "the parts add up to 16"),
    ("external_id", "x" * 101, "at most "),
]


@pytest.mark.parametrize(("column", "text", "words"), FAULTS)
def test_what_one_language_found_is_read_in_the_other(bring, cast, column, text, words):
    cells = dict(zip(HEADERS, GOOD, strict=True)) | {column: text}
    with override("ar"):
        sheet = bring("incidents", [[*cells], [*cells.values()]], by=cast.data_manager)
    said = [told(found) for found in sheet.rows.get().findings]
    assert [each for each in said if words in each]
    assert not [each for each in said if any("\u0600" <= letter <= "\u06ff" for letter in each)]


def test_a_point_is_told_as_people_write_it(bring, cast):
    cells = dict(zip(HEADERS, GOOD, strict=True)) | {"coordinates": "36.8284, 36.1379"}
    sheet = bring("incidents", [[*cells], [*cells.values()]], by=cast.data_manager)
    [found] = [each for each in sheet.rows.get().findings if each["code"] == "swapped"]
    assert "(\u206636.13790, 36.82840\u2069)" in told(found)  # not turned round in Arabic
    assert found["message"] == told(found)


def test_the_page_words_findings_for_its_reader(bring, cast, signed_in):
    client = signed_in(cast.data_manager)
    with override("ar"):
        sheet = bring("incidents", [HEADERS, [*GOOD[:4], "-2", *GOOD[5:]]], by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/", headers={"accept-language": "en"})
    assert "A number of people cannot be below 0." in page.content.decode()


REFUSAL = ValidationError({"killed": [gettext_lazy("This field is required."), "Two."]})


@pytest.mark.parametrize(
    ("why", "english"),
    [
        (lambda: "", ""),
        (lambda: REFUSAL, "This field is required. Two."),
        (lambda: NotApplied(say("This was decided already.")), "This was decided already."),
        (lambda: NotApplied(Sentences.of(REFUSAL)), "This field is required. Two."),
        (
            lambda: NotApplied(say("Nothing was undone: %(why)s") % {"why": Sentences.of(REFUSAL)}),
            "Nothing was undone: This field is required. Two.",
        ),
    ],
)
def test_why_something_was_not_done_is_told_in_the_readers_language(bring, cast, why, english):
    staged = bring("incidents", [HEADERS, GOOD], by=cast.data_manager)
    with override("ar"):
        staged.failure = Sentences.of(why())
        arabic = str(staged.failure)
    staged.save()
    staged.refresh_from_db()
    assert str(staged.failure) == english
    with override("ar"):
        assert str(staged.failure) == arabic
    assert not english or arabic != english
