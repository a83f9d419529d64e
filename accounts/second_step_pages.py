"""The pages on which people turn their second step on and off, and get recovery codes."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import entering, half_signed_in, second_step
from accounts.forms import SetUpForm, SureForm

SEED = "second_step_seed"


@login_not_required
@never_cache
@sensitive_post_parameters()
def set_up(request):
    """For whoever is signed in, and at sign-in for those whose roles demand it."""
    person = request.user if request.user.is_authenticated else half_signed_in.person_of(request)
    if person is None:
        return entering.from_the_start(request)
    if second_step.is_on(person):
        return redirect("accounts:profile")
    form = SetUpForm(request, request.POST or None, person=person, seed=seed_for(request, person))
    if form.is_valid():
        return turned_on(request, person, form)
    return render(request, "accounts/second_step_on.html", shown_for(person, form))


def seed_for(request, person):
    """The same on every look at the page, until it is turned on; never that of another person who
    began on this browser."""
    begun = request.session.get(SEED)
    if not begun or begun["person"] != person.pk:
        begun = request.session[SEED] = {"person": person.pk, "seed": second_step.new_seed()}
    return begun["seed"]


def shown_for(person, form):
    address = second_step.address_for(person, form.seed)
    return {
        "form": form,
        "person": person,
        "address": address,
        "picture": picture_of(address),
        "secret": second_step.secret_in_groups(form.seed),
        "demanded": second_step.is_demanded(person),
    }


def picture_of(address):
    """A QR code as a data address: no other host, and nothing that a policy would refuse."""
    return segno.make(address, error="m").svg_data_uri(scale=5, light="#fff", omitsize=True)


def turned_on(request, person, form):
    """With the codes in the answer itself: they are shown this once and kept nowhere."""
    codes = second_step.turn_on(person, form.seed, form.moment)
    if codes is None:
        return redirect("accounts:profile")
    del request.session[SEED]
    if request.user.is_authenticated:
        update_session_auth_hash(request, person)
        return shown_once(request, codes)
    onward = entering.let_in(request, person)
    return entering.mark(request, shown_once(request, codes, onward), person)


def shown_once(request, codes, onward=None):
    shown = {"codes": codes, "onward": onward or reverse("accounts:profile")}
    return render(request, "accounts/recovery_codes.html", shown)


@never_cache
@sensitive_post_parameters()
def off(request):
    if not second_step.is_on(request.user):
        return redirect("accounts:profile")
    form = SureForm(request, request.POST or None, person=request.user)
    if form.is_valid():
        second_step.turn_off(request.user, by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("The second step is turned off."))
        demanded = second_step.is_demanded(request.user)
        return redirect("accounts:second_step" if demanded else "accounts:profile")
    shown = {"form": form, "demanded": second_step.is_demanded(request.user)}
    return render(request, "accounts/second_step_off.html", shown)


@never_cache
@sensitive_post_parameters()
def new_codes(request):
    if not second_step.is_on(request.user):
        return redirect("accounts:profile")
    form = SureForm(request, request.POST or None, person=request.user)
    if form.is_valid():
        return shown_once(request, second_step.renew_codes(request.user))
    return render(request, "accounts/recovery_codes_new.html", {"form": form})
