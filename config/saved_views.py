"""Saving, sharing, following and forgetting views of a list: small forms beside the list."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casework.saved_views import Following, SavedView
from config.lists import LISTS

MOST_VIEWS = 50
LONGEST = SavedView._meta.get_field("query").max_length


class SaveForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "shared"]

    def clean(self):
        """The list and the owner are set, not asked for, and yet the name is theirs once."""
        self.instance.name = self.cleaned_data.get("name", "")
        self.instance.validate_constraints()
        return self.cleaned_data


def list_called(of, user):
    if of not in LISTS:
        raise Http404
    if not user.has_perm(LISTS[of].permission):
        raise PermissionDenied
    return LISTS[of]


@require_POST
def save(request, of):
    """Keep the filter that the list shows under a name."""
    here = list_called(of, request.user)
    query = here.usable(request.POST.get("query", ""), request.user)
    if request.user.organisation_id is None:
        raise PermissionDenied
    own = {"owner": request.user, "organisation_id": request.user.organisation_id}
    view = SavedView(**own, of=of, query=query)
    form = SaveForm(request.POST, instance=view)
    if not query:
        messages.error(request, _("Narrow the list first: all of it is the view “All”."))
    elif len(query) > LONGEST:
        messages.error(request, _("This filter is too long to be kept: look for fewer words."))
    elif SavedView.objects.owned_by(request.user).count() >= MOST_VIEWS:
        messages.error(request, _("You have many views. Delete one that you no longer use."))
    elif form.is_valid():
        form.save()
        messages.success(request, _("The view is saved."))
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return redirect(here.url(query))


@require_GET
def show(request, key):
    """The list under a view's filter: letters link here, because an address is read on its way."""
    view = get_object_or_404(SavedView.objects.open_to(request.user), pk=key)
    return redirect(list_called(view.of, request.user).url(view.query))


@require_POST
def change(request, key):
    """Rename an own view, share it, keep it to oneself again, or delete it: as the button says."""
    wanted = request.POST.get("do")
    if wanted == "delete":
        return delete(request, key)
    view = get_object_or_404(SavedView.objects.owned_by(request.user), pk=key)
    if wanted == "rename":
        rename(request, view)
    if wanted in ("share", "unshare"):
        view.shared = wanted == "share"
        view.save(update_fields=["shared"])
        if not view.shared:
            view.followings.exclude(person=request.user).delete()
    return redirect(LISTS[view.of].url(view.query))


def delete(request, key):
    view = get_object_or_404(SavedView.objects.deletable_by(request.user), pk=key)
    view.delete()
    messages.success(request, _("The view is deleted. Nothing happened to the cases in it."))
    return redirect(LISTS[view.of].address)


def rename(request, view):
    """A name that is blank or taken is refused with the reason, and the old one stays."""
    named = {"name": request.POST.get("name", ""), "shared": view.shared}
    form = SaveForm(named, instance=view)
    if form.is_valid():
        form.save()
        messages.success(request, _("The view is saved."))
    else:
        messages.error(request, next(iter(form.errors.values()))[0])


@require_POST
def follow(request, key):
    """Follow a view, with or without letters, or no longer."""
    view = get_object_or_404(SavedView.objects.open_to(request.user), pk=key)
    list_called(view.of, request.user)
    wanted = request.POST.get("do")
    if wanted == "leave":
        Following.objects.filter(view=view, person=request.user).delete()
    elif wanted in ("follow", "mail"):
        now = timezone.now()
        Following.objects.update_or_create(
            view=view,
            person=request.user,
            defaults={"by_mail": wanted == "mail", "mailed_at": now, "seen_at": now},
        )
    return redirect(LISTS[view.of].url(view.query))
