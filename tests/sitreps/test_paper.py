"""The report as PDF: the same bytes for the same snapshot, and nobody's text is an instruction."""

import hashlib
import os
import re
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from sitreps.actions import issue
from sitreps.daily import document
from sitreps.models import Paper
from sitreps.paper import page, paper
from sitreps.typesetting import isolated
from tests.factories import at
from tests.sitreps.building import build_claim

EMPTY = date(2023, 1, 5)
HOSTILE = (
    "#panic(1)",
    "$ sum_x $ `raw` *bold* _it_ @ref <label> \\",
    "\"quoted\" 'twice' ]} )",
    "\u202e reversed \u2066 open \u200f",
    "x" * 5000,
    "\x00\x07\ufffe",
    "//* not a comment",
)


def text_of(pdf, tmp_path):
    """The words of a PDF as a reader copies them, without the marks of direction."""
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    try:
        told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    except FileNotFoundError:
        answer = pytest.fail if os.environ.get("CI") else pytest.skip
        answer("There is no pdftotext to read the paper with.")
    text = told.stdout.decode().replace("\u00a0", " ")
    return re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def draft(facts, **said):
    return {"status": "preliminary", "correction": 0, "highlights": "", "facts": facts} | said


def paper_of(sitrep, language):
    """Made anew of the snapshot."""
    return paper(
        sitrep.document,
        language=language,
        zone=sitrep.organisation.time_zone,
        sha256=sitrep.sha256,
    )


@pytest.fixture
def issued(first_day):
    return issue(first_day.scope, by=first_day.cast.publisher)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_snapshot_gives_the_same_bytes(issued, language):
    kept = issued.pdf_in(language)
    assert bytes(kept.pdf) == paper_of(issued, language)
    assert hashlib.sha256(kept.pdf).hexdigest() == kept.sha256


