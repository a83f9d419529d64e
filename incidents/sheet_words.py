"""The words by which sheets name weapons, parties and what was hit, in English and Arabic."""
# ruff: noqa: E501

from incidents.choices import DamageLevel as Dmg
from incidents.choices import Facility as Fac
from incidents.choices import Weapon as Wpn
from incidents.ledger import Outcome

WEAPONS = {
    "غارة": Wpn.AIRSTRIKE, "غارات": Wpn.AIRSTRIKE, "غارة جوية": Wpn.AIRSTRIKE, "غارات جوية": Wpn.AIRSTRIKE,
    "طيران حربي": Wpn.AIRSTRIKE, "قصف جوي": Wpn.AIRSTRIKE, "air strike": Wpn.AIRSTRIKE,
    "airstrikes": Wpn.AIRSTRIKE, "قصف": Wpn.ARTILLERY, "قصف مدفعي": Wpn.ARTILLERY,
    "مدفعية": Wpn.ARTILLERY, "shelling": Wpn.ARTILLERY, "راجمة صواريخ": Wpn.ROCKET,
    "راجمات": Wpn.ROCKET, "راجمات صواريخ": Wpn.ROCKET, "صواريخ": Wpn.ROCKET, "mlrs": Wpn.ROCKET,
    "صاروخ": Wpn.MISSILE, "صاروخ أرض أرض": Wpn.MISSILE, "صواريخ أرض أرض": Wpn.MISSILE,
    "براميل متفجرة": Wpn.BARREL_BOMB,
    "برميل متفجر": Wpn.BARREL_BOMB, "هاون": Wpn.MORTAR, "قذائف هاون": Wpn.MORTAR, "درون": Wpn.DRONE_STRIKE,
    "طائرة مسيرة": Wpn.DRONE_STRIKE, "مسيرة انتحارية": Wpn.DRONE_STRIKE, "drone": Wpn.DRONE_STRIKE,
    "صاروخ موجه": Wpn.GUIDED_MISSILE, "atgm": Wpn.GUIDED_MISSILE, "قنابل عنقودية": Wpn.CLUSTER_MUNITION,
    "عنقودي": Wpn.CLUSTER_MUNITION, "cluster": Wpn.CLUSTER_MUNITION, "لغم": Wpn.MINE_IED,
    "عبوة ناسفة": Wpn.MINE_IED, "mine": Wpn.MINE_IED, "ied": Wpn.MINE_IED, "مخلفات حرب": Wpn.UXO_EXPLOSION,
    "uxo": Wpn.UXO_EXPLOSION, "قنص": Wpn.SMALL_ARMS, "طلق ناري": Wpn.SMALL_ARMS, "gunfire": Wpn.SMALL_ARMS,
    "غازات سامة": Wpn.CHEMICAL, "كيماوي": Wpn.CHEMICAL, "chlorine": Wpn.CHEMICAL, "حارق": Wpn.INCENDIARY,
}  # fmt: skip

# Looked for in this order inside a longer phrase; folded. What a carrier is comes before what
# it carries, but for clusters: “300 mm rockets with submunitions” is a cluster attack.
WEAPON_KEYWORDS = (
    ("unguided", Wpn.ROCKET), ("non guided", Wpn.ROCKET), ("غير موجه", Wpn.ROCKET),
    ("ارض ارض", Wpn.MISSILE),
    ("عنقودي", Wpn.CLUSTER_MUNITION), ("cluster", Wpn.CLUSTER_MUNITION),
    ("موجه", Wpn.GUIDED_MISSILE), ("guided", Wpn.GUIDED_MISSILE),
    ("برميل", Wpn.BARREL_BOMB), ("براميل", Wpn.BARREL_BOMB), ("barrel", Wpn.BARREL_BOMB),
    ("مسير", Wpn.DRONE_STRIKE), ("drone", Wpn.DRONE_STRIKE), ("uav", Wpn.DRONE_STRIKE),
    ("غار", Wpn.AIRSTRIKE), ("طيران", Wpn.AIRSTRIKE), ("جوي", Wpn.AIRSTRIKE), ("airstrike", Wpn.AIRSTRIKE),
    ("air strike", Wpn.AIRSTRIKE),
    ("غراد", Wpn.ROCKET), ("grad", Wpn.ROCKET), ("راجم", Wpn.ROCKET), ("صواريخ", Wpn.ROCKET),
    ("rocket", Wpn.ROCKET), ("هاون", Wpn.MORTAR), ("mortar", Wpn.MORTAR),
    ("مدفع", Wpn.ARTILLERY), ("artillery", Wpn.ARTILLERY),
    ("shell", Wpn.ARTILLERY), ("صاروخ", Wpn.MISSILE), ("missile", Wpn.MISSILE),
    ("حارق", Wpn.INCENDIARY), ("incendiary", Wpn.INCENDIARY), ("phosph", Wpn.INCENDIARY),
    ("كيم", Wpn.CHEMICAL), ("chemical", Wpn.CHEMICAL), ("لغم", Wpn.MINE_IED), ("الغام", Wpn.MINE_IED),
    ("عبوه", Wpn.MINE_IED), ("مخلفات", Wpn.UXO_EXPLOSION), ("قنص", Wpn.SMALL_ARMS),
)  # fmt: skip

