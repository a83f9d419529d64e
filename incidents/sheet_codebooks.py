"""Sheets of incidents that other organisations publish, and what their codebooks say."""

from django.utils.translation import gettext_lazy as _

from casework.models import GeoPrecision
from exchange.mapping.codebooks import Codebook
from incidents.choices import DatePrecision, Weapon
from incidents.ledger import Population

# Its sub-events are coarser than our weapons: what is not said is unknown.
SUB_EVENTS = {
    "Air/drone strike": Weapon.AIRSTRIKE,
    "Shelling/artillery/missile attack": Weapon.ARTILLERY,
    "Remote explosive/landmine/IED": Weapon.MINE_IED,
    "Suicide bomb": Weapon.MINE_IED,
    "Chemical weapon": Weapon.CHEMICAL,
    "Grenade": Weapon.OTHER,
    "Armed clash": Weapon.SMALL_ARMS,
    "Attack": Weapon.UNKNOWN,
    "Disrupted weapons use": Weapon.UNKNOWN,
    "Government regains territory": Weapon.UNKNOWN,
    "Non-state actor overtakes territory": Weapon.UNKNOWN,
    "Non-violent transfer of territory": Weapon.UNKNOWN,
    "Looting/property destruction": Weapon.OTHER,
    "Other": Weapon.OTHER,
}
LEFT_OUT = (
    "year", "disorder_type", "event_type", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2",
    "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "source_scale",
    "tags", "timestamp", "event_id_no_cnty",
)  # fmt: skip
ACLED = Codebook(
    name="ACLED",
    marks=("event_id_cnty", "event_date", "sub_event_type", "fatalities"),
    columns={
        "event_id_cnty": "external_id",
        "event_date": "occurred_on",
        "time_precision": "date_precision",
        "sub_event_type": "weapon",
        "actor1": "party",
        "admin1": "governorate",
        "admin2": "district",
        "admin3": "subdistrict",
        "location": "place",
        "latitude": "latitude",
        "longitude": "longitude",
        "geo_precision": "geo_precision",
        "source": "source",
        "notes": "narrative",
        "fatalities": "killed",
        **dict.fromkeys(LEFT_OUT, ""),
    },
    words={
        "weapon": {theirs: str(ours) for theirs, ours in SUB_EVENTS.items()},
        "date_precision": {
            "1": str(DatePrecision.DAY),
            "2": str(DatePrecision.WEEK),
            "3": str(DatePrecision.MONTH),
        },
        "geo_precision": {
            "1": str(GeoPrecision.TOWN),
            "2": str(GeoPrecision.NEAR_TOWN),
            "3": str(GeoPrecision.GOVERNORATE),
        },
    },
    # Fatalities are the dead of all parties together, armed people among them.
    given={"population": str(Population.UNKNOWN)},
    note=_(
        "ACLED counts the dead of all parties together, so who was counted is “not stated”. Its "
        "sub-events are read as weapons, its precisions 1 to 3 as ours."
    ),
)
