"""What is wrong is told in the language of whoever reads it, whoever checked."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from exchange.rows import Row
from exchange.sentences import say, told
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


def test_a_sentence_that_counts_or_is_plain_stays_as_it_was_said():
    counting = ValidationError(ngettext_lazy("%(n)d row", "%(n)d rows", "n"), params={"n": 3})
    assert told(finding(counting)) == "3 rows"
    assert told(finding(ValidationError("100% sure"))) == "100% sure"


def test_the_page_words_findings_for_its_reader(bring, cast, signed_in):
    client = signed_in(cast.data_manager)
    with override("ar"):
        sheet = bring("incidents", [HEADERS, [*GOOD[:4], "-2", *GOOD[5:]]], by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/", headers={"accept-language": "en"})
    assert "A number of people cannot be below 0." in page.content.decode()
