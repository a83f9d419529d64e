"""The words that sheets use in place of numbers, months and hours, in English and Arabic.

Every key is folded as `places.spelling.fold` folds: small letters, no article, no marks.
"""

# Blank and these say that nobody knows; they are not 0.
UNKNOWN = {
    "", "na", "n a", "unknown", "not known", "nk", "null", "غير معروف", "غير محدد", "مجهول",
    "لا يعرف", "غير متوفر",
}  # fmt: skip
NONE_AT_ALL = {"none", "nil", "no", "zero", "no one", "لا يوجد", "صفر", "لا احد", "لا"}
# Words for a number that nobody could defend later; the sheet's author must say what is known.
VAGUE = {
    "عده", "عشرات", "عشرات الاشخاص", "ميات", "عدد", "بعض", "كثير", "العديد", "عديد", "مجموعه",
    "dozens", "hundreds", "several", "many", "some", "few", "a few", "numerous", "scores",
    "multiple", "number",
}  # fmt: skip

CHILDREN, WOMEN, MEN, PEOPLE = "children", "women", "men", ""
# Arabic counts one and two with the noun itself: (how many, of whom); None asks for a number.
COUNTED = {
    "طفل": (1, CHILDREN), "طفله": (1, CHILDREN), "طفلان": (2, CHILDREN), "طفلين": (2, CHILDREN),
    "طفلتان": (2, CHILDREN), "طفلتين": (2, CHILDREN),
    "امراه": (1, WOMEN), "امراتان": (2, WOMEN), "امراتين": (2, WOMEN), "سيده": (1, WOMEN),
    "سيدتان": (2, WOMEN), "سيدتين": (2, WOMEN),
    "رجل": (1, MEN), "رجلان": (2, MEN), "رجلين": (2, MEN),
    "شخص": (1, PEOPLE), "شخصان": (2, PEOPLE), "شخصين": (2, PEOPLE), "مدني": (1, PEOPLE),
    "مدنيان": (2, PEOPLE), "مدنيين": (None, PEOPLE), "قتيل": (1, PEOPLE), "قتيلان": (2, PEOPLE),
    "شهيد": (1, PEOPLE), "شهيدان": (2, PEOPLE), "شهيدين": (2, PEOPLE), "جريح": (1, PEOPLE),
    "جريحان": (2, PEOPLE), "مصاب": (1, PEOPLE), "مصابان": (2, PEOPLE),
    "اطفال": (None, CHILDREN), "نساء": (None, WOMEN), "سيدات": (None, WOMEN),
    "رجال": (None, MEN), "اشخاص": (None, PEOPLE), "مدنيون": (None, PEOPLE),
    "شهداء": (None, PEOPLE), "قتلي": (None, PEOPLE), "جرحي": (None, PEOPLE),
    "اصابه": (None, PEOPLE), "اصابات": (None, PEOPLE), "مصابين": (None, PEOPLE),
    "child": (None, CHILDREN), "children": (None, CHILDREN), "kids": (None, CHILDREN),
    "woman": (None, WOMEN), "women": (None, WOMEN), "man": (None, MEN), "men": (None, MEN),
    "people": (None, PEOPLE), "persons": (None, PEOPLE), "civilians": (None, PEOPLE),
    "civilian": (None, PEOPLE), "person": (None, PEOPLE), "killed": (None, PEOPLE),
    "injured": (None, PEOPLE), "wounded": (None, PEOPLE), "dead": (None, PEOPLE),
}  # fmt: skip
AMONG = {"including", "incl", "among", "them", "of", "بينهم", "منهم", "من", "بينهن", "with", "and"}
AT_LEAST = {"at least", "min", "minimum", "علي الاقل", "علي اقل", "علي اقل تقدير", "اقل تقدير"}
UP_TO = {"up to", "at most", "max", "maximum", "حتي", "علي الاكثر"}
MORE_THAN = {"more than", "over", "اكثر من", "فوق"}
LESS_THAN = {"less than", "under", "fewer than", "اقل من"}
ABOUT = {"about", "around", "approx", "approximately", "circa", "ca", "حوالي", "نحو", "قرابه",
         "تقريبا"}  # fmt: skip

YES = {"yes", "y", "true", "1", "نعم", "اجل", "صح"}
NO = {"no", "n", "false", "0", "لا", "كلا"}

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan كانون الثاني|يناير",
            "february feb شباط|فبراير",
            "march mar اذار|مارس",
            "april apr نيسان|ابريل",
            "may ايار|مايو",
            "june jun حزيران|يونيو|يونيه",
            "july jul تموز|يوليو|يوليه",
            "august aug اب|اغسطس",
            "september sept sep ايلول|سبتمبر",
            "october oct تشرين الاول|تشرين اول|اكتوبر",
            "november nov تشرين الثاني|تشرين ثاني|نوفمبر",
            "december dec كانون الاول|كانون اول|ديسمبر",
        ),
        1,
    )
    for name in [
        *(word for word in names.split() if word.isascii()),
        *" ".join(word for word in names.split() if not word.isascii()).split("|"),
    ]
}
MONTHS |= {"كانون ثاني": 1}

# The codes are the incident's own words for a part of the day.
PARTS_OF_DAY = {
    "after midnight": "after_midnight", "بعد منتصف ليل": "after_midnight",
    "بعد منتصف الليل": "after_midnight", "dawn": "dawn", "فجرا": "dawn", "فجر": "dawn",
    "morning": "morning", "صباحا": "morning", "صباح": "morning", "ضحي": "morning",
    "midday": "midday", "noon": "midday", "ظهرا": "midday", "ظهر": "midday",
    "afternoon": "afternoon", "بعد ظهر": "afternoon", "بعد الظهر": "afternoon",
    "عصرا": "afternoon", "عصر": "afternoon", "dusk": "dusk", "sunset": "dusk", "مغرب": "dusk",
    "غروب": "dusk", "evening": "evening", "مساء": "evening", "عشاء": "evening",
    "night": "night", "ليلا": "night", "ليل": "night",
}  # fmt: skip
BEFORE_NOON = {"am", "a m", "ص", "صباحا"}
AFTER_NOON = {"pm", "p m", "م", "مساء", "بعد الظهر", "بعد ظهر", "ظهرا", "عصرا", "ليلا"}

TOTALS = {"total", "totals", "grand total", "subtotal", "sum", "مجموع", "اجمالي", "مجموع كلي",
          "اجمالي عام", "مجموع العام"}  # fmt: skip
