"""What reviewers leave on an incident: comments at fields, answers on duplicates, amendments."""

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Record
from incidents.evidence import errors_of_another

# Where a reviewer may put a comment, in words that the author finds again on the page.
COMMENTABLE = {
    "place": _("Place"),
    "occurred_on": _("Day and time"),
    "weapon": _("Weapon"),
    "toll": _("Toll"),
    "sources": _("Sources"),
    "parties": _("Parties"),
    "damage": _("Damage and response"),
    "narrative": _("What happened"),
}

# Where the author puts right what a comment is about: the name of an address, the kind of a record
# that it adds or "", and the place on that page.
MENDED_AT = {
    "place": ("incidents:edit", "", "#div_id_place"),
    "occurred_on": ("incidents:edit", "", "#div_id_occurred_on"),
    "weapon": ("incidents:edit", "", "#div_id_weapon"),
    "toll": ("incidents:add", "figures", ""),
    "sources": ("incidents:add", "source", ""),
    "parties": ("incidents:add", "attribution", ""),
    "damage": ("incidents:detail", "", "#facts"),
    "narrative": ("incidents:edit", "", "#div_id_narrative"),
}
# The field that the form of a kind of record is about.
ABOUT = {
    "figures": "toll",
    "source": "sources",
    "attribution": "parties",
    "damage": "damage",
    "response": "damage",
}


class FieldComment(Record):
    """A reviewer's remark on one field of a returned incident, and the author's answer."""

    case_path = "incident"
    field_policy = Record.field_policy.extended(internal="incident field text answer")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="comments")
    field = models.CharField(_("field"), max_length=40)
    text = models.TextField(_("comment"))
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "id"]

    def __str__(self):
        return f"{self.field}: {self.text}"

    def in_history(self):
        return f"{self.field_in_words}: {self.text}"

    @property
    def field_in_words(self):
        return COMMENTABLE.get(self.field, self.field)

    @property
    def mended_at(self):
        """The address where its author puts it right."""
        name, kind, place = MENDED_AT.get(self.field, ("incidents:edit", "", ""))
        return reverse(name, args=[self.incident.ref, *([kind] if kind else [])]) + place


class DuplicateAnswer(Record):
    """A person's word on whether two incidents are one; an answered pair is not asked again."""

    class Verdict(models.TextChoices):
        SAME = "same", _("This is it")
        DIFFERENT = "different", _("A different attack")
        UNSURE = "unsure", _("Not sure, let the reviewer decide")

    case_path = "incident"
    field_policy = Record.field_policy.extended(internal="incident other verdict score")

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="duplicate_answers"
    )
    other = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="duplicate_answers_about"
    )
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict.choices)
    score = models.SmallIntegerField(_("score"))

    class Meta:
        verbose_name = _("answer on a duplicate")
        verbose_name_plural = _("answers on duplicates")
        ordering = ["created_at", "id"]

    def __str__(self):
        return f"{self.other}: {self.get_verdict_display()}"

    def in_history(self):
        """Without the other incident, which not every reader of this one may see."""
        return self.get_verdict_display()


class Amendment(Record):
    """A proposed change to a sealed incident, applied only when a second reviewer accepts it.

    `changes` maps a field of the incident to its proposed value as JSON; `report` is the casualty
    report to adopt. `accepted` null means still undecided.
    """

    case_path = "incident"
    told_alone = False
    field_policy = Record.field_policy.extended(
        public="accepted decided_at", internal="incident changes report reason decided_by"
    )

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="amendments")
    changes = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    report = models.ForeignKey(
        "incidents.CasualtyReport",
        models.PROTECT,
        verbose_name=_("figures to adopt"),
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(_("reason"))
    accepted = models.BooleanField(_("accepted"), null=True, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(accepted__isnull=True),
                name="amendment_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("created_by"), accepted=True),
                name="amendment_second_person_accepts",
            ),
        ]

    def __str__(self):
        return self.reason

    def clean(self):
        super().clean()
        if errors := errors_of_another(self, "report"):
            raise ValidationError(errors)
