"""People, the organisations they work for, and how far each may see."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MACHINE = "machine-"  # the names of the machine's own accounts begin so, and nobody else's


class OrganisationQuerySet(models.QuerySet):
    def answering_the_public(self):
        """The one that takes the public's reports and stands in the head of the public's pages;
        None while none does."""
        return self.filter(answers_public=True).first()


class Organisation(models.Model):
    """A service or group that owns cases; its people see its cases and nobody else's."""

    name_en = models.CharField(_("name in English"), max_length=200, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    attribution = models.CharField(
        _("how reports name it"),
        max_length=200,
        blank=True,
        help_text=_("Stands after “according to” in situation reports."),
    )
    attribution_ar = models.CharField(
        _("how reports in Arabic name it"),
        max_length=200,
        blank=True,
        help_text=_("Blank: as in the others."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default=settings.TIME_ZONE,
        help_text=_("An incident belongs to its local day in this zone."),
    )
    areas = models.ManyToManyField(
        "places.Area",
        verbose_name=_("areas of work"),
        blank=True,
        related_name="+",
        help_text=_("What its situation reports cover when no area is asked for."),
    )
    answers_public = models.BooleanField(
        _("answers the public"),
        default=False,
        help_text=_("Its dispatchers get what anybody reports on the public page."),
    )
    public_phone = models.CharField(
        _("telephone for the public"),
        max_length=50,
        blank=True,
        help_text=_("Stands on the public page, where anybody calls it with one tap."),
    )
    operations_phone = models.CharField(
        _("telephone of operations"),
        max_length=50,
        blank=True,
        help_text=_("A team on site calls it with one tap."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["answers_public"],
                condition=models.Q(answers_public=True),
                name="organisation_one_answers_public",
                violation_error_message=_("Another organisation answers the public already."),
            )
        ]

    def __str__(self):
        return self.name_en

    @property
    def name(self):
        """The name in the reader's language, else in English."""
        in_arabic = (get_language() or "").startswith("ar")
        return (in_arabic and self.name_ar) or self.name_en


class User(AbstractUser):
    """A person who signs in. What they may do comes from their roles (groups) alone."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="people",
        help_text=_("Nobody without an organisation sees any case."),
    )
    areas = models.ManyToManyField(
        "places.Area",
        verbose_name=_("area scope"),
        blank=True,
        related_name="+",
        help_text=_("Sees cases in these areas and below. None chosen means everywhere."),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )

    session_seed = models.CharField(max_length=32, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        permissions = [
            ("see_hidden", "Can see hidden cases"),
            ("read_restricted", "Can read restricted fields and protected sources"),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_session_auth_hash(self):
        """Sessions that began with another password, or under another seed, are over."""
        return super().get_session_auth_hash() + self.session_seed

    def clean(self):
        super().clean()
        if self.username.startswith(MACHINE):
            raise ValidationError(
                {"username": _("This name is kept for the machine. Take another.")}
            )

    @property
    def keeper(self):
        """Whose the pages and forms are that a device keeps: this person's, in this organisation.
        Moved to another, they are somebody else to their own phone."""
        return f"{self.pk}.{self.organisation_id or 0}"

    @cached_property
    def scope_paths(self):
        """Paths of the areas this person is confined to; an empty tuple means everywhere."""
        return tuple(self.areas.values_list("path", flat=True))

    def reaches(self, place):
        """Whether a place lies inside this person's area scope."""
        return not self.scope_paths or place.path.startswith(self.scope_paths)


class Visit(models.Model):
    """When a person last looked at what changed, and when before that: what is new lies between.

    `since` is the end of the visit before this one, or when the person said “seen”; null until
    there was one. `opened_at` is when home was last opened.
    """

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="visit", verbose_name=_("person")
    )
    since = models.DateTimeField(_("changes are new after"), null=True, blank=True)
    opened_at = models.DateTimeField(_("home last opened at"))

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self):
        return f"{self.person} {self.opened_at:%Y-%m-%d %H:%M}"


class Device(models.Model):
    """A browser on which a person signed in, and so one that may keep pages and forms of theirs.

    `locked_at` is when an administrator had it cleared, null while nobody has; `cleared_at` when it
    was told so, null until its next contact.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        User, models.CASCADE, related_name="devices", verbose_name=_("person")
    )
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    locked_by = models.ForeignKey(
        User, models.SET_NULL, verbose_name=_("locked by"), null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-seen_at"]

    def __str__(self):
        return f"{self.person} {self.first_seen_at:%Y-%m-%d}"

    @property
    def is_locked(self):
        """By itself, or because its person may no longer sign in."""
        return self.locked_at is not None or not self.person.is_active


class SignInTry(models.Model):
    """A password or a code that was sent; it goes when a right one is, or when it counts no more.

    `mark` is a keyed digest of what was tried, of the name, and of the known device it came from;
    see `guessing`. `until` is when it stops to count.
    """

    mark = models.CharField(max_length=64, editable=False)
    until = models.DateTimeField(editable=False)

    class Meta:
        indexes = [models.Index(fields=["mark", "until"])]

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M}"


class SecondStep(models.Model):
    """The authenticator app of a person: after their password they are asked for its code.

    `seed` is no secret: only with the site's own key it makes the one that the app holds, so
    whoever reads the database can make no code. `taken` is the last code that was taken, counted
    in half minutes since 1970: none is taken twice.
    """

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="second_step"
    )
    seed = models.CharField(max_length=32, editable=False)
    taken = models.BigIntegerField(editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.person} {self.since:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """A code on paper, for whoever has their authenticator app no longer; it goes when it was used.

    `mark` is a keyed digest: the code itself is shown once and kept nowhere.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    mark = models.CharField(max_length=64, unique=True, editable=False)

    def __str__(self):
        return str(self.person)


class SecurityEvent(models.Model):
    """What happened to the way a person signs in. It is written once, and told to that person.

    `by` is who did it; null where nobody is known: by a command on the server, or by a guesser.
    """

    class What(models.TextChoices):
        TURNED_ON = "turned_on", _("The second step was turned on")
        TURNED_OFF = "turned_off", _("The second step was turned off")
        TAKEN_AWAY = "taken_away", _("The second step was taken away")
        RECOVERY_USED = "recovery_used", _("A recovery code was used")
        NEW_CODES = "new_codes", _("New recovery codes were made")
        PASSWORD_SET = "password_set", _("A new password was set")
        GUESSED = "guessed", _("The password was right, and then too many codes were wrong")

    person = models.ForeignKey(
        User, models.CASCADE, related_name="security_events", verbose_name=_("person")
    )
    what = models.CharField(_("what"), max_length=20, choices=What, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        User, models.SET_NULL, verbose_name=_("by"), null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self):
        return self.get_what_display()

    @property
    def is_by_another(self):
        return self.by_id != self.person_id
