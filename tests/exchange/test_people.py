"""Repeat sheets in which each row is one person: counted into figures, shown before they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import importing, reporting
from exchange.answers import questions
from exchange.mapping import remembered_columns, shape
from exchange.parsing import counting, people
from exchange.parsing.people import NOT_OURS, Columns, person
from exchange.reading import Head
from incidents.ledger import Figure, Group, Outcome
from incidents.models import Incident
from incidents.resources import IncidentResource
from places.spelling import fold
from tests.exchange.conftest import findings
from tests.exchange.test_kobo import workbook
from tests.exchange.test_random_sheets import FEW, assert_none_lost, followed

ALL = Columns(outcome=0, group=1, sex=2, age=3, side=4)
PERSONS = {  # outcome, group, sex, age → what is counted
    ("killed", "man", "", ""): ("killed", "men"),
    ("قتيل", "طفل", "أنثى", ""): ("killed", "girls"),
    ("شهيدة", "", "f", "٣٤"): ("killed", "women"),
    ("Wounded", "", "male", 7): ("injured", "boys"),
    ("جريح / Injured", "", "", "6 months"): ("injured", "children"),
    ("died_in_hospital", "adult", "", "18-59"): ("killed", "adults"),
    ("مفقود", "", "", ""): ("missing", ""),
    ("killed", "", "female", ""): ("killed", ""),
    ("killed", "", "", "15-20"): ("killed", ""),
    ("killed", "", "", "300 months"): ("killed", ""),
    ("unharmed", "man", "", ""): (NOT_OURS, "men"),
    ("killed", "man", "", "", "fighter"): (NOT_OURS, "men"),
    ("killed", "man", "", "", "civilian"): ("killed", "men"),
    ("killed", "man", "", "", ""): ("killed", "men"),
    ("killed", "", "", "999"): ("killed", ""),
    ("killed", "", "", "18+"): ("killed", "adults"),
    ("killed", "", "", "< 18"): ("killed", "children"),
    ("killed", "man", "", "7"): ("killed", ""),
    ("killed", "boy", "female", ""): ("killed", ""),
    ("in hospital", "man", "", ""): ("", "men"),
    ("killed / injured", "man", "", ""): ("", "men"),
    ("", "man", "", ""): ("", "men"),
}


@pytest.mark.parametrize("cells", PERSONS)
def test_a_row_says_what_became_of_whom(cells):
    found = person(list(cells), ALL)
    assert (found.outcome, found.group) == PERSONS[cells]


def test_outcomes_and_groups_are_the_words_of_the_ledger():
    assert set(people.OUTCOMES.values()) == set(Outcome.values)
    assert {*people.GROUPS.values(), *people.WHO.values()} < set(Group.values)
    assert set(filter(None, counting.BY_GROUP)) == set(Group.values) - {Group.TOTAL}


def test_no_word_means_two_things():
    lists = (people.OUTCOMES, people.UNHURT, people.SIDES, people.GROUPS, people.SEXES)
    assert all(words and "" not in words for words in lists)
    assert sum(map(len, lists)) == len(set().union(*lists))


UNDERSTOOD = {
    "outcome, group": (["p/outcome", "p/who"], [["killed", "man"], ["injured", "girl"]], (0, 1)),
    "arabic": (["الحالة", "العمر"], [["قتيل", 4], ["مصاب", ""]], (0, None)),
    "outcome alone": (["name", "what"], [["Shahid", "dead"], ["Rami", "wounded"]], (1, None)),
    "two columns of outcomes": (
        ["fate", "at first"], [["killed", "injured"], ["injured", "injured"]], (0, None),
    ),
}  # fmt: skip
STRANGE = {
    "photos": (["photo"], [["a.jpg"]]),
    "how many, not who": (["outcome", "group", "number"], [["killed", "women", 4]]),
    "no outcome": (["age", "sex"], [[40, "m"]]),
    "two outcomes": (["first", "then"], [["killed", "injured"]]),
    "words that nobody knows": (["outcome", "age"], [["alpha", 40], ["beta", 3]]),
    "nobody": (["outcome", "age"], []),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_sheet_of_people_is_understood_by_its_values(name):
    headers, rows, (outcome, group) = UNDERSTOOD[name]
    found = people.columns_of(headers, rows, name="people")
    assert (found.outcome, found.group) == (outcome, group)


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_not_one_person_a_row_is_not_counted(name):
    headers, rows = STRANGE[name]
    assert people.columns_of(headers, rows, name="people") is None


def test_a_sheet_that_is_called_by_an_outcome_says_it_of_everybody():
    found = people.columns_of(["age"], [[40], [3]], name="القتلى")
    assert (found.always, found.age) == ("killed", 0)


# ---------------------------------------------------------------- through the pipeline

CASES = [
    ["event/date", "event/place", "event/weapon", "_uuid", "_submission_time", "_index"],
    ["2024-11-28", "الأتارب", "airstrike", "uuid-1", "2024-11-28T20:00", 1],
    ["2024-11-29", "الأتارب", "airstrike", "uuid-2", "2024-11-29T20:00", 2],
    ["2024-11-30", "الأتارب", "airstrike", "uuid-3", "2024-11-30T20:00", 3],
]
HEAD = ["who/outcome", "who/group", "who/age", "_index", "_parent_table_name", "_parent_index",
        "_submission__uuid"]  # fmt: skip
WHO = [
    HEAD,
    ["killed", "man", 40, 1, "Cases", 1, "uuid-1"],
    ["killed", "girl", "", 2, "Cases", 1, "uuid-1"],
    ["killed", "", "", 3, "Cases", 1, "uuid-1"],
    ["injured", "", 7, 4, "Cases", 1, "uuid-1"],
    ["injured", "boy", 9, 5, "Cases", 2, "uuid-2"],
    ["in hospital", "woman", "", 6, "Cases", 2, "uuid-2"],
    ["", "woman", "", 7, "Cases", 2, "uuid-2"],
]


@pytest.fixture
def export():
    photos = [["photo", "_parent_table_name", "_parent_index"], ["a.jpg", "Cases", 1]]
    return workbook(Cases=CASES, who=WHO, photos=photos)


def figures(number):
    """{what is counted: its bounds} of the incident with this number in the other system."""
    found = Figure.objects.filter(report__incident__external_id=number)
    return {f"{f.outcome} {f.group}": (f.minimum, f.maximum) for f in found}


def test_people_become_figures_of_their_incident_and_unknown_stays_unknown(
    demo_places, bring, export
):
    sheet = bring("incidents", export, name="kobo.xlsx", apply=True)
    assert (sheet.report["counted"], sheet.report["left_out"]) == (["who"], ["photos"])
    assert sheet.totals["rows"] == sheet.totals["new"] == 3
    assert figures("uuid-1") == {
        "killed total": (3, 3),
        "killed men": (1, None),
        "killed girls": (1, None),
        "killed children": (1, None),
        "killed adults": (1, None),
        "killed unspecified": (1, 1),
        "injured total": (1, 1),
        "injured children": (1, 1),
    }
    assert figures("uuid-2") == {
        "injured total": (1, None),
        "injured boys": (1, None),
        "injured children": (1, None),
    }
    assert figures("uuid-3") == {}  # nobody was listed: that is not 0


def test_who_is_in_no_figure_is_told_beside_the_row(demo_places, bring, export):
    sheet = bring("incidents", export, name="kobo.xlsx")
    assert ("uncounted", "uncounted_people") in findings(sheet, "warning")[3]
    told = [f for f in sheet.rows.get(number=3).findings if f["code"] == "uncounted_people"]
    assert ["of these people (1)." in told[0]["message"], told[0]["word"]] == [True, "in hospital"]
    assert ["figure: ? (1)." in told[1]["message"], "word" in told[1]] == [True, False]


def test_what_was_counted_is_shown_before_it_counts(demo_places, bring, export, manager, client):
    sheet = bring("incidents", export, name="kobo.xlsx")
    assert importing.needs_a_look(sheet)
    client.force_login(manager)
    page = client.get(f"/exchange/{sheet.pk}/", follow=True)
    assert page.redirect_chain == [(f"/exchange/{sheet.pk}/columns/", 302)]
    text = page.content.decode()
    assert "counted from the rows of “who”, each as one person" in text
    assert "Counted into its figures, each of their rows as one person: <bdi>who</bdi>" in text


def test_the_shell_tells_what_was_counted(demo_places, bring, export):
    told = list(reporting.doubts_in_words(bring("incidents", export, name="kobo.xlsx")))
    assert "“who/killed” is counted from rows, each as one person: look at it." in told


def test_a_column_of_the_sheets_own_goes_before_what_was_counted(demo_places, bring):
    cases = [[*row, killed] for row, killed in zip(CASES, ["toll/deaths", 5, 6, 7], strict=True)]
    sheet = bring("incidents", workbook(Cases=cases, who=WHO), name="kobo.xlsx", apply=True)
    read = {sheet.headers[int(at)]: name for at, name in sheet.mapping.items()}
    assert read["toll/deaths"] == "killed"
    assert "who/killed" not in read
    assert read["who/killed/girls"] == "killed_girls"
    assert figures("uuid-1")["killed total"] == (5, 5)


def test_the_same_people_again_change_nothing_and_one_more_is_a_new_report(
    demo_places, bring, export
):
    bring("incidents", export, name="kobo.xlsx", apply=True)
    assert bring("incidents", export, name="kobo.xlsx", apply=True).totals["unchanged"] == 3
    more = workbook(Cases=CASES, who=[*WHO, ["killed", "man", 50, 8, "Cases", 3, "uuid-3"]])
    sheet = bring("incidents", more, name="kobo.xlsx", apply=True)
    assert (sheet.totals["unchanged"], sheet.totals["changed"]) == (2, 1)
    assert figures("uuid-3")["killed men"] == (1, 1)


def test_people_without_an_incident_are_a_row_of_their_own(demo_places, bring):
    lost = ["killed", "man", 50, 8, "Cases", 77, "uuid-77"]
    sheet = bring("incidents", workbook(Cases=CASES, who=[*WHO, lost]), name="kobo.xlsx")
    last = sheet.rows.last()
    assert (sheet.totals["rows"], last.verdict) == (4, "refused")
    assert last.cell(sheet.headers.index("who/killed")) == 1


def test_people_of_several_groups_are_added_up(demo_places, bring):
    killed = [["who/age", "_parent_index"], [40, 1], [4, 1]]
    injured = [["gender", "_submission__uuid"], ["male", "uuid-1"], ["female", "uuid-2"]]
    hurt = [["fate", "_parent_index"], ["injured", 1], ["missing", 1]]
    book = workbook(Cases=CASES, killed=killed, injured=injured, others=hurt)
    sheet = bring("incidents", book, name="kobo.xlsx", apply=True)
    assert sheet.report["counted"] == ["killed", "injured", "others"]
    assert figures("uuid-1") == {
        "killed total": (2, 2),
        "killed children": (1, 1),
        "killed adults": (1, 1),
        "injured total": (2, 2),
        "injured unspecified": (2, 2),
        "missing total": (1, 1),
    }
    assert figures("uuid-2") == {"injured total": (1, 1), "injured unspecified": (1, 1)}


def test_a_group_within_a_group_counts_where_its_rows_name_the_submission():
    families = [["family", "_index", "_parent_index", "_parent_table_name"], ["x", 1, 1, "Cases"]]
    within = [[*row[:4], "families", *row[5:]] for row in WHO[1:]]
    heads = [
        Head(name, rows, [], len(rows[0]))
        for name, rows in (("Cases", CASES), ("families", families), ("who", [HEAD, *within]))
    ]
    columns = tuple(IncidentResource.fields.values())
    chosen = shape.choose(heads, columns, counts_people=True)
    assert (chosen.counted, chosen.left_out) == (["who"], ["families"])
    [group] = chosen.joins[0]["groups"]
    assert (group["parent_key"], group["key"]) == (3, 6)


def test_who_fought_or_was_not_hurt_is_in_no_figure_and_makes_none_doubtful(demo_places, bring):
    who = [
        ["outcome", "status", "age", "_parent_index"],
        ["killed", "civilian", 40, 1],
        ["killed", "fighter", 30, 1],
        ["unharmed", "civilian", 20, 1],
    ]
    sheet = bring("incidents", workbook(Cases=CASES[:2], who=who), name="kobo.xlsx", apply=True)
    assert figures("uuid-1") == {"killed total": (1, 1), "killed adults": (1, 1)}
    [told] = [f for f in sheet.rows.get().findings if f["code"] == "uncounted_people"]
    assert "fighter (1); unharmed (1)" in told["message"]


# ---------------------------------------------------------------- words are asked


def answer(client, sheet, code):
    """Answer the word of the sheet on its page; "" takes the answer back."""
    [question] = questions.questions_of(sheet, sheet.by)
    return client.post(f"/exchange/{sheet.pk}/values/", {f"word-{question.key}": code})


def told(sheet, number):
    return sheet.rows.get(number=number).cell(sheet.headers.index("who/uncounted"))


@pytest.fixture
def seen(demo_places, bring, export, manager, client):
    """The sheet with its columns seen, and who looks at it."""
    sheet = bring("incidents", export, name="kobo.xlsx")
    remembered_columns.remember(sheet, by=manager)
    client.force_login(manager)
    return sheet, client


def test_a_word_of_people_is_asked_like_every_other(seen):
    sheet, _client = seen
    [question] = questions.questions_of(sheet, sheet.by)
    assert (question.column, question.word, question.state) == ("uncounted", "in hospital", "open")
    assert [each.code for each in question.known.everything()] == [*Outcome.values, "none"]


def test_an_answered_word_counts_its_people_at_once_and_in_every_later_file(seen, bring):
    sheet, client = seen
    answer(client, sheet, "injured")
    sheet.refresh_from_db()
    assert told(sheet, 3) == "? (1); in hospital (1) → injured"
    importing.apply(sheet, by=sheet.by)
    assert figures("uuid-2")["injured women"] == (1, None)
    assert figures("uuid-2")["injured total"] == (2, None)
    more = workbook(Cases=CASES, who=[*WHO, ["In Hospital", "man", 50, 8, "Cases", 3, "uuid-3"]])
    later = bring("incidents", more, name="kobo.xlsx", apply=True)
    assert (later.totals["unchanged"], figures("uuid-3")["injured men"]) == (2, (1, 1))
    [question] = questions.questions_of(later, later.by)
    assert (question.state, question.chosen) == ("answered", "injured")


@pytest.mark.parametrize(
    ("code", "said", "doubt"),
    [("none", "? (1); in hospital (1) → none", 1), ("?", "? (1); in hospital (1) → ?", 2)],
)
def test_a_word_may_mean_no_figure_or_nothing_that_is_known(seen, code, said, doubt):
    sheet, client = seen
    answer(client, sheet, code)
    sheet.refresh_from_db()
    assert told(sheet, 3) == said
    tally = counting.Tally()
    for word in ("in hospital", ""):
        tally.add(person([word], Columns(outcome=0), {"in hospital": code}))
    assert tally.unknown == doubt
    asked = [f["severity"] for f in sheet.rows.get(number=3).findings if "word" in f]
    assert asked == ["note"]


def test_an_answer_that_is_taken_back_is_asked_again(seen):
    sheet, client = seen
    answer(client, sheet, "injured")
    answer(client, sheet, "")
    sheet.refresh_from_db()
    assert told(sheet, 3) == "in hospital (1); ? (1)"
    assert questions.questions_of(sheet, sheet.by)[0].state == "open"


def test_a_sheet_that_was_read_before_the_answer_is_not_written_as_it_was_counted(
    seen, bring, export
):
    sheet, client = seen
    older = bring("incidents", export, name="kobo.xlsx")
    answer(client, sheet, "injured")
    importing.check(older)
    assert findings(older)[3] == [("uncounted", "counted_before")]
    client.post(f"/exchange/{older.pk}/columns/reread/", {"header_row": older.header_row})
    assert not findings(older)


@given(st.lists(st.tuples(st.sampled_from(["alpha", "b (2)", "in; out", "a\nb", ""]),
                          st.sampled_from(["", "injured", "none", "?"])), max_size=9))  # fmt: skip
def test_what_was_said_of_people_is_read_back(those):
    tally = counting.Tally()
    for word, means in those:
        tally.add(person([word], Columns(outcome=0), {fold(word): means} if word else {}))
    back = [each for each in counting.words_told(tally.words()) for _one in range(each.n)]
    said = [(word or "?", means if word else "") for word, means in those]
    assert sorted((each.word, each.means) for each in back) == sorted(said)


# ---------------------------------------------------------------- nobody is lost

SAID = st.sampled_from(
    ["killed", "injured", "missing", "جريح", "قتيل", "in hospital", "unharmed", "", "-", "?"]
)
AGES = st.sampled_from(["", "7", "40", "unknown", "15-20"]) | st.integers(-5, 200)
KEYS = st.sampled_from([1, 2, 3, "1", "", "77", "x"])
ROWS = st.lists(st.tuples(SAID, AGES, KEYS), max_size=12)


def all_cells(rows, by):
    header, *found = counting.counted(iter([["_index"], [1], [2], [3]]), [(rows, by)], header_row=1)
    return header, found


@given(rows=ROWS)
def test_every_person_is_in_a_total_or_among_those_in_no_figure(rows):
    by = {"sheet": "who", "columns": {"outcome": 0, "age": 1}, "own_row": 1, "key": 2,
          "parent_key": 0}  # fmt: skip
    header, found = all_cells([["outcome", "age", "_parent_index"], *map(list, rows)], by)
    totals = [at for at, name in enumerate(header) if name.count("/") == 1]
    *outcomes, words = totals
    counted = sum(numbers(row[at])[0] for row in found for at in outcomes if at < len(row))
    left = sum(n for row in found if len(row) > words for n in numbers(row[words], "("))
    assert counted + left == sum(any(str(cell).strip() for cell in row) for row in rows)


def numbers(cell, after=""):
    """The numbers of a cell, or those that stand in brackets."""
    if after:
        return [int(each.split(")")[0]) for each in str(cell).split(after)[1:]]
    return [int(str(cell).removeprefix("at least "))] if cell != "" else [0]


@pytest.mark.parametrize("group", counting.BY_GROUP)
def test_no_figure_says_nobody(group):
    assert counting.Tally().figure("killed", group) == ""


@FEW
@given(rows=ROWS, kept=st.integers(0, 3))
def test_no_workbook_with_people_loses_a_row(demo_places, manager, rows, kept):
    sure = [["killed", 40, 1]] * 12  # so many that the sheet is understood
    who = [["outcome", "age", "_parent_index"], *sure, *map(list, rows)]
    book = workbook(Cases=CASES[: kept + 1] if kept else CASES[:2], who=who)
    main = max(kept, 1)
    held = {str(row[5]) for row in CASES[1 : main + 1]}
    lost = {str(row[2]) for row in who[1:] if any(map(str, row))} - held
    assert_none_lost(main + len(lost), *followed(manager, book, "kobo.xlsx"))
    assert Incident.objects.count() == 0
