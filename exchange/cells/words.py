"""The words that sheets use in place of numbers, months and hours, in English and Arabic.

Every key is folded as `places.spelling.fold` folds: small letters, no article, no marks.
"""
# ruff: noqa: E501

# Blank and these say that nobody knows; they are not 0.
UNKNOWN = {
    "na", "n a", "nd", "n d", "unknown", "not known", "nk", "unk", "null", "tbc", "tbd", "pending",
    "not reported", "not stated", "not available", "no information", "no info", "no data",
    "unconfirmed", "غير معروف", "غير محدد", "مجهول", "لا يعرف", "غير متوفر", "غير متوفره", "غير معلوم",
    "غير مذكور", "غير موكد", "لا معلومات", "لا توجد معلومات", "لا يوجد معلومات", "لم يذكر", "لم يحدد",
    "لم يبلغ", "لم يسجل", "قيد التحقق",
}  # fmt: skip
NONE_AT_ALL = {"none", "nil", "no", "zero", "no one", "nobody", "لا يوجد", "لا توجد", "لا يوجد احد",
               "صفر", "لا احد", "لا", "ماكو", "مافي", "ما في"}  # fmt: skip
# Words for a number that nobody could defend later; the sheet's author must say what is known.
VAGUE = {
    "عده", "عشرات", "عشرات الاشخاص", "ميات", "عدد", "بعض", "كثير", "عديد", "مجموعه",
    "dozens", "hundreds", "several", "many", "some", "few", "a few", "numerous", "scores",
    "multiple", "number",
}  # fmt: skip

CHILDREN, WOMEN, MEN, PEOPLE = "children", "women", "men", ""
BOYS, GIRLS = "boys", "girls"
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
    # As they stand behind eleven and more: ١٥ قتيلاً.
    "طفلا": (1, CHILDREN), "رجلا": (1, MEN), "شخصا": (1, PEOPLE), "مدنيا": (1, PEOPLE),
    "قتيلا": (1, PEOPLE), "شهيدا": (1, PEOPLE), "جريحا": (1, PEOPLE), "مصابا": (1, PEOPLE),
    "قتيله": (1, PEOPLE), "شهيده": (1, PEOPLE), "جريحه": (1, PEOPLE), "مصابه": (1, PEOPLE),
    "قتيلين": (2, PEOPLE), "قتيلتان": (2, PEOPLE), "قتيلتين": (2, PEOPLE), "شهيدتان": (2, PEOPLE),
    "شهيدتين": (2, PEOPLE), "جريحين": (2, PEOPLE), "جريحتان": (2, PEOPLE), "جريحتين": (2, PEOPLE),
    "اصابتان": (2, PEOPLE), "اصابتين": (2, PEOPLE), "مفقود": (1, PEOPLE), "مفقودا": (1, PEOPLE),
    "مفقودان": (2, PEOPLE), "مفقودين": (None, PEOPLE), "مفقودون": (None, PEOPLE),
    "اطفال": (None, CHILDREN), "نساء": (None, WOMEN), "سيدات": (None, WOMEN),
    "رجال": (None, MEN), "اشخاص": (None, PEOPLE), "مدنيون": (None, PEOPLE),
    "شهداء": (None, PEOPLE), "قتلي": (None, PEOPLE), "جرحي": (None, PEOPLE),
    "اصابه": (None, PEOPLE), "اصابات": (None, PEOPLE), "مصابين": (None, PEOPLE),
    "child": (None, CHILDREN), "children": (None, CHILDREN), "kids": (None, CHILDREN),
    "woman": (None, WOMEN), "women": (None, WOMEN), "man": (None, MEN), "men": (None, MEN),
    "people": (None, PEOPLE), "persons": (None, PEOPLE), "civilians": (None, PEOPLE),
    "civilian": (None, PEOPLE), "person": (None, PEOPLE), "killed": (None, PEOPLE),
    "injured": (None, PEOPLE), "wounded": (None, PEOPLE), "dead": (None, PEOPLE),
    "missing": (None, PEOPLE), "martyrs": (None, PEOPLE), "boy": (None, BOYS), "boys": (None, BOYS),
    "girl": (None, GIRLS), "girls": (None, GIRLS),
}  # fmt: skip
AMONG = {"including", "incl", "among", "them", "of", "بينهم", "منهم", "من", "بينهن", "with", "and"}
AT_LEAST = {"at least", "min", "minimum", "no fewer than", "no less than", "not less than", "or more",
            "and more", "plus", "علي الاقل", "علي اقل", "علي اقل تقدير", "اقل تقدير", "ما لا يقل عن",
            "لا يقل عن", "بما لا يقل عن", "كحد ادني", "حد ادني", "فاكثر", "او اكثر", "واكثر",
            "وما فوق"}  # fmt: skip
