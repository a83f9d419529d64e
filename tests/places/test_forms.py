"""The place box and the point box, typed, picked, pasted, and without a script."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict

from places.coordinates import Point
from places.forms import PlaceField, PointField
from places.models import Area


class WhereForm(forms.Form):
    place = PlaceField()
    point = PointField(required=False)


class DistrictForm(forms.Form):
    place = PlaceField(levels=[Area.Level.GOVERNORATE, Area.Level.DISTRICT], required=False)


def sent(query, form=WhereForm):
    return form(QueryDict(query))


@pytest.mark.parametrize(
    "query",
    [
        "place=C1022",
        "place=C1022&place_text=",
        "place_text=C1022",
        "place_text=Atareb",
        "place_text=الأتارب",
        "place=Atareb",
        "place=C4121&place_text=Atareb",  # typed over an earlier choice, without a script
        "place=C4121&place=C1022",
        "place=C1022&place_text=الأتارب Atareb — Atareb › Jebel Saman › Aleppo",
    ],
)
def test_a_place_is_taken_picked_or_typed(atareb, query):
    form = sent(query)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == atareb


def test_a_pick_among_namesakes_is_taken(demo_places):
    form = sent("place=C1662&place_text=الجديدة")
    assert form.is_valid()
    assert form.cleaned_data["place"].pcode == "C1662"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Say where"),
        ("place_text=الجديدة", "6 places are called “الجديدة”: choose one."),
        ("place_text=Sarmen", "No place is called “Sarmen”. Choose one of these"),
        ("place_text=zzzqqq", "No place is called “zzzqqq”. Check the spelling"),
        ("place=C0000", "No place is called “C0000”."),
    ],
)
def test_an_unclear_place_says_what_to_do(demo_places, query, words):
    assert words in sent(query).errors["place"][0]


@pytest.mark.parametrize("query", ["place=%00", "place_text=Atareb%00"])
def test_a_nul_in_a_place_is_told_at_the_box(atareb, query):
    assert sent(query).errors["place"] == ["Null characters are not allowed."]


def test_namesakes_are_offered_as_choices_without_a_script(demo_places):
    form = sent("place_text=الجديدة")
    assert form.errors
    page = BeautifulSoup(str(form["place"]), "html.parser")
    offered = {radio["value"] for radio in page.select("input[type=radio][name=place]")}
    assert offered == {"C1662", "C4335", "C6467", "C3294", "C3454", "C3715"}
    assert page.select_one("input[name=place_text]")["value"] == "الجديدة"


def test_candidates_stay_with_their_own_form(demo_places):
    assert sent("place_text=الجديدة").errors
    assert "radio" not in str(WhereForm()["place"])


def test_a_place_box_shows_the_place_it_holds(atareb):
    page = BeautifulSoup(str(WhereForm(initial={"place": atareb.pk})["place"]), "html.parser")
    assert page.select_one("input[type=hidden]")["value"] == "C1022"
    assert page.select_one("[role=combobox]")["value"] == atareb.label


@pytest.mark.parametrize(
    ("query", "changed"),
    [("place=C1022", False), ("place=C1139", True), ("place_text=zzzqqq", True)],
)
def test_a_place_box_knows_whether_it_changed(atareb, query, changed):
    form = WhereForm(QueryDict(query), initial={"place": atareb.pk})
    assert form.has_changed() is changed


def test_a_place_box_can_be_kept_to_levels(demo_places):
    form = sent("place_text=Idleb", DistrictForm)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"].pcode == "SY0700"
    assert sent("place=C1022", DistrictForm).errors
    assert sent("", DistrictForm).is_valid()


def test_a_point_box_reads_a_point(atareb):
    form = sent("place=C1022&point=37SCA04600142")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["point"].kind == "mgrs"


def test_an_empty_point_is_none(atareb):
    form = sent("place=C1022&point= ")
    assert form.is_valid()
    assert form.cleaned_data["point"] is None


@pytest.mark.parametrize(
    ("text", "words"), [("59.93, 30.33", "outside the country"), ("here", "not a point")]
)
def test_a_bad_point_is_refused_at_its_box(atareb, text, words):
    assert words in sent(f"place=C1022&point={text}").errors["point"][0]


def test_a_point_box_shows_a_point_and_knows_whether_it_changed(atareb):
    initial = {"place": atareb.pk, "point": Point(atareb.latitude, atareb.longitude)}
    form = WhereForm(QueryDict("place=C1022&point=36.137900, 36.828400"), initial=initial)
    assert 'value="36.137900, 36.828400"' in str(WhereForm(initial=initial)["point"])
    assert not form.has_changed()
