"""The words an incident is described with, each a closed list."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    PUBLISHED = "published", _("Published")
    AMENDING = "amending", _("Amendment proposed")
    REJECTED = "rejected", _("Rejected")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Hidden")


# What a situation report counts. An amendment in progress leaves the accepted version standing,
# so an amending record still counts as it was verified.
VERIFIED = (Status.VERIFIED, Status.PUBLISHED, Status.AMENDING)
REPORTED = (Status.SUBMITTED, Status.RETURNED, Status.IN_REVIEW, *VERIFIED)
# Statuses that cannot take part in a merge or count as a possible duplicate.
OUT_OF_PLAY = (Status.REJECTED, Status.MERGED, Status.HIDDEN, Status.WITHDRAWN)


class DatePrecision(models.TextChoices):
    DAY = "day", _("that day")
    RANGE = "range", _("between two days")
    WEEK = "week", _("that week")
    MONTH = "month", _("that month")
    UNKNOWN = "unknown", _("unsure")


class TimePrecision(models.TextChoices):
    EXACT = "exact", _("exact")
    APPROXIMATE = "approximate", _("about")
    PART_OF_DAY = "part_of_day", _("part of the day")
    UNKNOWN = "unknown", _("unknown")


class PartOfDay(models.TextChoices):
    AFTER_MIDNIGHT = "after_midnight", _("after midnight")
    DAWN = "dawn", _("dawn")
    MORNING = "morning", _("morning")
    MIDDAY = "midday", _("midday")
    AFTERNOON = "afternoon", _("afternoon")
    DUSK = "dusk", _("dusk")
    EVENING = "evening", _("evening")
    NIGHT = "night", _("night")


class Weapon(models.TextChoices):
    """First level of the weapon tree; source: domain notes G1, aligned with ACLED sub-events."""

    AIRSTRIKE = "airstrike", _("Airstrike")
    DRONE_STRIKE = "drone_strike", _("Drone strike or loitering munition")
    BARREL_BOMB = "barrel_bomb", _("Barrel bomb")
    ARTILLERY = "artillery", _("Artillery")
    MORTAR = "mortar", _("Mortar")
    ROCKET = "rocket", _("Rocket")
    MISSILE = "missile", _("Surface-to-surface missile")
    GUIDED_MISSILE = "guided_missile", _("Guided anti-tank missile")
    CLUSTER_MUNITION = "cluster_munition", _("Cluster munition")
    INCENDIARY = "incendiary", _("Incendiary weapon")
    CHEMICAL = "chemical", _("Chemical weapon")
    MINE_IED = "mine_ied", _("Mine or IED")
    UXO_EXPLOSION = "uxo_explosion", _("Explosion of unexploded ordnance")
    NAVAL_MINE = "naval_mine", _("Naval mine")
    SMALL_ARMS = "small_arms", _("Small arms")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")

    @property
    def family(self):
        """Air, ground, emplaced, small_arms, chemical or unknown: what two accounts agree on."""
        return WEAPON_FAMILIES.get(self, "unknown")


WEAPON_FAMILIES = {
    Weapon.AIRSTRIKE: "air",
    Weapon.DRONE_STRIKE: "air",
    Weapon.BARREL_BOMB: "air",
    Weapon.ARTILLERY: "ground",
    Weapon.MORTAR: "ground",
    Weapon.ROCKET: "ground",
    Weapon.MISSILE: "ground",
    Weapon.GUIDED_MISSILE: "ground",
    Weapon.MINE_IED: "emplaced",
    Weapon.UXO_EXPLOSION: "emplaced",
    Weapon.NAVAL_MINE: "emplaced",
    Weapon.SMALL_ARMS: "small_arms",
    Weapon.CHEMICAL: "chemical",
}


class Facility(models.TextChoices):
    RESIDENTIAL = "residential_neighbourhood", _("Residential neighbourhoods")
    HOME = "home", _("Homes")
    MARKET = "market", _("Market")
    MOSQUE = "mosque", _("Mosque")
    CHURCH = "church", _("Church")
    IDP_CAMP = "idp_camp", _("Camp for displaced people")
    SCHOOL = "school", _("School")
    UNIVERSITY = "university", _("University")
    HOSPITAL = "hospital", _("Hospital or medical point")
    AMBULANCE = "ambulance", _("Ambulance")
    CIVIL_DEFENCE = "civil_defence_centre", _("Civil Defence centre")
    BAKERY = "bakery", _("Bakery")
    WATER = "water", _("Water")
    POWER = "power", _("Power")
    FUEL = "fuel_station", _("Fuel station")
    ROAD = "road_bridge", _("Road or bridge")
    FARMLAND = "farmland", _("Farmland")
    PUBLIC_BUILDING = "public_building", _("Public building")
    AID_WAREHOUSE = "aid_warehouse", _("Aid warehouse")
    VEHICLE = "vehicle", _("Vehicle")
    OTHER = "other", _("Other")


class DamageLevel(models.TextChoices):
    VICINITY = "vicinity_hit", _("vicinity hit")
    DAMAGED = "damaged", _("damaged")
    PARTIAL = "partially_destroyed", _("partially destroyed")
    DESTROYED = "destroyed", _("destroyed")
    OUT_OF_SERVICE = "out_of_service", _("out of service")
    UNKNOWN = "unknown", _("unknown")


class Action(models.TextChoices):
    """What responders did."""

    SEARCH_RESCUE = "search_rescue", _("search and rescue")
    RECOVER_BODIES = "recover_bodies", _("recover bodies")
    RESCUE_SURVIVORS = "rescue_survivors", _("rescue survivors")
    FIRST_AID = "first_aid", _("first aid")
    TRANSFER = "ambulance_transfer", _("transport wounded to medical facilities")
    FIREFIGHTING = "firefighting", _("firefighting")
    EVACUATION = "evacuation", _("evacuation")
    INSPECTION = "site_inspection", _("site inspection")
    CLEARANCE = "uxo_clearance", _("clearance of ordnance")
    DEBRIS = "debris_removal", _("removal of debris")


class Sensitivity(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


class Grade(models.TextChoices):
    """How well the evidence carries the account; the five grades are Airwars'."""

    UNASSESSED = "unassessed", _("Not assessed")
    WEAK = "weak", _("Weak: one source")
    FAIR = "fair", _("Fair: two or more credible sources")
    CONFIRMED = "confirmed", _("Confirmed")
    CONTESTED = "contested", _("Contested: competing claims")
    DISCOUNTED = "discounted", _("Discounted")


class Rejection(models.TextChoices):
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    NOT_CREDIBLE = "not_credible", _("Not credible")
    DUPLICATE = "duplicate", _("Duplicate")
    TEST = "test", _("Test")
    INSUFFICIENT = "insufficient", _("Not enough information")


class Flag(models.TextChoices):
    DOUBLE_TAP = "double_tap", _("Double tap")
    RESPONDERS_HIT = "responders_hit", _("Responders hit")
    ENTIRE_FAMILY = "entire_family", _("Entire family")
    DISPLACED = "idp_affected", _("Displaced people affected")
    BANNED_MUNITION = "banned_munition", _("Banned munition")
