"""What a component says, rendered without a database: words first, unknown never 0."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from casework.drawing import TollRow
from casework.wording import PRIORITIES, SAFETY, STATUSES
from casework.workflow import Offer, Step


def draw(source, path="/", **context):
    request = RequestFactory().get(path)
    page = Template("{% load casework %}" + source)
    return BeautifulSoup(page.render(Context({"request": request, **context})), "html.parser")


def text_of(soup):
    return " ".join(soup.get_text(" ").split())


@pytest.mark.parametrize(
    ("minimum", "maximum", "qualifier", "said"),
    [
        (15, 15, "exact", "15"),
        (20, None, "at_least", "at least 20"),
        (20, None, "", "at least 20"),
        (None, 6, "up_to", "up to 6"),
        (0, 6, "up_to", "up to 6"),
        (30, 30, "about", "about 30"),
        (10, 15, "about", "about 10–15"),
        (10, 15, "between", "10–15"),
        (0, 0, "exact", "0"),
        (None, None, "exact", "unknown"),
        (None, None, "", "unknown"),
        (None, None, "unknown", "unknown"),
    ],
)
def test_a_figure_is_told_in_words(minimum, maximum, qualifier, said):
    context = {"low": minimum, "high": maximum, "how": qualifier}
    assert text_of(draw("{% figure_range low high how %}", **context)) == said
    assert text_of(draw("{% figure_text low high how %}", **context)) == said


def test_a_figure_is_isolated_from_the_sentence_around_it():
    figure = draw("{% figure_range 10 15 %}").bdi
    assert figure.find("bdi", dir="ltr").string == "10–15"


def test_a_range_object_is_one_argument():
    told = SimpleNamespace(minimum=20, maximum=None, qualifier="at_least")
    assert text_of(draw("{% figure_range told %}", told=told)) == "at least 20"


def test_unknown_is_styled_text_and_no_number():
    figure = draw("{% figure_range None None %}").bdi
    assert "unknown" in figure["class"]
    assert not any(character.isdigit() for character in figure.get_text())


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_word_and_glyph(status):
    badge = draw("{% status_badge status=status %}", status=status).find(class_="badge-status")
    assert badge.get_text(strip=True) == str(STATUSES[status][0])
    assert badge.use["href"].endswith(f"#{STATUSES[status][2]}")
    assert badge.svg["aria-hidden"] == "true"


def test_a_status_that_nobody_named_still_has_a_word():
    assert text_of(draw("{% status_badge status='half_done' %}")) == "half done"


def test_the_words_of_the_case_win():
    case = SimpleNamespace(status="draft", get_status_display=lambda: "Being written")
    assert text_of(draw("{% status_badge case %}", case=case)) == "Being written"


@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_priority_is_word_and_shape(priority):
    badge = draw("{% priority_badge it %}", it=SimpleNamespace(priority=priority)).span
    assert badge.get_text(strip=True) == str(PRIORITIES[priority][0])
    assert badge.use["href"].endswith(f"#{PRIORITIES[priority][1]}")


def offer(name, refusal=""):
    return Offer(Step(name, name.title(), ("a",), "b", f"incidents.{name}_incident"), refusal)


def test_one_open_step_is_filled_and_the_others_are_outlines():
    soup = draw(
        "{% step_buttons offers '/incidents/INC-1/' %}",
        offers=[offer("verify"), offer("return")],
    )
    assert ["btn-main" in link["class"] for link in soup.find_all("a")] == [True, False]
    assert [link["href"] for link in soup.find_all("a")] == [
        "/incidents/INC-1/verify/",
        "/incidents/INC-1/return/",
    ]


def test_a_refused_step_can_be_reached_and_says_why():
    reason = "Whoever resolved it cannot close it."
    soup = draw("{% step_buttons offers '/t/' %}", offers=[offer("close", reason), offer("hold")])
    grey = soup.button
    assert grey["aria-disabled"] == "true"
    assert not grey.has_attr("disabled")  # a disabled button is skipped by the keyboard
    assert soup.find(id=grey["aria-describedby"]).get_text() == reason
    assert "btn-main" in soup.a["class"]


def test_without_steps_there_is_no_empty_bar():
    assert text_of(draw("{% step_buttons offers %}", offers=[])) == ""


def test_the_balance_is_said_and_drawn():
    soup = draw("{% balance_squares found=12 destroyed=7 rendered_safe=2 moved=3 remaining=0 %}")
    assert "Adds up: 12 found, none left" in text_of(soup)
    assert len(soup.select(".units i")) == 12
    assert [dd.get_text(strip=True) for dd in soup.select("dd")] == ["12", "=7", "+2", "+3", "+0"]


def test_what_is_still_there_is_never_called_done():
    """The sum of three that all lie there adds up too."""
    soup = draw("{% balance_squares found=3 remaining=3 %}")
    verdict = soup.find(class_="verdict")
    assert (verdict["data-verdict"], verdict.get_text(strip=True)) == (
        "left",
        "Still there: 3 of 3",
    )
    assert "Adds up" not in text_of(soup)


def test_a_balance_that_does_not_add_up_is_called_so():
    soup = draw("{% balance_squares found=3 destroyed=5 remaining=left %}", left=-2)
    assert "Does not add up: 3 found, 5 accounted for" in text_of(soup)


@pytest.mark.parametrize("found", [None, 3])
def test_what_nobody_counted_is_unknown_in_the_balance(found):
    soup = draw("{% balance_squares found=found destroyed=2 remaining=None %}", found=found)
    assert soup.find(class_="verdict")["data-verdict"] == "unknown"
    assert soup.select(".sum > div")[-1].dd.find(class_="unknown").string == "unknown"


def test_past_forty_items_a_bar_takes_the_squares_place():
    soup = draw("{% balance_squares found=60 destroyed=45 moved=15 remaining=0 %}")
    assert soup.select(".units i") == []
    widths = [float(rect["width"].rstrip("%")) for rect in soup.select("rect")]
    assert sum(widths) == pytest.approx(100)


def test_a_misspelt_term_of_the_balance_is_an_error():
    with pytest.raises(TypeError, match="burnt"):
        draw("{% balance_squares found=3 burnt=3 %}")


def test_the_toll_is_a_table_with_a_row_for_each_report():
    rows = [
        TollRow("Radio", 8, 8),
        {"label": "Statement", "minimum": 13, "maximum": 13, "revises": 0, "adopted": True},
        {"label": "Monitor", "minimum": 10, "maximum": 15},
        {"label": "Witness"},
    ]
    soup = draw("{% toll_chart rows 'Killed' %}", rows=rows)
    said = [cell.get_text(" ", strip=True) for cell in soup.select("tbody .said")]
    assert said == ["8", "13 adopted", "10–15", "unknown"]
    marks = [(len(r.select("circle")), len(r.select("rect"))) for r in soup.select("tbody tr")]
    assert marks == [(1, 0), (1, 0), (0, 1), (0, 0)]
    assert len(soup.select(".trail")) == 3
    assert "adopted" in soup.select("tbody tr")[1]["class"]


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "unknown"), ("", "unknown"), (0, "0"), (False, "no"), (True, "yes")]
)
def test_a_missing_value_is_unknown_and_zero_is_zero(value, shown):
    row = draw("{% field_value 'site' value %}", value=value)
    assert row.dt.string == "Site"
    assert row.dd.get_text(strip=True) == shown


def test_the_safety_message_has_four_lines_in_both_languages():
    for language, order in (("en", (0, 1)), ("ar", (1, 0))):
        with translation.override(language):
            soup = draw("{% safety_message %}")
        lines = [[each.get_text() for each in li.select("[lang]")] for li in soup.select("li")]
        assert lines == [[pair[1:][order[0]], pair[1:][order[1]]] for pair in SAFETY]


def test_the_pager_keeps_the_query_and_names_the_present_page():
    page = Paginator(range(412), 50).get_page(4)
    soup = draw("{% pager page %}", path="/incidents/?area=SY02&page=4", page=page)
    assert soup.find("a", rel="next")["href"] == "?area=SY02&page=5"
    assert soup.find(attrs={"aria-current": "page"}).string == "4"
    assert "151–200" in text_of(soup)


def test_an_empty_list_has_no_page_links():
    soup = draw("{% pager page %}", page=Paginator([], 50).get_page(1))
    assert soup.find("a") is None
    assert "No rows" in text_of(soup)


DAY = 24 * 60  # minutes


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (25, "25 min"),
        (90, "1 h"),
        (26 * 60, "26 h"),
        (5000, "3 days"),
        (60 * DAY, "60 days"),
        (61 * DAY, "2 months"),
        (366 * DAY, "1 year"),
        (400 * DAY, "1 year 1 month"),
        (812 * DAY, "2 years 2 months"),
    ],
)
def test_an_age_is_said_as_people_say_it(minutes, said):
    then = timezone.now() - timezone.timedelta(minutes=minutes, seconds=5)
    shown = draw("{{ then|age }}", then=then).time
    assert shown.string == said
    assert shown["datetime"] == then.isoformat()
    assert shown["title"].endswith(timezone.localtime(then).strftime("%H:%M"))


def test_a_duration_is_said_like_an_age_and_exact_in_its_title():
    shown = draw("{{ took|lasted }}", took=timezone.timedelta(days=812, hours=3, minutes=4)).time
    assert shown.string == "2 years 2 months"
    assert shown["title"] == "812 days 3 h"
    assert shown["datetime"] == "P812DT03H04M00S"


def test_a_reference_reads_left_to_right_and_a_time_is_machine_readable():
    assert draw("{{ 'INC-2024-000412'|ref }}").bdi["dir"] == "ltr"
    moment = timezone.datetime(2024, 11, 28, 11, 22, tzinfo=timezone.get_fixed_timezone(0))
    shown = draw("{{ moment|datetime_local }}", moment=moment).time
    assert shown["datetime"] == "2024-11-28T11:22:00+00:00"
    assert shown.string.endswith("14:22")  # Damascus


def test_an_icon_is_silent_unless_it_is_given_a_word():
    assert draw("{% icon 'lock-closed' %}").svg["aria-hidden"] == "true"
    spoken = draw("{% icon 'arrow-right' label='became' turn=True %}").svg
    assert spoken["aria-label"] == "became"
    assert spoken["role"] == "img"
    assert "i-turn" in spoken["class"]


def test_what_people_wrote_is_escaped_in_every_component():
    evil = "<script>alert(1)</script>"
    soup = draw(
        "{% field_value evil evil %}{% empty_state evil evil %}{{ evil|ref }}"
        "{% toll_chart rows evil %}{% step_buttons offers %}{% status_badge status=evil %}",
        evil=evil,
        rows=[{"label": evil, "quote": evil, "sub": evil, "grade": evil}],
        offers=[offer("close", evil)],
    )
    assert soup.find("script") is None