FACILITIES = {
    "أحياء سكنية": Fac.RESIDENTIAL, "حي سكني": Fac.RESIDENTIAL, "residential": Fac.RESIDENTIAL,
    "منازل": Fac.HOME, "منزل": Fac.HOME, "بيوت": Fac.HOME, "house": Fac.HOME, "houses": Fac.HOME,
    "سوق": Fac.MARKET, "سوق شعبي": Fac.MARKET, "market": Fac.MARKET, "جامع": Fac.MOSQUE, "مسجد": Fac.MOSQUE,
    "كنيسة": Fac.CHURCH, "خيام": Fac.IDP_CAMP, "خيمة": Fac.IDP_CAMP, "مخيم": Fac.IDP_CAMP,
    "camp": Fac.IDP_CAMP, "tents": Fac.IDP_CAMP, "مدرسة": Fac.SCHOOL, "مدارس": Fac.SCHOOL,
    "جامعة": Fac.UNIVERSITY, "مشفى": Fac.HOSPITAL, "مستشفى": Fac.HOSPITAL, "نقطة طبية": Fac.HOSPITAL,
    "clinic": Fac.HOSPITAL, "hospital": Fac.HOSPITAL, "سيارة إسعاف": Fac.AMBULANCE,
    "مركز دفاع مدني": Fac.CIVIL_DEFENCE, "فرن": Fac.BAKERY, "مخبز": Fac.BAKERY, "محطة مياه": Fac.WATER,
    "محطة كهرباء": Fac.POWER, "محطة وقود": Fac.FUEL, "fuel station": Fac.FUEL, "طريق": Fac.ROAD,
    "جسر": Fac.ROAD, "أراضي زراعية": Fac.FARMLAND, "مزرعة": Fac.FARMLAND, "مبنى عام": Fac.PUBLIC_BUILDING,
    "سيارة": Fac.VEHICLE, "سيارات": Fac.VEHICLE, "car": Fac.VEHICLE,
}  # fmt: skip

LEVELS = (
    ("partially destroyed", Dmg.PARTIAL), ("out of service", Dmg.OUT_OF_SERVICE),
    ("destroyed", Dmg.DESTROYED), ("damaged", Dmg.DAMAGED), ("خارج الخدمه", Dmg.OUT_OF_SERVICE),
    ("دمار جزيي", Dmg.PARTIAL), ("دمار كامل", Dmg.DESTROYED), ("دمار", Dmg.DESTROYED),
)  # fmt: skip

# code, name in English, in Arabic, kind, other words. Made when a sheet first names one of them.
PARTIES = (
    ("syrian-government", "Syrian government forces", "قوات النظام السوري", "state_forces",
     ("النظام|قوات النظام|النظام السوري|نظام|assad regime|regime|regime forces|syrian regime|"
      "assad|saa|syrian army|assad regime forces")),
    ("russian-forces", "Russian forces", "القوات الروسية", "external_forces",
     "روسيا|روسي|الروس|الطيران الروسي|russia|russian|russian military|russian air force"),
    ("allied-militias", "Allied militias", "الميليشيات الحليفة", "militia",
     "ميليشيات|ميليشيات إيرانية|pro-government militias|iranian militias"),
    ("sdf", "Syrian Democratic Forces", "قوات سوريا الديمقراطية", "rebel_group",
     "قسد|sdf|syrian democratic forces"),
    ("isis", "Islamic State", "تنظيم الدولة", "rebel_group", "داعش|isis|isil|islamic state"),
    ("turkish-forces", "Turkish forces", "القوات التركية", "external_forces",
     "تركيا|الجيش التركي|turkey|turkish forces|turkish army"),
    ("us-coalition", "US-led coalition", "التحالف الدولي", "external_forces",
     "التحالف|التحالف الدولي|coalition|us-led coalition"),
)  # fmt: skip

# By whom a cell counts: its column counts no others. Folded.
OF_OUTCOMES = {
    Outcome.KILLED: {
        "قتيل", "قتيلا", "قتيله", "قتيلان", "قتيلين", "قتيلتان", "قتيلتين", "قتلي", "شهيد",
        "شهيدا", "شهيده", "شهيدان", "شهيدين", "شهيدتان", "شهيدتين", "شهداء", "killed", "dead",
        "deaths", "martyrs",
    },
    Outcome.INJURED: {
        "جريح", "جريحا", "جريحه", "جريحان", "جريحين", "جريحتان", "جريحتين", "جرحي", "مصاب",
        "مصابا", "مصابه", "مصابان", "مصابين", "مصابون", "اصابه", "اصابات", "اصابتان", "اصابتين",
        "injured", "wounded",
    },
    Outcome.MISSING: {
        "مفقود", "مفقودا", "مفقودان", "مفقودين", "مفقودون", "missing",
    },
}  # fmt: skip