UP_TO = {"up to", "at most", "max", "maximum", "no more than", "not more than", "or fewer", "حتي",
         "علي الاكثر", "علي اكثر", "كحد اقصي", "حد اقصي", "لا يزيد عن", "ما لا يزيد عن"}  # fmt: skip
MORE_THAN = {"more than", "over", "above", "اكثر من", "فوق", "ما يزيد عن", "يزيد عن", "ازيد من"}
LESS_THAN = {"less than", "under", "fewer than", "below", "اقل من", "دون"}
ABOUT = {"about", "around", "approx", "approximately", "circa", "ca", "some", "nearly", "almost",
         "estimate", "estimated", "est", "حوالي", "نحو", "قرابه", "تقريبا", "ما يقارب", "يقارب",
         "تقديرا", "تقديري", "تقديريا"}  # fmt: skip
QUALIFIERS = AT_LEAST | UP_TO | MORE_THAN | LESS_THAN | ABOUT
# “and” alone is no range: “3 killed and 5 injured” are two numbers.
BETWEEN = {"to", "الي", "between and", "بين و", "between", "بين", "or", "او", "from to", "من الي",
           "between to", "بين الي", "ما بين و", "ما بين"}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "واحد": 1, "واحده": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "ثلاث": 3, "ثلاثه": 3,
    "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7, "ثمان": 8,
    "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10, "عشرون": 20, "عشرين": 20,
    "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60,
    "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "ميه": 100, "مايه": 100, "ميتان": 200, "ميتين": 200, "مايتان": 200, "مايتين": 200,
}  # fmt: skip
# Numbers only before “ten”: أحد عشر.
OF_TEENS = {"احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2}

YES = {"yes", "y", "true", "1", "oui", "evet", "نعم", "اجل", "صح", "صحيح", "بلي", "يوجد", "نعم يوجد",
       "موجود"}  # fmt: skip
YES_MARKS, NO_MARKS = {"✓", "✔", "✔️", "☑", "✅"}, {"✗", "✘", "❌", "☐"}
NO = {
    "no",
    "n",
    "false",
    "0",
    "non",
    "hayir",
    "hayır",
    "none",
    "لا",
    "كلا",
    "خطا",
    "لا يوجد",
    "غير موجود",
}

# Levantine, Egyptian, Maghrebi, English, French and Turkish; folded, without articles.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier ocak|كانون ثاني|كانون 2|ك 2|يناير|جانفي",
            "february feb fevrier fevr subat|شباط|فبراير|فيفري",
            "march mar mars mart|اذار|مارس",
            "april apr avril avr nisan|نيسان|ابريل|افريل",
            "may mai mayis mayıs|ايار|مايو|ماي",
            "june jun juin haziran|حزيران|يونيو|يونيه|جوان",
            "july jul juillet juil temmuz|تموز|يوليو|يوليه|جويليه|يوليوز",
            "august aug aout agustos|اب|اغسطس|اوت|غشت",
            "september sept sep septembre eylul|ايلول|سبتمبر|شتنبر",
            "october oct octobre ekim|تشرين اول|تشرين 1|ت 1|اكتوبر",
            "november nov novembre kasim kasım|تشرين ثاني|تشرين 2|ت 2|نوفمبر|نونبر",
            "december dec decembre aralik aralık|كانون اول|كانون 1|ك 1|ديسمبر|دجنبر",
        ),
        1,
    )
    for name in [*names.split("|")[0].split(), *names.split("|")[1:]]
}
WEEKDAYS = {
    "monday", "mon", "tuesday", "tue", "tues", "wednesday", "wed", "thursday", "thu", "thurs",
    "friday", "fri", "saturday", "sat", "sunday", "sun", "lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "samedi", "dimanche", "احد", "اثنين", "ثلاثا", "ثلاثاء", "اربعا", "اربعاء", "خميس",
    "جمعه", "سبت",
}  # fmt: skip
# What a date is wrapped in and says nothing: “on the 28th of November”, “يوم الخميس”.
AROUND_DATES = {"st", "nd", "rd", "th", "of", "the", "on", "le", "er", "يوم", "في", "شهر", "بتاريخ",
                "تاريخ", "سنه", "عام"}  # fmt: skip
