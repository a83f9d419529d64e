"""The toll's input: how sure and how many, unknown as an answer, errors as sentences."""

import pytest
from bs4 import BeautifulSoup
from django import forms

from casework.forms import TollField, errors_of


class Report(forms.Form):
    killed = TollField(label="Killed")
    trapped = TollField(
        label="Trapped", required=False, qualifiers=("exact", "up_to", "between", "unknown")
    )


def sent(qualifier=None, minimum=None, maximum=None, name="killed", **others):
    given = {"qualifier": qualifier, "minimum": minimum, "maximum": maximum}
    posted = {f"{name}_{key}": value for key, value in given.items() if value is not None}
    return Report({"killed_qualifier": "unknown", **others, **posted})


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        (("exact", "15"), ("exact", 15, 15)),
        (("exact", "0"), ("exact", 0, 0)),
        (("at_least", "20"), ("at_least", 20, None)),
        (("about", "30"), ("about", 30, 30)),
        (("between", "10", "15"), ("between", 10, 15)),
        (("between", "4", "4"), ("between", 4, 4)),
        (("unknown",), ("unknown", None, None)),
        (("exact", "٣٣"), ("exact", 33, 33)),
        (("between", "۱۰", "١٥"), ("between", 10, 15)),
        # What a folded box still holds is not read.
        (("unknown", "7", "9"), ("unknown", None, None)),
        (("exact", "7", "9"), ("exact", 7, 7)),
    ],
)
def test_an_answer_becomes_two_ends(given, cleaned):
    form = sent(*given)
    assert form.is_valid(), form.errors
    told = form.cleaned_data["killed"]
    assert (told["qualifier"], told["minimum"], told["maximum"]) == cleaned


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("exact",), "Write the number, or choose “unknown”."),
        (("at_least", ""), "Write the number, or choose “unknown”."),
        (("between", "4"), "“Between” needs both numbers."),
        (("between", None, "4"), "“Between” needs both numbers."),
        (("between", "9", "4"), "The first number is larger than the second."),
        (("exact", "-1"), "A number of people cannot be below 0."),
        (("exact", "several"), "Write a whole number, such as 12."),
        (("exact", "2.5"), "Write a whole number, such as 12."),
        (("exact", "9999999"), "This number is too large to be a number of people."),
        (("", ""), "Choose how sure the number is; “unknown” is an answer."),
    ],
)
def test_a_mistake_is_a_sentence_at_the_field(given, sentence):
    form = sent(*given)
    assert not form.is_valid()
    assert form.errors == {"killed": [sentence]}


def test_a_breakdown_that_nobody_filled_in_is_unknown():
    form = sent("exact", "3")
    assert form.is_valid()
    assert form.cleaned_data["trapped"]["qualifier"] == "unknown"


def test_up_to_leaves_the_lower_end_unknown_and_is_shown_again():
    form = sent("up_to", "6", name="trapped")
    assert form.is_valid()
    assert form.cleaned_data["trapped"] == {"qualifier": "up_to", "minimum": None, "maximum": 6}
    shown = str(Report(initial={"trapped": form.cleaned_data["trapped"]})["trapped"])
    assert soup_of(shown).find(id="id_trapped_1")["value"] == "6"


def soup_of(html):
    return BeautifulSoup(html, "html.parser")


def test_without_a_script_all_of_it_is_native_and_labelled():
    soup = soup_of(str(Report()["killed"]))
    radios = soup.find_all("input", type="radio")
    assert [radio["value"] for radio in radios if radio.has_attr("checked")] == ["unknown"]
    assert {radio["name"] for radio in radios} == {"killed_qualifier"}
    labelled = {label["for"] for label in soup.find_all("label")}
    assert {each["id"] for each in soup.find_all("input")} == labelled
    assert not soup.find(attrs={"required": True})  # a folded box could not be filled in


def test_the_error_summary_leads_to_the_control():
    form = sent("between", "9", "4")
    [row] = errors_of([form])
    assert soup_of(str(form["killed"])).find(id=row["id"])


def test_what_was_typed_comes_back_with_the_error():
    soup = soup_of(str(sent("between", "9", "4")["killed"]))
    assert soup.find(attrs={"name": "killed_maximum"})["value"] == "4"
