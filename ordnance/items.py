"""What lies there and what was done with it: items, disposals and the balance between them.

found = destroyed + rendered safe + moved + handed over + remaining, for each item; the database
refuses disposals beyond what was found.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Record
from casework.moments import future_errors
from casework.wording import in_one_line, isolated
from munitions.models import Category, Munition
from ordnance.choices import Burial, Certainty, Condition, Method, State
from ordnance.steps import may_write

DESTROYED = (Method.DESTROYED_IN_PLACE, Method.MOVED_AND_DESTROYED, Method.BURNED)


BEFORE_REPORT = _(
    "This is before %(day)s, when the ticket was reported. Correct one of the two days."
)
# Days, since reports and sheets often know the day alone, which is then its midnight.
day_of = timezone.localdate


@dataclass(frozen=True)
class Balance:
    """Where the items of a line are, as counts. `found` None means not yet counted.

    `moved` is what lies in a store: moved, and not yet destroyed or handed over from there.
    `disposed` is what was disposed of by a method that nobody stated.
    """

    found: int | None
    destroyed: int = 0
    rendered_safe: int = 0
    moved: int = 0
    handed_over: int = 0
    disposed: int = 0

    @property
    def accounted(self):
        return self.destroyed + self.rendered_safe + self.moved + self.handed_over + self.disposed

    @property
    def remaining(self):
        """Items still there; None while nobody has counted."""
        return None if self.found is None else self.found - self.accounted


def demand_theirs(record, by):
    """Raises ValidationError where the record is of a ticket that another team works on."""
    if refusal := may_write(record.case, by):
        raise ValidationError(refusal, code="refused")


def balance_of(items):
    """The balance of several items together; found is None while one of them is not counted."""
    names = ("destroyed", "rendered_safe", "moved", "handed_over", "disposed")
    balances = [item.balance for item in items]
    sums = {name: sum(getattr(each, name) for each in balances) for name in names}
    counted = [each.found for each in balances]
    return Balance(None if None in counted else sum(counted), **sums)


class Item(Record):
    """One kind of ordnance at a ticket's site. Twenty submunitions are one line of twenty."""

    case_path = "ticket"
    field_policy = Record.field_policy.extended(
        internal=(
            "ticket category munition written certainty state quantity_reported quantity_found "
            "condition burial depth_cm fuzed armed"
        ),
    )

    ticket = models.ForeignKey("ordnance.Ticket", models.PROTECT, related_name="items")
    category = models.CharField(
        _("category"),
        max_length=30,
        choices=Category.choices,
        default=Category.UNKNOWN,
        help_text=_("“Unknown” is a valid answer. Nobody goes closer to find out."),
    )
    munition = models.ForeignKey(
        Munition,
        models.PROTECT,
        verbose_name=_("model"),
        null=True,
        blank=True,
        related_name="+",
    )
    written = models.CharField(
        _("as reported"),
        max_length=200,
        blank=True,
        help_text=_("What was written; kept for ever."),
    )
    certainty = models.CharField(
        _("how sure"),
        max_length=20,
        choices=Certainty.choices,
        default=Certainty.NOT_IDENTIFIED,
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UXO)
    quantity_reported = models.PositiveIntegerField(_("number reported"), null=True, blank=True)
    quantity_found = models.PositiveIntegerField(_("number found"), null=True, blank=True)
    condition = models.CharField(
        _("condition"), max_length=10, choices=Condition.choices, default=Condition.UNKNOWN
    )
    burial = models.CharField(_("lies"), max_length=15, choices=Burial.choices, blank=True)
    depth_cm = models.PositiveIntegerField(_("depth in cm"), null=True, blank=True)
    fuzed = models.BooleanField(_("fuzed"), null=True, blank=True)
    armed = models.BooleanField(_("armed"), null=True, blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["created_at", "id"]
        permissions = [("confirm_item", "Can confirm what an item is")]

    def __str__(self):
        named = self.munition or self.written
        if not named and self.category == Category.UNKNOWN:
            return str(_("unknown object"))
        return str(named or self.get_category_display())

    @classmethod
    def for_history(cls, keys):
        return super().for_history(keys).select_related("munition")

    def in_history(self):
        found = self.quantity_reported if self.quantity_found is None else self.quantity_found
        return str(self) if found is None else f"{found} × {self}"

    @property
    def isolated(self):
        """Its name for the inside of a sentence."""
        return isolated(str(self))

    def clean(self):
        super().clean()
        if self.munition_id and self.category != self.munition.category:
            raise ValidationError(
                {
                    "category": _("%(model)s is of the category “%(category)s”.")
                    % {
                        "model": self.munition,
                        "category": self.munition.get_category_display(),
                    }
                }
            )
        if self.burial == Burial.BURIED and self.depth_cm is None:
            raise ValidationError({"depth_cm": _("Say how deep it lies, at least roughly.")})

    def clean_by(self, by, stored=None):
        """Only an EOD role confirms what an item is, or changes what was confirmed."""
        demand_theirs(self, by)
        if self.certainty != Certainty.CONFIRMED or by.has_perm("ordnance.confirm_item"):
            return
        if stored is None or self.identity != stored.identity:
            raise ValidationError(
                {"certainty": _("Only EOD confirms what an item is. Choose “probable”.")}
            )

    def clean_whole(self):
        """Neither more disposed of than found, nor more out of the store than went in."""
        Disposal.refuse_imbalance(self.balance)

    @property
    def identity(self):
        """What a confirmation vouches for."""
        return self.certainty, self.category, self.munition_id, self.state

    @property
    def balance(self):
        """Sums over the prefetched disposals; never typed by anyone."""
        return self.balance_with()

    def balance_with(self, *more):
        """The balance as it would stand with disposals that are not saved yet."""
        sums = dict.fromkeys(("destroyed", "rendered_safe", "moved", "handed_over", "disposed"), 0)
        for disposal in (*self.disposals.all(), *more):
            for name, change in disposal.effect_on_balance().items():
                sums[name] += change
        return Balance(self.quantity_found, **sums)


def items_by_ticket(tickets, rows):
    """{key: items} of these tickets, asked at once; `rows` is a query set of items."""
    found = {ticket.pk: [] for ticket in tickets}
    for item in rows.filter(ticket__in=found) if found else ():
        found[item.ticket_id].append(item)
    return found


class Disposal(Record):
    """What was done, to how many, when and by whom. Never changed: a mistake gets its own row."""

    case_path = "item.ticket"
    field_policy = Record.field_policy.extended(
        internal="item method quantity from_store done_at team note"
    )

    item = models.ForeignKey(Item, models.PROTECT, related_name="disposals")
    method = models.CharField(_("what was done"), max_length=25, choices=Method.choices)
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    from_store = models.BooleanField(
        _("from the store"),
        default=False,
        help_text=_("These were moved to a store before, and leave it now."),
    )
    done_at = models.DateTimeField(_("when"), default=timezone.now)
    team = models.ForeignKey(
        "ordnance.Team",
        models.PROTECT,
        verbose_name=_("team"),
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["done_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="disposal_of_something"),
            models.CheckConstraint(
                condition=Q(from_store=False)
                | ~Q(method__in=[Method.MOVED_TO_STORE, Method.LEFT_MARKED]),
                name="disposal_from_store_ends_it",
            ),
        ]

    def __str__(self):
        return f"{self.quantity} {self.get_method_display()}"

    @classmethod
    def for_history(cls, keys):
        return super().for_history(keys).select_related("item__munition")

    def in_history(self):
        what = f"{self.quantity} × {self.item}"
        return in_one_line([what, str(self.get_method_display())], between=": ")

    def effect_on_balance(self):
        """{part of the balance: change}. Leaving marked changes nothing: the items remain."""
        if self.method == Method.LEFT_MARKED:
            return {}
        part = {
            Method.RENDERED_SAFE: "rendered_safe",
            Method.MOVED_TO_STORE: "moved",
            Method.HANDED_OVER: "handed_over",
            Method.NOT_STATED: "disposed",
        }.get(self.method, "destroyed")
        change = {part: self.quantity}
        if self.from_store:
            change["moved"] = -self.quantity
        return change

    def clean(self):
        super().clean()
        if errors := future_errors(self, "done_at"):
            raise ValidationError(errors)
        reported_at = self.item.ticket.reported_at
        if self.done_at and reported_at and day_of(self.done_at) < day_of(reported_at):
            params = {"day": day_of(reported_at).isoformat()}
            raise ValidationError({"done_at": ValidationError(BEFORE_REPORT, params=params)})

    def clean_by(self, by, stored=None):
        demand_theirs(self, by)

    def clean_whole(self):
        """No more may leave than was found, and no more may leave the store than lies there."""
        items = Item.objects.prefetch_related("disposals")
        item = self.item if self.item._state.adding else items.get(pk=self.item_id)
        self.refuse_imbalance(item.balance)

    @staticmethod
    def refuse_imbalance(balance):
        if balance.found is None and balance.accounted:
            raise ValidationError({"quantity": _("First say how many were found.")})
        if balance.found is not None and balance.remaining < 0:
            raise ValidationError(
                {
                    "quantity": _("That makes %(sum)d, and only %(found)d were found.")
                    % {"sum": balance.accounted, "found": balance.found}
                }
            )
        if balance.moved < 0:
            raise ValidationError({"quantity": _("The store does not hold that many.")})
