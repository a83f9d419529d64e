"""The forms by which people sign in, and by which they turn their second step on and off."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts import devices, guessing, second_step
from accounts.security import note_guessing

WRONG_CODE = _(
    "This code is not right, or was used before. Wait for the next one. The clock of this site "
    "says %(clock)s: that of your phone must say the same."
)
WRONG_PASSWORD = _("This is not your password.")


def wrong_code():
    """Codes go by the time: whoever sees both clocks sees which of them is wrong."""
    clock = date_format(timezone.localtime(), "H:i:s")
    return ValidationError(WRONG_CODE, code="wrong_code", params={"clock": clock})


class SignInForm(AuthenticationForm):
    """Name and password; guessers are made to wait."""

    def clean(self):
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return super().clean()
        with guessing.tried(name, devices.known_of(self.request, name)):
            return super().clean()


class NewPasswordForm(PasswordChangeForm):
    """The old password and a new one; whoever finds a page left open guesses at the old one as
    slowly as a stranger."""

    def __init__(self, request, *args, **options):
        super().__init__(request.user, *args, **options)
        self.request = request

    def clean_old_password(self):
        name = self.user.username
        with guessing.tried(name, devices.known_of(self.request, name)):
            return super().clean_old_password()


class CodeBox(forms.CharField):
    """Takes digits in any writing, with blanks and dashes; a phone shows its keys for numbers."""

    def __init__(self, **options):
        box = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=box), **options)


class CodeForm(forms.Form):
    """Asks a person for the code of their app, or for a recovery code."""

    code = CodeBox(label=_("Code of the app, or a recovery code"))

    def __init__(self, request, *args, person, **options):
        super().__init__(*args, **options)
        self.request, self.person = request, person

    def clean_code(self):
        said = self.cleaned_data["code"]
        if not self.errors:  # a code counts as used once it was looked at
            self.look_at(said)
        return said

    def look_at(self, code):
        try:
            with self.tried(guessing.CODE):
                if not second_step.accepts(self.person, code):
                    raise wrong_code()
        except guessing.TooMany:
            note_guessing(self.person, within=guessing.CODE.window)
            raise

    def tried(self, guess):
        name = self.person.username
        return guessing.tried(name, devices.known_of(self.request, name), guess=guess)

    def get_user(self):
        return self.person


class SureForm(CodeForm):
    """The password once more, and a code: whoever finds a page left open has neither."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "code")

    def clean_password(self):
        said = self.cleaned_data["password"]
        with self.tried(guessing.PASSWORD):
            if not self.person.check_password(said):
                raise ValidationError(WRONG_PASSWORD, code="wrong_password")
        return said


class SetUpForm(SureForm):
    """The first code of a new app proves that it holds the secret of this seed.

    Whoever is only half signed in has just given the password.
    """

    code = CodeBox(label=_("The code that the app shows now"))

    def __init__(self, request, *args, seed, **options):
        super().__init__(request, *args, **options)
        self.seed, self.moment = seed, None
        if not request.user.is_authenticated:
            del self.fields["password"]

    def look_at(self, code):
        self.moment = second_step.moment_of(self.seed, code)
        if self.moment is None:
            raise wrong_code()
