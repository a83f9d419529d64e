"""What the check of a sheet found ready to be written, and what that rests on.

Both tables are a memory and no record: they survive no crash of the database (UNLOGGED), and a row
whose plan is lost, or rests on what has changed, is judged anew when the sheet is applied.
"""

from django.db import models


class Plan(models.Model):
    """A new case as the lines of `casework.ready`; "" for one that must be judged anew.

    It stands for `rows` new rows, from `number` to `last` of the sheet. `first_day` to `last_day`
    are the days it was compared by, null where it was compared with nothing; `external_id` is the
    number under which nobody may have made a case since.
    """

    pk = models.CompositePrimaryKey("sheet", "number")
    sheet = models.ForeignKey(
        "exchange.Import",
        models.CASCADE,
        related_name="plans",
        db_constraint=False,  # a row of another table asked for each plan, for what may be lost
        db_index=False,
    )
    number = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    external_id = models.CharField(max_length=60, blank=True)
    lines = models.TextField(blank=True)

    def __str__(self):
        return f"{self.sheet_id} {self.number}"


class Basis(models.Model):
    """What the plans of a sheet rest on, as words that change when it does; see `resting`.

    `orders` are those in which columns of dates were read, `words` those that people had answered;
    `days` is {day: state} of the stored cases that the sheet's were compared with.
    """

    sheet = models.OneToOneField(
        "exchange.Import",
        models.CASCADE,
        primary_key=True,
        related_name="basis",
        db_constraint=False,
    )
    digest = models.CharField(max_length=64)
    orders = models.JSONField(default=dict)
    words = models.JSONField(default=list)
    days = models.JSONField(default=dict)

    def __str__(self):
        return self.digest
