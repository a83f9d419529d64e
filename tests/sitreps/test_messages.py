"""Texts for messaging: short, whole sentences, and nothing that the public may not know."""

import pytest
from django.utils.translation import override

from casework import actions
from incidents.models import Incident
from sitreps.daily import attributed, document
from sitreps.messages import LIMITS, messages, public_of
from sitreps.models import Claim
from sitreps.wording import according_to
from tests.factories import make_incident, make_person, make_source, report_records, take, toll
from tests.sitreps.building import build_claim, the_scope

NUMBERS = toll(killed=15, injured=9, children=4)
SECRETS = {"site_name": "the house behind the mill", "narrative": "The tailor's cellar."}


def texts(cast, language="en", **scope):
    """The texts of the day as the publisher gets them."""
    asked = the_scope(cast.publisher.organisation, **scope)
    facts = document(asked, cast.publisher)
    return messages(public_of(asked, cast.publisher, facts), language)


@pytest.fixture
def published(cast):
    return make_incident(cast=cast, status="published", numbers=NUMBERS, **SECRETS)


def test_the_claim_is_told_in_whole_words(first_day):
    short = texts(first_day.cast)["short"]
    assert "at least 20 killed, among them five children and two women" in short
    assert "33 injured, among them at least seven children" not in short  # Darat Izza is no public
    assert "according to the Syrian Civil Defense (White Helmets)." in short


def test_in_arabic_the_service_is_named_in_arabic_where_it_says_how(first_day):
    service = first_day.cast.publisher.organisation
    service.attribution_ar = "الدفاع المدني السوري"
    assert "White Helmets" not in texts(first_day.cast, "ar")["short"]
    assert "الدفاع المدني السوري" in texts(first_day.cast, "ar")["short"]
    assert "White Helmets" in texts(first_day.cast)["short"]


def test_a_claim_of_others_is_theirs_in_every_language(first_day):
    service = first_day.cast.publisher.organisation
    service.attribution_ar = "الدفاع المدني السوري"
    facts = attributed(Claim(attribution="a newspaper"), service)
    assert according_to(facts) == "a newspaper"
    with override("ar"):
        assert according_to(facts) == "a newspaper"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_fits_what_it_is_sent_through(first_day, language):
    for size, text in texts(first_day.cast, language).items():
        assert 0 < len(text) <= LIMITS[size]


def test_a_long_list_of_areas_is_left_out_before_a_number(first_day):
    asked = the_scope(first_day.cast.publisher.organisation)
    facts = document(asked, first_day.cast.publisher)
    facts["areas"] = [{"pcode": "SY", "name": "A governorate", "name_ar": "محافظة"}] * 40
    for language in ("en", "ar"):
        short = messages(public_of(asked, first_day.cast.publisher, facts), language)["short"]
        assert len(short) <= LIMITS["short"]
        assert "20" in short


def test_only_what_is_published_is_told_of_a_day_without_a_claim(cast, published):
    make_incident(cast=cast, status="verified", place="C4121", numbers=toll(killed=7))
    long = texts(cast)["long"]
    assert "at least 15 killed" in long
    assert "Atareb: 15 killed, among them four children; nine" not in long
    assert "Sarmada" not in long
    assert "22" not in long


def test_where_all_is_published_the_number_is_exact(cast, published):
    assert ": 15 killed, among them four children; 9 injured" in texts(cast)["short"]


def test_a_day_of_which_nothing_is_public_has_no_figure(cast):
    make_incident(cast=cast, status="verified", numbers=toll(killed=7))
    short = texts(cast)["short"]
    assert "no figure is public yet." in short
    assert "7" not in short


def test_no_text_holds_a_site_a_source_or_a_point(cast, published):
    for language in ("en", "ar"):
        for text in texts(cast, language).values():
            for secret in (*SECRETS.values(), "36.13", published.ref, "Civil Defence team"):
                assert secret not in text


def test_a_number_that_nobody_adopted_is_not_told(cast, published):
    incident = Incident.objects.get(pk=published.pk)
    source = make_source(incident, name="Hospital", kind="hospital")
    records = report_records(incident, source, toll(killed=77), population="medical")
    actions.add(incident, source, *records, by=cast.reviewer)
    assert "92" not in texts(cast)["long"]
    assert "15 killed" in texts(cast)["long"]


@pytest.mark.parametrize("few", [2, (1, None), (0, 2)])
def test_one_or_two_injured_of_a_group_are_not_told_apart(cast, few):
    numbers = {("injured", "total"): 9, ("injured", "children"): few, ("injured", "women"): 3}
    make_incident(cast=cast, status="published", numbers=numbers)
    long = texts(cast)["long"]
    assert "9 injured, among them three women" in long
    assert "child" not in long


def test_what_is_withdrawn_is_told_no_more(cast, published):
    take(Incident.objects.get(pk=published.pk), "withdraw", cast, lambda *_: {"reason": "A name."})
    assert "15" not in texts(cast)["long"]


def test_the_page_has_both_languages_without_a_script(first_day, signed_in):
    page = signed_in(first_day.cast.viewer).get("/sitreps/2024-11-28/message/")
    text = page.content.decode()
    assert text.count("<textarea") == 4
    assert 'lang="ar" dir="rtl"' in text


def test_a_period_has_texts_too(first_day, signed_in):
    build_claim(first_day.cast, "to_30")
    page = signed_in(first_day.cast.viewer).get("/sitreps/2024-11-27/2024-11-30/message/")
    assert "113 injured" in page.content.decode()


def test_nobody_reads_texts_of_others_areas(first_day, signed_in):
    idleb = make_person(role="viewer", username="elsewhere", areas=first_day.scope.areas[1:])
    client = signed_in(idleb)
    assert client.get("/sitreps/2024-11-28/message/?area=SY02").status_code == 404
    assert "Atar" not in client.get("/sitreps/2024-11-28/message/").content.decode()
