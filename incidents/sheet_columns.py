"""The columns of a sheet of incidents: their order, their families, one for each figure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from exchange import widgets
from exchange.case_columns import NUMBERS, WHERE
from exchange.columns import Column
from incidents.ledger import Figure, Group, Outcome
from incidents.sheet_parts import CELLS, headers_of, tags_of
from incidents.sheet_words import OF_OUTCOMES

ORDER = (
    "ref version status external_id occurred_on occurred_until date_precision time time_precision "
    "part_of_day governorate district subdistrict place pcode site_name coordinates latitude "
    "longitude geo_precision weapon munition facility damage party " + " ".join(CELLS) + " "
    "population preliminary source title narrative flags sensitivity"
).split()

# Other headers that columns go by.
NAMES = {
    "occurred_on": (
        *("date", "event_date", "date occurred", "incident date", "date of incident"),
        *("التاريخ", "اليوم", "تاريخ الحادثة", "تاريخ الهجوم", "attack date"),
        *("تاريخ القصف", "تاريخ الاستهداف", "تاريخ الحدث"),
    ),
    "time": (
        *("الساعة", "الوقت", "hour", "time of attack", "time of incident", "التوقيت"),
        *("وقت الحادثة", "وقت القصف", "ساعة القصف", "وقت الهجوم"),
    ),
    "weapon": (
        *("نوع الهجوم", "السلاح", "attack type", "type", "نوع القصف", "weapon type"),
        *("weapon used", "نوع السلاح", "السلاح المستخدم", "نوع الاستهداف", "طبيعة الهجوم"),
    ),
    "munition": ("الذخيرة", "نوع الذخيرة", "munition type"),
    "narrative": (
        *("ملاحظات", "notes", "description", "الوصف", "تفاصيل", "remarks", "comments"),
        *("details", "ملاحظة", "وصف الحادثة"),
    ),
    "party": (
        *("الجهة المنفذة", "الجهة", "actor", "alleged party", "perpetrator", "المنفذ"),
        *("responsible party", "alleged perpetrator", "الجهة المسؤولة", "الجهة القاصفة"),
        "الطرف المسؤول",
    ),
    "damage": ("الأضرار", "facilities", "المنشآت", "targets", "target", "الأضرار المادية"),
    "source": ("المصدر", "sources", "source name", "information source", "مصدر المعلومة"),
}

WHEN = ("occurred_on", "occurred_until", "date_precision", "time", "time_precision", "part_of_day")
WHAT = ("weapon", "munition", "party", "facility", "damage", "narrative", "flags")
FAMILIES = (
    NUMBERS,
    (gettext_lazy("When"), WHEN),
    WHERE,
    (gettext_lazy("What happened"), WHAT),
    *(
        (outcome.label, [name for name, (each, _group) in CELLS.items() if each == outcome])
        for outcome in Outcome
    ),
    (gettext_lazy("Who says so"), ("source", "population", "preliminary", "sensitivity")),
)


def figure_columns():
    """One column for each outcome and group that sheets give, and who of a list is in none."""
    uncounted = Column(
        column_name="uncounted",
        widget=widgets.TextCell(),
        label=gettext_lazy("people who are in no figure"),
        tells_of_sheet=True,
    )
    figures = {
        name: Column(
            column_name=name,
            widget=widgets.PeopleCell(words_of_others(outcome)),
            names=headers_of(outcome, group),
            hxl=tags_of(outcome, group),
            reads=[(Figure, "outcome group minimum maximum")],
            label=outcome.label
            if group == Group.TOTAL
            else format_lazy("{}: {}", outcome.label, group.label),
        )
        for name, (outcome, group) in CELLS.items()
    }
    return figures | {"uncounted": uncounted}


def words_of_others(outcome):
    """The words by which a cell would speak of people with another fate."""
    return [word for other, words in OF_OUTCOMES.items() if other != outcome for word in words]