def test_what_was_kept_is_never_changed(issued):
    for attempt in (Paper.objects.update, Paper.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt(**({"sha256": "0" * 64} if attempt == Paper.objects.update else {}))


def test_the_address_gives_what_was_kept_whatever_the_records_say_now(issued, first_day, signed_in):
    client = signed_in(first_day.cast.publisher)
    build_claim(first_day.cast, "lower")
    answer = client.get("/sitreps/SR-2024-11-28.ar.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content == bytes(issued.pdf_in("ar").pdf)


def test_the_paper_says_what_the_page_says(issued, tmp_path):
    text = text_of(bytes(issued.pdf_in("en").pdf), tmp_path)
    for words in (
        "Thursday 28 November 2024",
        "According to the Syrian Civil Defense (White Helmets).",
        "Other, not yet located",
        "20 − (15 + 4) = 1",
        f"SR-2024-11-28 · SHA-256 {issued.sha256}",
        "Page 1 / 1",
    ):
        assert words in text


def test_a_draft_says_on_paper_that_it_was_not_issued(first_day, signed_in, tmp_path):
    client = signed_in(first_day.cast.viewer)
    for address in ("/sitreps/2024-11-28.en.pdf", "/sitreps/2024-11-28/2024-11-28.en.pdf"):
        text = text_of(client.get(address).content, tmp_path)
        assert "Not issued. The figures may still change." in text


def test_a_paper_has_no_exact_point(issued, first_day, tmp_path):
    text = text_of(bytes(issued.pdf_in("en").pdf), tmp_path)
    assert str(first_day.tickets[0].latitude) not in text
    assert "36.13" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_nobodys_text_is_an_instruction_of_the_page(first_day, tmp_path, text):
    """It stands there as it was written, and turns or hides nothing that comes after it."""
    facts = document(first_day.scope, first_day.cast.publisher)
    facts["places"][0]["name"] = facts["targets"][0]["site"] = text
    for language in ("en", "ar"):
        made = paper(draft(facts, highlights=text), language=language, zone="UTC", now=at())
        assert made.startswith(b"%PDF")
    english = paper(draft(facts, highlights=text), language="en", zone="UTC", now=at())
    words = text_of(english, tmp_path)
    assert "Avoid strange objects and remnants of war" in words
    seen = re.sub(r"\s", "", text_of_isolated(text))
    assert seen[:25] in re.sub(r"\s", "", words)


@pytest.mark.parametrize("text", ["漢字", "😀", "ܐܒܓ", "\ue000", "\u0378", "a\u0489"])
def test_a_letter_that_no_font_has_keeps_no_report_from_being_set(first_day, tmp_path, text):
    facts = document(first_day.scope, first_day.cast.publisher)
    made = paper(draft(facts, highlights=f"Said: {text}"), language="ar", zone="UTC", now=at())
    assert b"%PDF" in made
    assert "Said:" in text_of(made, tmp_path)


def test_other_reports_keep_the_rules_of_archives_and_screen_readers(issued):
    for kept in issued.papers.all():
        assert b"pdfuaid:part" in kept.pdf
        assert b"pdfaid:part" in kept.pdf


def test_a_day_without_records_is_a_page_too(first_day):
    scope = replace(first_day.scope, first=EMPTY, last=EMPTY)
    facts = document(scope, first_day.cast.publisher)
    for language in ("en", "ar"):
        assert paper(draft(facts), language=language, zone="UTC", now=at()).startswith(b"%PDF")


def text_of_isolated(text):
    return re.sub("[\u200b\u2066-\u2069]", "", isolated(text))


def test_what_only_turns_the_direction_is_left_out_and_what_remains_is_closed_in():
    assert isolated("\u202eabc\u2067") == "\u2068abc\u2069"
    assert isolated("") == ""


def test_an_unknown_figure_is_a_word_and_never_a_number(first_day):
    facts = document(first_day.scope, first_day.cast.publisher)
    facts["headline"], facts["residual"] = {}, None
    shown = page(draft(facts), "en", "", at())["keys"][0]
    assert (shown["number"], shown["bar"]) == ("unknown", [])


@pytest.mark.parametrize(("language", "mark"), [("en", "?"), ("ar", "؟")])
def test_on_paper_too_what_nobody_stated_has_the_mark_of_its_language(first_day, language, mark):
    facts = document(first_day.scope, first_day.cast.publisher)
    facts["places"][0]["figures"] = {}
    with override(language):
        shown = page(draft(facts), language, "", at())
    texts = {cell["text"] for row in shown["places"] for cell in row["cells"]}
    texts |= {bar["text"] for row in shown["bars"] for bar in row["bars"]}
    assert {text.strip("\u2066\u2069") for text in texts} & {"?", "؟"} == {mark}
    assert shown["words"]["legend"].startswith(mark)


def test_a_corrected_day_is_still_one_sheet(first_day, tmp_path):
    for name in ("", "lower"):
        if name:
            build_claim(first_day.cast, name)
        sitrep = issue(first_day.scope, by=first_day.cast.publisher)
    for language, word in (("en", "Page 1 / 1"), ("ar", "1 / 1")):
        text = text_of(bytes(sitrep.pdf_in(language).pdf), tmp_path)
        assert word in " ".join(text.split())  # a reader may break a line at each change of writing


def test_a_long_day_takes_more_pages_and_numbers_them(first_day, tmp_path):
    facts = document(first_day.scope, first_day.cast.publisher)
    facts["places"] *= 40
    text = text_of(paper(draft(facts), language="en", zone="UTC", now=at()), tmp_path)
    assert "Page 1 / 3" in text


def test_a_month_of_many_places_fits_two_sheets(first_day, tmp_path):
    """Without a course beside them its bars stand in both columns, and no sheet bears two lines."""
    facts = document(first_day.scope, first_day.cast.publisher) | {"course": None}
    for listed in ("places", "targets", "responses"):
        facts[listed] *= 12
    facts["ordnance"]["items"] *= 12
    text = text_of(paper(draft(facts), language="en", zone="UTC", now=at()), tmp_path)
    assert "Page 1 / 2" in text
    assert text.count("Killed and injured by place") == 2


def test_a_report_of_a_period_is_issued_like_that_of_a_day(first_day, signed_in, tmp_path):
    build_claim(first_day.cast, "to_30")
    client = signed_in(first_day.cast.publisher)
    address = "/sitreps/2024-11-27/2024-11-30/"
    form = client.get(f"{address}issue/").context["form"]
    order = {"status": "final", "seen": form.initial["seen"]}
    order["prepared_by"] = first_day.cast.publisher.pk
    answer = client.post(f"{address}issue/", order)
    assert answer.headers["Location"] == "/sitreps/SR-2024-11-27--2024-11-30/"
    page = client.get(answer.headers["Location"])
    assert page.context["addresses"]["day"] == f"{address}?area=SY02&area=SY07"
    text = text_of(client.get("/sitreps/SR-2024-11-27--2024-11-30.en.pdf").content, tmp_path)
    assert "27–30 November 2024" in text
    assert "113" in text
    assert "Final" in text


def test_what_an_issued_page_leads_to_is_there(issued, first_day, signed_in):
    client = signed_in(first_day.cast.publisher)
    for address in client.get("/sitreps/SR-2024-11-28/").context["addresses"].values():
        assert client.get(address).status_code == 200
    assert client.get("/sitreps/").context["periods"]
