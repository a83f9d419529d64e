"""Some three hundred invented tickets, in every status, each marked as invented.

Done work lies in the autumn of the invented days, with the hours that such work takes. What is open
was reported in the last days before the demo is loaded: nobody leaves it lying for years.
"""

from datetime import timedelta

from django.utils import timezone

from config.demo.building import disposal_of, fresh, item_of, once, sighting_of, ticket_of
from config.demo.invention import INVENTED, chance_of, merge, moment, spread, statuses
from munitions.models import Category
from ordnance.choices import Burial, CancelReason, Certainty, Condition, LandUse, Method
from ordnance.models import Item, Ticket

# fmt: off
# The ways a ticket goes here; the shortest is not always the usual one.
WAYS = {
    # status        share  steps
    "closed":        (92, ("triage", "assign", "arrive", "resolve", "close")),
    "resolved":      (28, ("triage", "assign", "arrive", "resolve")),
    "closed_empty":  (16, ("triage", "assign", "resolve_empty", "close")),
    "resolved_empty": (6, ("triage", "assign", "resolve_empty")),
    "reported":      (34, ()),
    "triaged":       (32, ("triage",)),
    "assigned":      (26, ("triage", "assign")),
    "on_site":       (12, ("triage", "assign", "arrive")),
    "marked":        (22, ("triage", "assign", "arrive", "mark")),
    "on_hold":       (12, ("triage", "assign", "hold")),
    "cancelled":     (12, ("cancel",)),
    "duplicate":      (8, ("triage",)),
}
# fmt: on
CATEGORIES = {
    Category.SUBMUNITION: 9,
    Category.ROCKET: 6,
    Category.MORTAR: 5,
    Category.PROJECTILE: 5,
    Category.UNKNOWN: 4,
    Category.AIRCRAFT_BOMB: 3,
    Category.LANDMINE: 3,
    Category.GRENADE: 2,
    Category.CLUSTER_MUNITION: 1,
}
SEEN = {
    Category.SUBMUNITION: "A small round thing with fins or a ribbon.",
    Category.ROCKET: "A long tube half in the ground.",
    Category.MORTAR: "A drop-shaped thing with fins.",
    Category.LANDMINE: "A flat disc at the edge of the field.",
    Category.AIRCRAFT_BOMB: "Something very large that did not explode.",
}
LAND = (
    LandUse.HOME,
    LandUse.FARMLAND,
    LandUse.FARMLAND,
    LandUse.ROAD,
    LandUse.SCHOOL,
    LandUse.CAMP,
    LandUse.PASTURE,
    LandUse.RUIN,
)
DONE_WITH = ("closed", "resolved", "closed_empty", "resolved_empty", "cancelled")
DISTANCES = ("under_100", "100_500", "100_500", "over_500", "unknown")
FINAL = (
    Method.DESTROYED_IN_PLACE,
    Method.DESTROYED_IN_PLACE,
    Method.MOVED_AND_DESTROYED,
    Method.RENDERED_SAFE,
    Method.HANDED_OVER,
)
LEADERS = {"UXO team Atarib 1": "teamleader", "UXO team Idlib 1": "teamleader2"}


def load_invented_tickets(desk, count):
    """Tickets named invented-ticket-1 to -count; a case that is there is left alone."""
    shares = {name: share for name, (share, _steps) in WAYS.items()}
    plan = zip(spread("tickets", count), statuses("tickets", shares, count), strict=True)
    for number, ((day, place), way) in enumerate(plan, start=1):
        name = f"invented-ticket-{number}"
        once(Ticket, name, lambda n=name, d=day, p=place, w=way: Story(desk, n, d, p, w).tell())


