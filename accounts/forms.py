"""The form by which people sign in."""

from django.contrib.auth.forms import AuthenticationForm

from accounts import devices, guessing


class SignInForm(AuthenticationForm):
    """Name and password; guessers are made to wait."""

    def clean(self):
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return super().clean()
        with guessing.tried(name, devices.known_of(self.request, name)):
            return super().clean()
