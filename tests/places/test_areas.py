"""Areas, their spellings, and the one search over both."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from places import gazetteer
from places.models import Area, AreaName

FIRST_HIT = [
    ("atarib", "C1022"),
    ("Atareb", "C1022"),
    ("الاتارب", "C1022"),
    ("اتارب", "C1022"),
    ("C1022", "C1022"),
    ("c١٠٢٢", "C1022"),
    ("Al-Atarib", "C1022"),
    ("الأتــارب\u200f", "C1022"),
    ("Atarb", "C1022"),
    ("دارة عزّة", "C1139"),
    ("Darat Izza", "C1139"),
    ("Dar Taizzah", "C1139"),
    ("سرمدا", "C4121"),
    ("Sarmad", "C4121"),
    ("سرمين", "C3953"),
    ("Fayloun", "C3877"),
    ("مدينة إدلب", "C3871"),
    ("Idlib", "C3871"),
    ("ادلب", "C3871"),
    ("فركيا", "C4305"),
    ("خان شيخ", "C3987"),
    ("Khan Sheikhun", "C3987"),
    ("Binnish", "C3904"),
    ("SY02", "SY02"),
    ("sy070301", "SY070301"),
]


@pytest.mark.parametrize(("text", "pcode"), FIRST_HIT)
def test_a_place_is_found_first_however_it_is_written(demo_places, text, pcode):
    assert Area.objects.search(text)[0].pcode == pcode


@pytest.mark.parametrize("text", ["atarib", "الاتارب", "ادلب", "دارة عزة"])
def test_a_place_is_found_without_any_other_spelling_on_record(demo_places, text):
    AreaName.objects.exclude(origin=AreaName.Origin.COD).delete()
    assert Area.objects.search(text)[0].level == Area.Level.COMMUNITY


@pytest.mark.parametrize("text", ["", "   ", "٪؟", "zzzzqqq"])
def test_what_is_no_name_finds_nothing(demo_places, text):
    assert list(Area.objects.search(text)) == []


def test_all_namesakes_are_shown_with_where_they_lie(demo_places):
    hits = [hit for hit in Area.objects.search("الجديدة") if hit.name_ar == "الجديدة"]
    assert len(hits) == 6
    assert len({hit.trail() for hit in hits}) == 6


def test_a_search_and_its_labels_are_one_query(demo_places, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels = [hit.label for hit in Area.objects.search("Atareb")]
    assert labels[0] == "الأتارب Atareb — Atareb › Jebel Saman › Aleppo"


def test_many_texts_are_searched_at_once_as_each_would_be(demo_places, django_assert_num_queries):
    texts = ["atarib", "الجديدة", "C10", "", "zzzzqqq", "دارة عزة", "atarib"]
    with django_assert_num_queries(2):
        found = Area.objects.search_many(texts, limit=3)
    assert found == {text: list(Area.objects.search(text, limit=3)) for text in texts if text}
    assert Area.objects.search_many(["", " "]) == {}


def test_one_text_among_many_is_searched_like_any_other(demo_places):
    found = Area.objects.search_many(["atarib"], limit=3)
    assert found == {"atarib": list(Area.objects.search("atarib", limit=3))}


def test_a_search_can_be_kept_to_levels(demo_places):
    hits = Area.objects.search("ادلب", levels=[Area.Level.GOVERNORATE])
    assert [hit.pcode for hit in hits] == ["SY07"]


@pytest.mark.parametrize(
    ("text", "pcodes"),
    [("Atareb", ["C1022"]), ("Idlib", ["C3871"]), ("Dana", ["C4126", "C3965"]), ("Nowhere", [])],
)
def test_a_name_means_the_town_rather_than_the_area_named_after_it(demo_places, text, pcodes):
    assert {area.pcode for area in Area.objects.meant_by(text)} == set(pcodes)


def test_reports_keep_their_own_spelling(atareb, demo_places):
    assert atareb.report_name == "Atarib"
    assert Area.objects.get(pcode="C3953").report_name == "Sarmin"


def test_an_area_has_one_spelling_for_reports(atareb):
    atareb.report_as("Al-Atarib")
    assert atareb.report_name == "Al-Atarib"
    with pytest.raises(IntegrityError), transaction.atomic():
        atareb.names.filter(text="Atareb").update(in_reports=True)


def test_report_names_of_many_places_are_two_queries(demo_places, django_assert_num_queries):
    with django_assert_num_queries(2):
        names = [area.report_name for area in Area.objects.prefetch_related("names")]
    assert "Darat Izza" in names


def test_within_is_the_area_and_everything_below(atareb, demo_places):
    below = Area.objects.within(Area.objects.get(pcode="SY0200"))
    assert atareb in below
    assert below.filter(pcode="SY0200").exists()
    assert not below.filter(pcode__startswith="SY07").exists()


def test_near_is_a_box_around_a_point(atareb, demo_places):
    near = Area.objects.near(atareb.latitude, atareb.longitude, 15).filter(level=4)
    codes = set(near.values_list("pcode", flat=True))
    assert {"C1022", "C1038", "C1030"} <= codes
    assert "C1007" not in codes


def test_an_ancestor_is_found_by_its_level(atareb):
    assert atareb.ancestor(Area.Level.GOVERNORATE).pcode == "SY02"
    assert atareb.ancestor(Area.Level.COMMUNITY) == atareb
    assert atareb.ancestor(Area.Level.NEIGHBOURHOOD) is None


def test_moving_an_area_moves_what_lies_below(atareb, demo_places):
    district = Area.objects.get(pcode="SY0200")
    district.parent = Area.objects.get(pcode="SY07")
    district.save()
    atareb.refresh_from_db()
    assert atareb.path == "SY/SY07/SY0200/SY020001/C1022/"


def test_a_renamed_area_is_found_by_its_new_name_only(atareb):
    atareb.name_en = "Qasr"
    atareb.save()
    assert atareb in Area.objects.called("Qasr")
    assert atareb not in Area.objects.called("Atareb")
    assert atareb in Area.objects.called("Atarib"), "spellings that people entered stay"


def test_a_name_in_brackets_is_also_found_without_them(demo_places):
    assert Area.objects.filter(names__folded="jdideh", pcode="C1662").exists()


def test_rows_written_in_bulk_are_brought_in_line(demo_places):
    Area.objects.update(path="")
    AreaName.objects.filter(origin=AreaName.Origin.COD).delete()
    Area.objects.rebuild()
    assert Area.objects.get(pcode="C1022").path == "SY/SY02/SY0200/SY020001/C1022/"
    assert Area.objects.search("Atareb")[0].pcode == "C1022"


def test_the_same_gazetteer_twice_changes_nothing(demo_places):
    before = list(Area.objects.values()), list(AreaName.objects.order_by("pk").values())
    gazetteer.take_in(gazetteer.read_rows())
    assert (list(Area.objects.values()), list(AreaName.objects.order_by("pk").values())) == before


def test_a_gazetteer_with_an_unknown_parent_is_refused_whole(empty_house):
    rows = [
        gazetteer.AreaRow("SY", 0, "Syria", "سوريا"),
        gazetteer.AreaRow("C1", 4, "Lost", "", parent="SY99"),
    ]
    with pytest.raises(ValidationError):
        gazetteer.take_in(rows)
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"latitude": "36.1"}, "__all__"),
        ({"latitude": "99", "longitude": "36"}, "latitude"),
        ({"name_en": "", "name_ar": ""}, "__all__"),
        ({"pcode": "c 1"}, "pcode"),
        ({"level": 1}, "parent"),
    ],
)
def test_an_impossible_area_is_refused(atareb, fields, at):
    good = {"pcode": "C9", "level": 4, "name_en": "New", "parent": atareb.parent}
    with pytest.raises(ValidationError) as refused:
        Area(**(good | fields)).full_clean()
    assert at in refused.value.error_dict


def test_the_demo_gazetteer_holds_the_first_day(demo_places):
    codes = {area.pcode for area in demo_places}
    assert {"C1022", "C1139", "C4121", "C3953", "C3877", "C3871", "C4305"} <= codes
    assert {"SY", "SY02", "SY07", "SY0200", "SY0703", "SY020001", "SY020004", "SY070301"} <= codes
