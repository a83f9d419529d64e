"""The words by which sheets name kinds of ordnance, in English and Arabic; folded."""
# ruff: noqa: E501

from munitions.models import Category as Cat

CATEGORIES = {
    "bomb": Cat.AIRCRAFT_BOMB, "bombs": Cat.AIRCRAFT_BOMB, "قنبلة طيران": Cat.AIRCRAFT_BOMB, "قنبلة جوية": Cat.AIRCRAFT_BOMB,
    "cluster bomb": Cat.CLUSTER_MUNITION, "cluster munition": Cat.CLUSTER_MUNITION, "قنبلة عنقودية": Cat.CLUSTER_MUNITION,
    "حاضنة": Cat.CLUSTER_MUNITION, "submunitions": Cat.SUBMUNITION, "bomblet": Cat.SUBMUNITION, "bomblets": Cat.SUBMUNITION,
    "قنبلة عنقودية صغيرة": Cat.SUBMUNITION, "قنابل عنقودية": Cat.SUBMUNITION, "ذخيرة فرعية": Cat.SUBMUNITION, "قنيبلة": Cat.SUBMUNITION,
    "rockets": Cat.ROCKET, "راجمة": Cat.ROCKET, "صاروخ راجمة": Cat.ROCKET, "صواريخ": Cat.ROCKET,
    "missiles": Cat.MISSILE, "صاروخ": Cat.MISSILE, "صاروخ موجه": Cat.MISSILE,
    "mortar": Cat.MORTAR, "mortars": Cat.MORTAR, "mortar shell": Cat.MORTAR, "mortar round": Cat.MORTAR, "هاون": Cat.MORTAR,
    "قذيفة هاون": Cat.MORTAR, "قذائف هاون": Cat.MORTAR, "shell": Cat.PROJECTILE, "shells": Cat.PROJECTILE, "artillery shell": Cat.PROJECTILE,
    "قذيفة": Cat.PROJECTILE, "قذائف": Cat.PROJECTILE, "قذيفة مدفعية": Cat.PROJECTILE, "قذائف مدفعية": Cat.PROJECTILE,
    "grenades": Cat.GRENADE, "hand grenade": Cat.GRENADE, "قنبلة يدوية": Cat.GRENADE, "قنابل يدوية": Cat.GRENADE, "رمانة": Cat.GRENADE,
    "mine": Cat.LANDMINE, "mines": Cat.LANDMINE, "land mine": Cat.LANDMINE, "لغم": Cat.LANDMINE, "ألغام": Cat.LANDMINE,
    "لغم أرضي": Cat.LANDMINE, "ied": Cat.IED, "ieds": Cat.IED, "عبوة": Cat.IED, "عبوة ناسفة": Cat.IED, "عبوات ناسفة": Cat.IED,
    "drones": Cat.UAV, "uav": Cat.UAV, "مسيرة": Cat.UAV, "طائرة مسيرة": Cat.UAV, "fuzes": Cat.FUZE, "fuse": Cat.FUZE, "صاعق": Cat.FUZE,
    "صواعق": Cat.FUZE, "bullets": Cat.SAA, "ammunition": Cat.SAA, "طلقات": Cat.SAA, "رصاص": Cat.SAA, "ذخيرة خفيفة": Cat.SAA,
    "flare": Cat.PYROTECHNIC, "قنبلة مضيئة": Cat.PYROTECHNIC, "غير معروف": Cat.UNKNOWN,
}  # fmt: skip
