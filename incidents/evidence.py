"""Who told us, who is said to have done it, and the files that bear it out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile, Record
from casework.moments import future_errors
from casework.wording import in_one_line


def errors_of_another(record, name):
    """{name: error} where a record of one incident rests on a record of another."""
    if getattr(record, f"{name}_id") is None:
        return {}
    if getattr(record, name).incident_id == record.incident_id:
        return {}
    sentence = _("It belongs to another incident. Choose one of this incident's own.")
    return {name: ValidationError(sentence)}


class Actor(models.Model):
    """A party to the conflict, as sources name it. The software takes no side."""

    class Kind(models.TextChoices):
        STATE_FORCES = "state_forces", _("state forces")
        EXTERNAL_FORCES = "external_forces", _("external forces")
        REBEL_GROUP = "rebel_group", _("rebel group")
        MILITIA = "militia", _("militia")
        CIVILIANS = "civilians", _("civilians")
        UNKNOWN = "unknown", _("unknown")

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("One a line; sheets are read by them.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.UNKNOWN)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name_en"]

    def __str__(self):
        return self.name_en


class Source(Record):
    """Somebody or something that told us of the incident."""

    class Kind(models.TextChoices):
        OWN_TEAM = "responder_team", _("Our team on site")
        HOSPITAL = "hospital", _("Hospital")
        WITNESS = "witness", _("Witness")
        OFFICIAL = "official_statement", _("Official statement")
        MEDIA = "media", _("Media")
        SOCIAL = "social_media", _("Social media")
        NGO = "ngo", _("Organisation")
        UN = "un", _("United Nations")
        SATELLITE = "satellite", _("Satellite image")
        DOCUMENT = "document", _("Document")
        SHEET = "sheet", _("Imported sheet")

    class Reliability(models.TextChoices):
        """Admiralty grading of the source, judged apart from what it says."""

        A = "A", _("A: completely reliable")
        B = "B", _("B: usually reliable")
        C = "C", _("C: fairly reliable")
        D = "D", _("D: not usually reliable")
        E = "E", _("E: unreliable")
        F = "F", _("F: cannot be judged")

    class Credibility(models.TextChoices):
        """Admiralty grading of the information, judged apart from who says it."""

        ONE = "1", _("1: confirmed")
        TWO = "2", _("2: probably true")
        THREE = "3", _("3: possibly true")
        FOUR = "4", _("4: doubtful")
        FIVE = "5", _("5: improbable")
        SIX = "6", _("6: cannot be judged")

    case_path = "incident"
    joins_sealed = True
    field_policy = Record.field_policy.extended(
        public="kind",
        internal="incident name url published_at reliability credibility protected",
        restricted="identity",
    )
    withheld_if_protected = ("name", "url")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="sources")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Read by all colleagues. Whoever must be protected goes under identity."),
    )
    identity = models.CharField(
        _("protected identity"),
        max_length=300,
        blank=True,
        help_text=_("Read by the protection officer alone."),
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    reliability = models.CharField(
        _("reliability"), max_length=1, choices=Reliability.choices, blank=True
    )
    credibility = models.CharField(
        _("credibility"), max_length=1, choices=Credibility.choices, blank=True
    )
    protected = models.BooleanField(_("protected"), default=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["created_at", "id"]

    def __str__(self):
        return self.get_kind_display() if self.protected or not self.name else self.name

    def clean(self):
        super().clean()
        if errors := future_errors(self, "published_at"):
            raise ValidationError(errors)

    def kept_from(self, user):
        """Names of the fields that this person may not write, for they may not be read either."""
        if self.field_policy.opens_restricted(user):
            return ()
        return ("identity", *(("protected", *self.withheld_if_protected) if self.protected else ()))

    def clean_by(self, by, stored=None):
        """Who may not read who it is can neither unmask nor overwrite it."""
        super().clean_by(by, stored)
        kept = stored.kept_from(by) if stored else ()
        if changed := [name for name in kept if getattr(self, name) != getattr(stored, name)]:
            sentence = _("This source is protected: only who may read who it is changes this.")
            raise ValidationError(dict.fromkeys(changed, sentence))

    def in_history(self):
        kind = str(self.get_kind_display())
        return in_one_line([str(self), kind], between=" · ") if str(self) != kind else kind

    @property
    def grading(self):
        """The two Admiralty marks as one, such as B2; "" while neither is given."""
        return f"{self.reliability}{self.credibility}"


class Attribution(Record):
    """A party that a source names; public texts say “alleged by”."""

    class Standing(models.TextChoices):
        SUSPECTED = "suspected", _("suspected")
        ALLEGED = "alleged", _("alleged")
        DECLARED = "declared", _("declared")
        DENIED = "denied", _("denied")
        CONTESTED = "contested", _("contested")

    case_path = "incident"
    field_policy = Record.field_policy.extended(
        public="actor standing", internal="incident basis source"
    )

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="attributions")
    actor = models.ForeignKey(Actor, models.PROTECT, verbose_name=_("party"), related_name="+")
    standing = models.CharField(
        _("standing"), max_length=20, choices=Standing.choices, default=Standing.ALLEGED
    )
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("said by"),
        null=True,
        blank=True,
        related_name="attributions",
    )

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["created_at", "id"]

    def __str__(self):
        return f"{self.actor} ({self.get_standing_display()})"

    def clean(self):
        super().clean()
        if errors := errors_of_another(self, "source"):
            raise ValidationError(errors)

    @classmethod
    def for_history(cls, keys):
        return super().for_history(keys).select_related("actor")


class IncidentFile(CaseFile):
    """A photo, recording or document of an incident."""

    case_path = "incident"
    joins_sealed = True
    field_policy = CaseFile.field_policy.extended(internal="incident")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="files")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "id"]
