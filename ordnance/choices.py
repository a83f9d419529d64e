"""The words that ordnance work is described with. Terms follow IMAS 04.10, paraphrased."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    REPORTED = "reported", _("Reported")
    TRIAGED = "triaged", _("Triaged")
    ASSIGNED = "assigned", _("Assigned")
    ON_SITE = "on_site", _("On site")
    MARKED = "marked", _("Marked")
    ON_HOLD = "on_hold", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    DUPLICATE = "duplicate", _("Duplicate")
    CANCELLED = "cancelled", _("Cancelled")


# Work that still waits for somebody in the field or at operations.
OPEN = (
    Status.REPORTED,
    Status.TRIAGED,
    Status.ASSIGNED,
    Status.ON_SITE,
    Status.MARKED,
    Status.ON_HOLD,
)
# The team has done its part; the item lies no longer there, or never did.
DONE = (Status.RESOLVED, Status.CLOSED)
OUT_OF_PLAY = (Status.DUPLICATE, Status.CANCELLED)


class Priority(models.TextChoices):
    """A familiar four-word scale (the nine-line report's); not from IMAS 09.30."""

    IMMEDIATE = "immediate", _("Immediate")
    INDIRECT = "indirect", _("Indirect")
    MINOR = "minor", _("Minor")
    NO_THREAT = "no_threat", _("No threat")


class Outcome(models.TextChoices):
    DESTROYED_IN_PLACE = "destroyed_in_situ", _("destroyed in place")
    RENDERED_SAFE = "rendered_safe", _("rendered safe")
    REMOVED = "removed", _("removed")
    DESTROYED_ELSEWHERE = "destroyed_elsewhere", _("destroyed at a demolition site")
    HANDED_OVER = "handed_over", _("handed over")
    DISPOSED = "disposed", _("disposed")
    FUNCTIONED = "functioned_before_arrival", _("exploded before the team came")
    NOT_FOUND = "not_found", _("not found")
    FALSE_ALARM = "false_alarm", _("false alarm")
    MIXED = "mixed", _("several outcomes")


# Outcomes that say there was nothing left to dispose of; they are results, and are counted.
EMPTY_OUTCOMES = (Outcome.FUNCTIONED, Outcome.NOT_FOUND, Outcome.FALSE_ALARM)


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    RADIO = "radio", _("Radio")
    WALK_IN = "walk_in", _("Walk-in")
    MESSAGING = "whatsapp_telegram", _("Messaging")
    PATROL = "patrol", _("Patrol")
    SURVEY = "survey", _("Survey")
    EORE = "eore_session", _("Risk education session")
    OTHER_ORG = "other_org", _("Another organisation")
    IMPORT = "import", _("Imported sheet")
    PUBLIC = "public", _("Public page")


class LandUse(models.TextChoices):
    HOME = "home", pgettext_lazy("land use", "Home")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital")
    CAMP = "camp", _("Camp")
    ROAD = "road", _("Road")
    FARMLAND = "farmland", _("Farmland")
    PASTURE = "pasture", _("Pasture")
    WATER_POINT = "water_point", _("Water point")
    MARKET = "market", _("Market")
    WORSHIP = "worship", _("Place of worship")
    PUBLIC_BUILDING = "public_building", _("Public building")
    MILITARY = "military", _("Military site")
    RUIN = "ruin", _("Ruin")
    OTHER = "other", _("Other")


class Distance(models.TextChoices):
    UNDER_100 = "under_100", _("under 100 m")
    FROM_100_TO_500 = "100_500", _("100 to 500 m")
    OVER_500 = "over_500", _("over 500 m")
    UNKNOWN = "unknown", _("unknown")


class Marking(models.TextChoices):
    SIGN = "sign", _("Sign")
    PAINT = "paint", _("Paint")
    TAPE = "tape", _("Tape")
    STONES = "stones", _("Stones")
    BARRIER = "barrier", _("Barrier")
    NONE = "none", _("None")


class HoldReason(models.TextChoices):
    INSECURITY = "insecurity", _("Insecurity")
    ACCESS_DENIED = "access_denied", _("Access denied")
    WEATHER = "weather", _("Weather")
    NO_EXPLOSIVES = "no_explosives", _("No explosives")
    NEEDS_HIGHER_LEVEL = "needs_higher_level", _("Needs a higher EOD level")
    WAITING_IDENTIFICATION = "waiting_identification", _("Waiting for identification")
    OWNER_REFUSES = "owner_refuses", _("The owner refuses")
    OTHER = "other", _("Other")


class CancelReason(models.TextChoices):
    TEST = "test", _("Test")
    WRONG_SERVICE = "wrong_service", _("Wrong service")
    NOT_ENOUGH = "not_enough_information", _("Not enough information")
    OUTSIDE_AREA = "outside_area", _("Outside our area")


class Certainty(models.TextChoices):
    """How sure the identification is; only an EOD role sets the last."""

    NOT_IDENTIFIED = "not_identified", _("not identified")
    POSSIBLE = "possible", _("possible")
    PROBABLE = "probable", _("probable")
    CONFIRMED = "confirmed_by_eod", _("confirmed by EOD")


class State(models.TextChoices):
    UXO = "uxo", _("Unexploded ordnance")
    AXO = "axo", _("Abandoned ordnance")
    MINE = "mine", _("Mine")
    IED = "ied", _("IED")
    BOOBY_TRAP = "booby_trap", _("Booby trap")
    NO_HAZARD = "no_hazard", _("Remnant without hazard")
    NOT_EO = "not_eo", _("Not explosive ordnance")


class Condition(models.TextChoices):
    INTACT = "intact", _("intact")
    DAMAGED = "damaged", _("damaged")
    CORRODED = "corroded", _("corroded")
    LEAKING = "leaking", _("leaking")
    BURNT = "burnt", _("burnt")
    PARTIAL = "partial", _("partial")
    UNKNOWN = "unknown", _("unknown")


class Burial(models.TextChoices):
    SURFACE = "surface", _("on the surface")
    PARTLY = "partly_buried", _("partly buried")
    BURIED = "buried", _("buried")
    IN_BUILDING = "in_building", _("in a building")
    IN_WATER = "in_water", _("in water")
    IN_VEHICLE = "in_vehicle", _("in a vehicle")


class Method(models.TextChoices):
    """What was done with items. Moved to store is not the end of an item; left marked is none."""

    DESTROYED_IN_PLACE = "destroy_in_situ", _("destroyed in place")
    RENDERED_SAFE = "render_safe", _("rendered safe")
    MOVED_TO_STORE = "moved_to_store", _("moved to store")
    MOVED_AND_DESTROYED = "moved_and_destroyed", _("moved and destroyed")
    BURNED = "burned", _("burned")
    HANDED_OVER = "handed_over", _("handed over")
    NOT_STATED = "not_stated", _("disposed of, method not stated")
    LEFT_MARKED = "left_marked", _("left, marked")


class EodLevel(models.IntegerChoices):
    """Competence by IMAS 09.30: 1 named items in place … 3 up to 50 kg; 4 stands for “3+”."""

    ONE = 1, "EOD 1"
    TWO = 2, "EOD 2"
    THREE = 3, "EOD 3"
    THREE_PLUS = 4, "EOD 3+"
