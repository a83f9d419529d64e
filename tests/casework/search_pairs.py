"""What stands in a record, and what people type to find it: real places, weapons, things, people.

Each line is one text and the ways in which it is asked for, in either script, with the slips of
real keyboards. `NOT_FOUND` are texts and questions that must not meet.
"""

FOUND = {
    # places, by their other spellings, in the other script, and mistyped
    "الأتارب": "الاتارب|أتارب|Atarib|Atareb|Al-Atarib|Ataerb|الاترب",
    "Atma": "أطمة|اطمه|Atmeh|Atmah",
    "إدلب": "ادلب|Idlib|Idleb|Edlib|Idelb|إدِلب",
    "دارة عزة": "دارة عزه|داره عزه|Darat Izza|Daret Azza|Dara Izza",
    "Saraqab": "سراقب|Saraqib|Sarakeb|Saraqeb|Saraqba",
    "معرة النعمان": "معره النعمان|Maarat al-Numan|Maarrat Numan|Ma'arrat An Nu'man",
    "خان شيخون": "Khan Shaykhun|Khan Sheikhoun|خان شيخن|Khan Shikhon",
    "كفر نبل": "Kafr Nobol|Kafr Nabl|Kafar Nabl|كفر نبّل",
    "Kafr Takharim": "كفر تخاريم|Kafar Takharem|Kafr Takhareem",
    "جسر الشغور": "Jisr al-Shughur|Jisr ash-Shugur|Jisr Shughour|جسر الشغر",
    "أريحا": "اريحا|Ariha|Areeha|Aryha",
    "بنش": "Binnish|Bennsh|Binnsh",
    "تفتناز": "Taftanaz|Teftnaz|Taftanz|تفتنز",
    "سلقين": "Salqin|Salqeen|Salkin",
    "حارم": "Harim|Harem|حارِم",
    "Darkosh": "دركوش|Darkush|Darkoush",
    "ترمانين": "Tarmanin|Termanin|Tarmaneen",
    "باتبو": "Batbo|Batabo|Batbou",
    "أورم الكبرى": "اورم الكبري|Orem Kubra|Urum al-Kubra|Urem al-Kubra",
    "جنديرس": "Jindires|Jandairis|Jinderis|جنديرِس",
    "عفرين": "Afrin|Efrin|Afreen",
    "أعزاز": "اعزاز|Azaz|A'zaz|Aazaz",
    "مارع": "Marea|Mare'|مارِع",
    "النيرب": "Nayrab|Neirab|al-Nayrab|نيرب",
    "Termanin": "ترمانين|Tarmanin",
    "قميناس": "Qminas|Kminas|Qaminas",
    "البارة": "الباره|Bara|al-Bara",
    "احسم": "Ihsim|Ehsem|إحسم",
    "اللاذقية": "اللاذقيه|Latakia|Lattakia|لاذقية",
    "دير الزور": "Deir ez-Zor|Dayr az-Zawr|Deir az-Zor",
    "الحسكة": "الحسكه|Hasakah|Hasaka|al-Hasakeh",
    "طرطوس": "Tartus|Tartous|Tartos",
    "درعا": "Daraa|Dar'a|Deraa",
    "السويداء": "السويدا|Suwayda|Sweida|As-Suwayda",
    "القنيطرة": "القنيطره|Quneitra|Qunaitra|Kuneitra",
    "القامشلي": "القامشلى|Qamishli|Quamishli|Kamishli",
    # weapons and what they leave
    "Two rockets lay in the yard": "rocket|صاروخ|صواريخ|rokets",
    "سقطت صواريخ على الحي": "صاروخ|rocket|rockets|missile|صواريح",
    "قذائف مدفعية على أطراف البلدة": "قذيفة|قذيفه|artillery|shell|shells|المدفعية",
    "A mortar shell did not explode": "mortar|هاون|قذيفة|mortars|mortr",
    "قنابل عنقودية في الحقل": "قنبلة|عنقودي|cluster|bomb|العنقودية|clusters",
    "برميل متفجر": "براميل|barrel|البرميل",
    "Landmine in a field": "لغم|ألغام|الغام|mine|mines|حقل",
    "غارة جوية على السوق": "غارات|الغارات|airstrike|market|أسواق|سوق",
    "الطائرة المسيّرة": "مسيرة|drone|drones|طائره",
    "Unexploded grenade": "رمانة|grenades|uxo|granade",
    "9M55K": "9m55k|9M-55K|9М55К|٩M55K",
    "RBK-500 AO-2.5RT": "rbk 500|RBK500|РБК-500|ao-2.5rt|AO2.5RT",
    "FAB-250 M-62": "fab250|FAB 250|ФАБ-250|m62",
    "ShOAB-0.5": "shoab-0.5|ShOAB0.5",
    "عبوة ناسفة على الطريق": "عبوه|IED|طريق|road",
    # what was hit, and whom
    "مدرسة ابتدائية": "مدرسه|المدرسة|مدارس|school|schools|ابتدائيه",
    "المستشفى الجراحي": "مستشفي|مشفى|hospital|مستشفيات|hospitals",
    "A clinic and a bakery": "مخبز|فرن|bakeries|clinic|bakary",
    "مخيم الكرامة": "المخيم|مخيمات|camp|Karama|Karamah",
    "مسجد عمر بن الخطاب": "جامع|mosque|Omar|Umar|الخطاب|khattab",
    "ثلاثة أطفال وامرأة": "طفل|children|child|اطفال|نساء|women|وامراه",
    "عمّال المزرعة": "عمال|worker|مزرعه|farmland",
    "محمد الأحمد": "Mohammad|Muhammad|محمّد|Ahmad|الاحمد",
    "عبد الرحمن": "عبدالرحمن|Abdulrahman|Abd al-Rahman",
    # how keyboards write
    "شاطئ البحر": "شاطي|شاطىء",
    "مــدفــعــيــة": "مدفعية|مدفعيه",
    "یک کیلومتر": "كيلومتر|کیلومتر",
    "مسؤول البلدية": "مسئول|مسوول|البلديه",
    "Checkpoint of 15 May": "١٥|checkpoint|chekpoint",
    "Al-Qalaa camp": "القلعة|قلعه|Qalaa|Qal'a",
}

NOT_FOUND = (
    # close in letters, and something else
    ("خان شيخون", "خان طومان"),
    ("إدلب", "حلب"),
    ("سراقب", "سرمين"),
    ("Salqin", "Sarmin"),
    ("Harim", "Haritan"),
    ("Kafr Takharim", "Kafr Nobol"),
    ("كفر نبل", "كفر حلب"),
    ("مدرسة", "مستشفى"),
    ("9M55K", "9M27K"),
    ("FAB-250", "FAB-500"),
    ("RBK-500", "RBK-250"),
    ("9N210", "9N235"),
    ("15 men", "16 men"),
    ("rocket", "pocket"),
    ("هاون", "قانون"),
    ("قذيفة", "صاروخ"),
    ("market", "mosque"),
    ("camp", "lamp"),
    ("طفل", "بطل"),
    ("Azaz", "Atma"),
    ("مارع", "مزرعة"),
    ("bomb", "comb"),
)


def pairs():
    """(written, typed) of every pair that must meet."""
    return [(text, typed) for text, asked in FOUND.items() for typed in asked.split("|")]