class Story:
    """One invented ticket from its first call to wherever it stands now."""

    def __init__(self, desk, name, day, place, way):
        self.desk, self.name, self.place, self.way = desk, name, place, way
        self.chance = chance_of(name)
        self.team = self.chance.choice(list(LEADERS))
        self.leader = LEADERS[self.team]
        self.plan_hours(day)

    def plan_hours(self, day):
        """When each thing happened, one after the other."""
        hours = self.chance.uniform
        self.reported = moment(day, self.chance.randint(7, 11), self.chance.choice((0, 10, 35)))
        if self.way not in DONE_WITH:
            self.reported = timezone.now() - timedelta(hours=hours(6, 72))
        self.triaged = self.reported + timedelta(hours=hours(0.1, 2))
        self.arrived = self.triaged + timedelta(hours=hours(0.7, 3))
        self.ended = self.arrived + timedelta(hours=hours(0.5, 3))
        self.closed = self.ended + timedelta(hours=hours(4, 60))

    def tell(self):
        self.ticket = self.log(self.name)
        for step in WAYS[self.way][1]:
            self.take(step)
        if self.way == "duplicate":
            survivor = self.log(f"{self.name}-again")
            merge(self.desk, self.ticket, survivor, by="dispatcher", step="duplicate")
        return self.ticket

    def log(self, name):
        [category] = self.chance.choices(list(CATEGORIES), weights=list(CATEGORIES.values()))
        fields = {"description": INVENTED}
        ticket = ticket_of(self.desk, name, self.place.pcode, fields)
        ticket.reported_at = self.reported
        sighting = sighting_of(
            ticket,
            {
                "channel": self.chance.choice(("phone", "phone", "radio", "walk_in", "patrol")),
                "description": SEEN.get(category, "A metal object, partly buried."),
            },
        )
        sighting.seen_at = self.reported
        self.desk.create(ticket, sighting, self.item(ticket, category), by="dispatcher")
        return ticket

    def item(self, ticket, category):
        models = sorted(m.designation for m in self.desk.munitions.values())
        known = [m for m in models if self.desk.munitions[m].category == category]
        item = item_of(
            self.desk,
            ticket,
            {
                "category": category,
                "munition": self.chance.choice(known)
                if known and self.chance.random() < 0.5
                else "",
                "quantity_reported": self.chance.choice((1, 1, 1, 2, 3, 6)),
                "condition": self.chance.choice(Condition.values),
                "burial": self.chance.choice((Burial.SURFACE, Burial.PARTLY, "")),
            },
        )
        item.created_at = self.reported  # what is added later was not looked for
        return item

    # ------------------------------------------------------------ steps

    def take(self, step):
        if step == "resolve":
            self.dispose(FINAL if self.way == "closed" else (*FINAL, Method.MOVED_TO_STORE))
        by = {"triage": "dispatcher", "assign": "dispatcher", "cancel": "dispatcher"} | {
            "hold": "dispatcher",
            "close": "quality",
        }
        at = {"triage": self.triaged, "close": self.closed}.get(step, self.ended)
        given = getattr(self, step)()
        self.desk.move(self.ticket, step, by=by.get(step, self.leader), at=at, **given)

    def triage(self):
        return {
            "land_use": self.chance.choice(LAND),
            "distance_to_people": self.chance.choice(DISTANCES),
            "children_near": self.chance.choice((True, False, False, None)),
            "item_handled": self.chance.choice((True, False, False, None)),
            "blocks_service": self.chance.choice((False, False, None)),
            "duplicates_checked": True,
        }

    def assign(self):
        """Due within days of today, so that some work is late and some is not."""
        return {
            "team": self.desk.teams[self.team],
            "leader": self.desk.people[self.leader],
            "due_at": timezone.now() + timedelta(hours=self.chance.randint(-72, 168)),
            "level_answer": "An officer of the next level goes with it.",
        }

    def arrive(self):
        if self.chance.random() < 0.2 or self.place.latitude is None:
            return {"arrived_at": self.arrived, "location_unsafe": True}
        return {
            "arrived_at": self.arrived,
            "latitude": round(self.place.latitude, 4),
            "longitude": round(self.place.longitude, 4),
            "geo_precision": "neighbourhood",
        }

    def mark(self):
        return {
            "marking": self.chance.choice(("tape", "sign", "paint", "stones")),
            "actual_cordon_m": self.chance.choice((100, 200, 300)),
            "next_visit_on": timezone.localdate(self.arrived) + timedelta(days=2),
            "reason": "Dark soon; destroyed at the next visit.",
        }

    def hold(self):
        return {
            "hold_reason": self.chance.choice(("insecurity", "access_denied")),
            "review_on": timezone.localdate() + timedelta(days=self.chance.randint(1, 20)),
        }

    def dispose(self, methods):
        item = Item.objects.select_related("ticket").get(ticket=self.ticket)
        item.quantity_found = item.quantity_reported
        item.certainty = self.chance.choice((Certainty.PROBABLE, Certainty.CONFIRMED))
        self.desk.edit(item, by=self.leader)
        disposal = disposal_of(
            item,
            self.desk.teams[self.team],
            {"method": self.chance.choice(methods), "quantity": item.quantity_found},
        )
        disposal.done_at = self.ended
        self.desk.add(fresh(self.ticket), disposal, by=self.leader)

    def resolve(self):
        return {
            "work_started_at": self.arrived,
            "work_ended_at": self.ended,
            "actual_cordon_m": self.chance.choice((100, 200, 300, 500)),
            "community_informed": True,
            "damage_caused": False,
            "reason": "No photo: invented for the demonstration.",
        }

    def resolve_empty(self):
        return {
            "outcome": self.chance.choice(
                ("not_found", "false_alarm", "functioned_before_arrival")
            ),
            "reason": "Searched the place that the caller named, and its surroundings.",
        }

    def close(self):
        return {"checked": True}

    def cancel(self):
        return {"cancel_reason": self.chance.choice(CancelReason.values), "reason": INVENTED}