# Months of the Hijri calendar, and the marks of its years.
HIJRI = {
    "محرم", "صفر", "ربيع اول", "ربيع ثاني", "ربيع اخر", "جمادي اولي", "جمادي ثانيه", "جمادي اخره",
    "رجب", "شعبان", "رمضان", "شوال", "ذو قعده", "ذي قعده", "ذو حجه", "ذي حجه", "ه", "هجري",
    "muharram", "safar", "rabi", "jumada", "rajab", "shaban", "ramadan", "shawwal", "ah", "hijri",
}  # fmt: skip

# The codes are the incident's own words for a part of the day.
PARTS_OF_DAY = {
    "after midnight": "after_midnight", "بعد منتصف ليل": "after_midnight", "سحر": "after_midnight",
    "before dawn": "after_midnight", "قبل فجر": "after_midnight", "sahar": "after_midnight",
    "dawn": "dawn", "sunrise": "dawn", "daybreak": "dawn", "فجرا": "dawn", "فجر": "dawn",
    "شروق": "dawn", "morning": "morning", "صباحا": "morning", "صباح": "morning", "صبح": "morning",
    "صبحا": "morning", "ضحي": "morning", "forenoon": "morning", "before noon": "morning",
    "قبل ظهر": "morning", "matin": "morning", "midday": "midday", "noon": "midday",
    "ظهرا": "midday", "ظهر": "midday", "ظهيره": "midday", "midi": "midday", "afternoon": "afternoon",
    "after noon": "afternoon", "بعد ظهر": "afternoon", "عصرا": "afternoon", "عصر": "afternoon",
    "بعد عصر": "afternoon", "قبل عصر": "afternoon", "بعد صلاه جمعه": "afternoon", "dusk": "dusk",
    "sunset": "dusk", "twilight": "dusk", "مغرب": "dusk", "غروب": "dusk", "قبل مغرب": "dusk",
    "evening": "evening", "مساء": "evening", "مساءا": "evening", "مسا": "evening", "عشاء": "evening",
    "بعد مغرب": "evening", "بعد عشاء": "night", "soir": "evening", "night": "night",
    "midnight": "night", "منتصف ليل": "night", "ليلا": "night", "ليل": "night", "ليله": "night",
    "nighttime": "night", "nuit": "night",
}  # fmt: skip
# What stands around a part of the day and does not change it.
AROUND_PARTS = {
    "in", "at", "the", "this", "on", "early", "late", "around", "about", "approx", "during",
    "hours", "hour", "time", "mid", "today", "yesterday", "of", "حوالي", "نحو", "في", "عند", "وقت",
    "ساعات", "ساعه", "خلال", "يوم", "قبيل", "مع", "هذا", "اول", "امس", "تقريبا",
} | WEEKDAYS  # fmt: skip
BEFORE_NOON = {
    "am",
    "a m",
    "ص",
    "صباحا",
    "صباح",
    "صبحا",
    "فجرا",
    "فجر",
    "in morning",
    "morning",
    "ضحي",
}
AFTER_NOON = {"pm", "p m", "م", "مساء", "مساءا", "بعد ظهر", "ظهرا", "ظهر", "عصرا", "عصر", "in afternoon",
              "in evening", "afternoon", "evening"}  # fmt: skip
AROUND_NOON = {"ظهرا", "ظهر"}
AT_NIGHT = {"ليلا", "ليل", "at night", "night"}  # 11 is before midnight, 1 after it
CLOCK_WORDS = {"ساعه", "at", "hrs", "hr", "hours", "h", "في", "oclock", "o clock"}

TOTALS = {"total", "totals", "grand total", "subtotal", "sum", "مجموع", "اجمالي", "مجموع كلي",
          "اجمالي عام", "مجموع العام"}  # fmt: skip
