"""What a row about one person says: what became of them, and in which group they are counted.

Nothing here knows Django: the process that chooses a sheet asks it, and the one that reads it.
Outcomes and groups are the ledger's own words; "" means that the row does not say, and `NOT_OURS`
that it tells of somebody who is in no figure: who was not hurt, who fought.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from places.spelling import fold, to_western_digits

ADULT_AGE = 18  # Convention on the Rights of the Child, article 1
OLDEST = 120  # more is a slip, or a code for “unknown”
ENOUGH = 0.5  # the share of a column's values that must be read for the column to be understood


def folded(words):
    """{folded word: what it means} of {meaning: words between bars}."""
    return {fold(word): meaning for meaning, said in words.items() for word in said.split("|")}


OUTCOMES = folded(
    {
        "killed": "killed|dead|died|death|deaths|deceased|fatality|fatalities|martyr|martyrs"
        "|martyred|died later|died in hospital|died of wounds|قتيل|قتيلة|قتلى|القتلى|قتل|قتلت|مقتول"
        "|مقتولة|شهيد|شهيدة|شهداء|الشهداء|استشهد|استشهدت|متوفى|متوفي|متوفاة|توفي|توفيت|وفاة|ميت|ميتة",
        "injured": "injured|wounded|injury|injuries|hurt|seriously injured|severely injured"
        "|critically injured|lightly injured|slightly injured|جريح|جريحة|جرحى|الجرحى|جرح|مصاب"
        "|مصابة|مصابون|المصابون|إصابة|أصيب|أصيبت",
        "missing": "missing|disappeared|مفقود|مفقودة|مفقودون|المفقودون",
        "trapped": "trapped|under rubble|under the rubble|عالق|عالقة|تحت الأنقاض|تحت الركام",
        "rescued": "rescued|pulled alive|ناج|ناجي|ناجية|تم إنقاذه|تم إنقاذها|أنقذ|أنقذت",
    }
)
NOT_OURS = "-"
NONE, UNKNOWN = "none", "?"  # what people may answer of a word beside an outcome
UNHURT = folded(
    {
        NOT_OURS: "unharmed|unhurt|uninjured|not injured|not hurt|safe|no injury|none|سليم|سليمة"
        "|بخير|لم يصب|لم تصب|غير مصاب|لا يوجد"
    }
)
# Figures are of civilians unless a sheet says otherwise for all of its rows.
SIDES = folded(
    {
        NOT_OURS: "combatant|combatants|fighter|fighters|soldier|military|armed"
        "|member of armed group|مقاتل|مقاتلة|عسكري|جندي|مسلح|عنصر مسلح",
        "civilian": "civilian|civilians|civil|civil defence|medical|medic|aid worker|journalist"
        "|مدني|مدنية|مدنيون|دفاع مدني|مسعف|مسعفة|صحفي|عامل إغاثة",
    }
)
GROUPS = folded(
    {
        "men": "man|men|adult male|male adult|رجل|رجال|شاب|مسن",
        "women": "woman|women|adult female|female adult|lady|امرأة|نساء|سيدة|سيدات|شابة|مسنة",
        "boys": "boy|boys|male child|child male|صبي|صبيان|ولد|فتى|طفل ذكر",
        "girls": "girl|girls|female child|child female|بنت|بنات|فتاة|فتيات|طفلة|طفلة أنثى",
        "children": "child|children|minor|infant|baby|kid|under 18|طفل|أطفال|قاصر|رضيع|رضيعة",
        "adults": "adult|adults|elderly|elder|over 18|بالغ|بالغة|بالغون|راشد|كبير السن",
    }
)
SEXES = folded({"m": "male|m|ذكر|ذكور", "f": "female|f|أنثى|إناث"})
SEX_OF = {"men": "m", "boys": "m", "women": "f", "girls": "f"}
GROWN = {"men", "women", "adults"}
# Whom age and sex make of a person, either of them unknown.
WHO = {
    ("child", "m"): "boys", ("child", "f"): "girls", ("child", ""): "children",
    ("adult", "m"): "men", ("adult", "f"): "women", ("adult", ""): "adults",
}  # fmt: skip

# Words of headers.
OUTCOME, SEX, AGE = ({*map(fold, words)} for words in (
    ("outcome", "fate", "casualty", "status", "condition", "result", "الحالة", "المصير", "النتيجة"),
    ("sex", "gender", "الجنس"),
    ("age", "العمر", "السن", "العمرية"),
))  # fmt: skip
# Whole headers: a row that says how many is not one person.
COUNTS = {*map(fold, (
    "number", "count", "how many", "quantity", "number of people", "number of casualties", "total",
    "العدد", "عدد", "عدد الأشخاص", "عدد الضحايا", "المجموع",
))}  # fmt: skip
YEARS = re.compile(
    r"(\d{1,3})(?:\.\d+)?(?: ?(?:y|yr|yrs|yo|years?|years? old|سنة|سنه|سنوات|عام|عاما|أعوام))?"
)
SPAN = re.compile(r"(\d{1,3}) ?(?:-|–|to|إلى) ?(\d{1,3})")
AT_LEAST = re.compile(r"(\d{1,3}) ?\+|[>≥]=? ?(\d{1,3})")
BELOW = re.compile(r"< ?(\d{1,3})")
YOUNG = re.compile(
    r"(\d{1,3}) ?(?:mo|months?|weeks?|days?|شهر|أشهر|شهور|شهرا|أسبوع|أسابيع|يوم|أيام)"
)
MOST_MONTHS = 36  # so long an age is told in months; beyond, somebody mixed something up


LONGEST_WORD = 60  # letters of what a row says; what is longer is known by so many


class Person(NamedTuple):
    """`said` is by what the row puts somebody into a figure or none, in its own words, cut at
    `LONGEST_WORD`; `answer` what a person said that these mean, "" if nobody did."""

    outcome: str
    group: str
    said: str
    answer: str = ""


@dataclass(frozen=True)
class Columns:
    """Where a sheet of people says what, by column from 0; None where it says nothing of it.

    `always`: the outcome of everybody, of a sheet that is itself called so (“killed”).
    """

    outcome: int | None = None
    group: int | None = None
    sex: int | None = None
    age: int | None = None
    side: int | None = None
    always: str = ""

    @property
    def tell_groups(self):
        return any(each is not None for each in (self.group, self.sex, self.age))

    @property
    def tell_sexes(self):
        return self.group is not None or self.sex is not None


# ---------------------------------------------------------------- a row


def person(cells, columns, answers=()):
    """The Person that a row is about. `answers` is {folded word: outcome, `NONE` or `UNKNOWN`}."""
    said, side = text_at(cells, columns.outcome), text_at(cells, columns.side)
    group = group_of(cells, columns)
    if meaning(side, SIDES) == NOT_OURS:
        return Person(NOT_OURS, group, side[:LONGEST_WORD])
    said = said[:LONGEST_WORD]
    outcome = columns.always or outcome_of(said)
    answer = "" if outcome or not answers else answers.get(fold(said), "")
    return Person(outcome or {NONE: NOT_OURS, UNKNOWN: ""}.get(answer, answer), group, said, answer)


def outcome_of(text):
    return meaning(text, OUTCOMES) or meaning(text, UNHURT)


def is_of_no_figure(word):
    """Whether it says of somebody that they are in no figure: they were not hurt, or fought."""
    return NOT_OURS in (meaning(word, UNHURT), meaning(word, SIDES))


def group_of(cells, columns):
    """The narrowest group that the row settles; "" if it settles none or contradicts itself."""
    named = meaning(text_at(cells, columns.group), GROUPS)
    sexes = {SEX_OF.get(named, ""), sex_of(text_at(cells, columns.sex))} - {""}
    ages = {grown(named), age_of(text_at(cells, columns.age))} - {""}
    if len(sexes) > 1 or len(ages) != 1:
        return ""
    return WHO[ages.pop(), sexes.pop() if sexes else ""]


def grown(group):
    if not group:
        return ""
    return "adult" if group in GROWN else "child"


def sex_of(text):
    return meaning(text, SEXES) or SEX_OF.get(meaning(text, GROUPS), "")


@lru_cache(4096)
def age_of(text):
    """“child”, “adult”, or "" where the words or numbers allow both."""
    if named := grown(meaning(text, GROUPS)):
        return named
    text = to_western_digits(text).strip().casefold()
    if found := YOUNG.fullmatch(text):
        return "child" if int(found[1]) <= MOST_MONTHS else ""
    for pattern, least_and_most in (
        (YEARS, lambda found: (int(found[1]), int(found[1]))),
        (SPAN, lambda found: (int(found[1]), int(found[2]))),
        (AT_LEAST, lambda found: (int(found[1] or found[2]), OLDEST)),
        (BELOW, lambda found: (0, int(found[1]) - 1)),
    ):
        if found := pattern.fullmatch(text):
            return side_of(*least_and_most(found))
    return ""


def side_of(least, most):
    if not 0 <= least <= most <= OLDEST:
        return ""
    if most < ADULT_AGE:
        return "child"
    return "adult" if least >= ADULT_AGE else ""


def meaning(text, words):
    """What a cell means by a list of words: whole, or in either half of “قتيل / Killed”."""
    found = {words.get(fold(each), "") for each in (text, *text.split("/"))} - {""}
    return found.pop() if len(found) == 1 else ""


def text_at(cells, place):
    """A cell as text; "" for none."""
    return str(cells[place]).strip() if place is not None and place < len(cells) else ""


# ---------------------------------------------------------------- a sheet


def columns_of(headers, rows, *, name):
    """The Columns of a sheet whose every row is one person; None for any other sheet.

    `rows` are some of those below its headers, `name` is what the sheet is called.
    """
    asked = [fold(str(header).split("/")[-1]) for header in headers]
    if COUNTS.intersection(asked):
        return None
    values = [[text for row in rows if (text := text_at(row, at))] for at in range(len(asked))]
    age = likeliest(values, asked, age_of, AGE, by_header=True)
    sex = likeliest(values, asked, sex_of, SEX, by_header=True)
    sex = likeliest(values, asked, lambda text: meaning(text, SEXES)) if sex is None else sex
    group = likeliest(values, asked, lambda text: meaning(text, GROUPS), but={age, sex})
    outcome = likeliest(values, asked, outcome_of, OUTCOME)
    side = likeliest(values, asked, lambda text: meaning(text, SIDES))
    found = Columns(outcome, group, sex, age, side)
    if outcome is None:
        always = OUTCOMES.get(fold(name), "")
        return replace(found, always=always) if always and found.tell_groups else None
    return found


def likeliest(values, asked, read, words=(), *, by_header=False, but=()):
    """The one column whose values can mostly be read so; None for none, or for no single one.

    Of several that header counts which holds one of these words; `by_header`: of any.
    """
    places = [at for at, texts in enumerate(values) if at not in but and mostly(texts, read)]
    named = [at for at in places if not set(words).isdisjoint(asked[at].split())]
    if by_header or len(places) > 1:
        places = named
    return places[0] if len(places) == 1 else None


def mostly(texts, read):
    return bool(texts) and sum(bool(read(text)) for text in texts) >= ENOUGH * len(texts)
