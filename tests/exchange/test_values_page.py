"""The page of a sheet's words: what it asks, what an answer does, what the house remembers."""

import pytest

from exchange import importing
from exchange.answers import questions
from exchange.answers.vocabulary import Word
from exchange.models import Import
from incidents.models import Incident
from ordnance.models import Item
from tests.exchange.conftest import findings
from tests.exchange.test_questions import HEADERS, row


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


def page_of(client, sheet, query=""):
    return client.get(f"/exchange/{sheet.pk}/values/{query}").content.decode()


def field(sheet, by, column, word):
    found = {(q.column, q.word): q for q in questions.questions_of(sheet, by)}
    return found[column, word].key


def test_a_word_is_shown_once_with_its_rows_and_answered_with_one_press(client, cast, bring):
    sheet = bring("incidents", [HEADERS, *[row(weapon="magic")] * 2], by=cast.data_manager)
    page = page_of(client, sheet)
    assert "magic" in page
    assert "2 rows" in page
    key = field(sheet, cast.data_manager, "weapon", "magic")
    answer = client.post(
        f"/exchange/{sheet.pk}/values/", {f"word-{key}": "mortar"}, follow=True
    ).content.decode()
    assert "1 word is remembered." in answer
    assert Import.objects.get().totals["new"] == 2


def test_what_is_not_on_the_list_is_told_at_the_word(client, cast, bring):
    sheet = bring("incidents", [HEADERS, row(weapon="magic")], by=cast.data_manager)
    key = field(sheet, cast.data_manager, "weapon", "magic")
    answer = client.post(f"/exchange/{sheet.pk}/values/", {f"word-{key}": "spells"})
    assert answer.status_code == 422
    assert "This is not on the list" in answer.content.decode()
    assert not Word.objects.exists()


def test_another_place_is_found_by_its_name_and_a_name_of_several_offers_them(client, cast, bring):
    sheet = bring("incidents", [HEADERS, row(place="Zzyrb")], by=cast.data_manager)
    key = field(sheet, cast.data_manager, "place", "Zzyrb")
    data = {f"word-{key}": "", f"place-{key}_text": "nothing like it anywhere"}
    assert client.post(f"/exchange/{sheet.pk}/values/", data).status_code == 422
    data[f"place-{key}_text"] = "دارة عزة"
    assert client.post(f"/exchange/{sheet.pk}/values/", data).status_code == 302
    assert Word.objects.get().means == "C1139"


def test_an_answer_is_changed_and_taken_back(client, cast, bring):
    sheet = bring("incidents", [HEADERS, row(weapon="magic")], by=cast.data_manager)
    key = field(sheet, cast.data_manager, "weapon", "magic")
    for value in ("mortar", "?", "="):
        client.post(f"/exchange/{sheet.pk}/values/", {f"word-{key}": value})
        assert f'value="{value}" selected' in page_of(client, sheet, "?show=answered")
    client.post(f"/exchange/{sheet.pk}/values/", {f"word-{key}": ""})
    assert not Word.objects.exists()
    assert Import.objects.get().totals["refused"] == 1


def test_an_unsettled_order_is_asked_with_samples_and_remembered_for_its_headers(
    client, cast, bring
):
    ambiguous = [HEADERS, row(date="03/04/2024"), row(date="05/05/2024")]
    sheet = bring("incidents", ambiguous, by=cast.data_manager)
    assert findings(sheet) == {2: [("occurred_on", "ambiguous")]}
    page = page_of(client, sheet)
    assert "03/04/2024" in page
    assert "3 April 2024" in page
    assert "4 March 2024" in page
    client.post(f"/exchange/{sheet.pk}/values/", {"order-occurred_on": "month first"})
    assert Import.objects.get().totals["new"] == 2
    client.post(f"/exchange/{sheet.pk}/apply/")
    assert {str(i.occurred_on) for i in Incident.objects.all()} == {"2024-03-04", "2024-05-05"}
    ambiguous[1][0] = "06/04/2024"
    later = bring("incidents", ambiguous, by=cast.data_manager)
    assert later.totals["refused"] == 0


def test_what_is_remembered_is_listed_and_forgotten(client, cast, bring):
    sheet = bring("incidents", [HEADERS, row(weapon="magic")], by=cast.data_manager)
    key = field(sheet, cast.data_manager, "weapon", "magic")
    client.post(f"/exchange/{sheet.pk}/values/", {f"word-{key}": "mortar"})
    word = Word.objects.get()
    page = client.get("/exchange/words/?q=magic").content.decode()
    assert "magic" in page
    assert f"<bdi>{cast.data_manager}</bdi>, <span" in page
    assert 'Weapon <span class="quiet">· Incidents</span>' in page
    assert "magic" not in client.get("/exchange/words/?q=other").content.decode()
    client.post(f"/exchange/words/{word.pk}/forget/")
    assert not Word.objects.exists()


def test_a_stranger_forgets_nothing_of_ours(cast, bring, signed_in, client):
    sheet = bring("incidents", [HEADERS, row(weapon="magic")], by=cast.data_manager)
    key = field(sheet, cast.data_manager, "weapon", "magic")
    client.post(f"/exchange/{sheet.pk}/values/", {f"word-{key}": "mortar"})
    stranger = signed_in(cast.stranger)
    assert stranger.post(f"/exchange/words/{Word.objects.get().pk}/forget/").status_code == 403


def test_the_words_stand_beside_the_rows_of_the_check(client, cast, bring):
    sheet = bring("incidents", [HEADERS, row(weapon="magic")], by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert "What their words mean" in page


@pytest.mark.parametrize(("written", "kept"), [("", "odd egg"), ("grey", "grey; odd egg")])
def test_a_category_that_nobody_knows_is_kept_with_its_item(bring, cast, signed_in, written, kept):
    client = signed_in(cast.data_manager)
    rows = [
        ["external_id", "reported_at", "pcode", "item_category", "as reported", "quantity"],
        ["T-1", "2024-11-28", "C1022", "odd egg", written, "2"],
    ]
    sheet = bring("tickets", rows, by=cast.data_manager)
    assert sheet.totals["refused"] == 1
    [question] = questions.questions_of(sheet, cast.data_manager)
    assert question.keeps_text
    client.post(f"/exchange/{sheet.pk}/values/", {f"word-{question.key}": "="})
    sheet.refresh_from_db()
    importing.apply(sheet, by=cast.data_manager)
    item = Item.objects.get()
    assert (item.category, item.written, item.quantity_reported) == ("unknown", kept, 2)
