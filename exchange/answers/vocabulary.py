"""What an organisation says the words of its sheets mean: answered once, read so ever after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.signed import ForImporters, Signed

LONGEST = 200  # letters of a word that is asked about; what is longer is a sentence


class WordQuerySet(ForImporters):
    def of_sheet(self, sheet):
        """The answers that hold for the sheet's kind, whichever of its columns are read."""
        return self.filter(organisation_id=sheet.organisation_id, kind=sheet.kind)


class Word(Signed):
    """A word of a column and the code that is read in its place.

    `folded` is how it is found in other spellings, `written` how it first stood in a sheet. For a
    place `within` is the p-code of the area that the row's other columns name: places share their
    names, so an answer holds there alone. `means` is a code of the column's list or a p-code, and
    blank unless `sense` says that the word means one.
    """

    class Sense(models.TextChoices):
        MEANS = "means", _("means")
        UNKNOWN = "unknown", _("unknown")
        TEXT = "text", _("kept as text")

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=20)
    column = models.CharField(_("column"), max_length=60)
    folded = models.CharField(max_length=2 * LONGEST, editable=False)
    within = models.CharField(_("within"), max_length=20, blank=True)
    written = models.CharField(_("word"), max_length=LONGEST)
    sense = models.CharField(_("sense"), max_length=10, choices=Sense.choices)
    means = models.CharField(_("is read as"), max_length=LONGEST, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered word")
        verbose_name_plural = _("remembered words")
        ordering = ["kind", "column", "written"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "column", "folded", "within"],
                name="word_remembered_once",
            ),
            models.CheckConstraint(
                condition=models.Q(sense="means") ^ models.Q(means=""),
                name="word_means_a_code_or_nothing",
            ),
        ]

    def __str__(self):
        return self.written
