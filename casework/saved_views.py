"""Views of a list that somebody saved: a name for a filter, shared or not, and who follows it.

A view belongs to the service it was made in. Whoever moves to another takes neither the names nor
the filters along, and finds their own again when they come back.
"""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.leafing import OF_LEAF

NO_FILTER = ("page", "counts", *OF_LEAF)
MANAGES_PEOPLE = "accounts.change_user"
# They may no longer sign in, or work elsewhere, or nowhere.
OWNER_LEFT = Q(owner__is_active=False) | ~Q(owner__organisation=F("organisation"))


def normal(query):
    """A query string in its one form: sorted, without blanks, and without what narrows nothing."""
    pairs = parse_qsl(query) if isinstance(query, str) else query
    return urlencode(sorted((k, v.strip()) for k, v in pairs if v.strip() and k not in NO_FILTER))


class SavedViewQuerySet(models.QuerySet):
    def open_to(self, user):
        """Of this person's organisation: their own, and those that are shared. What stands in them
        is another matter: each sees there the cases that they may see."""
        if user.organisation_id is None:
            return self.none()
        return self.filter(Q(owner=user) | Q(shared=True), organisation_id=user.organisation_id)

    def owned_by(self, user):
        return self.open_to(user).filter(owner=user)

    def deletable_by(self, user):
        """Their own; and what those who left had shared, by whoever manages the people."""
        own = Q(owner=user)
        return self.open_to(user).filter(own | OWNER_LEFT if user.has_perm(MANAGES_PEOPLE) else own)

    def for_list(self, user, name):
        """Of one list, each with is_followed, is_deletable and owner_left."""
        followed = Following.objects.filter(view=OuterRef("pk"), person=user)
        deletable = SavedView.objects.deletable_by(user).filter(pk=OuterRef("pk"))
        return (
            self.open_to(user)
            .filter(of=name)
            .annotate(
                is_followed=Exists(followed),
                is_deletable=Exists(deletable),
                owner_left=ExpressionWrapper(OWNER_LEFT, BooleanField()),
            )
        )


class SavedView(models.Model):
    """A filter of a list under a name. `of` names the list: incidents, tickets."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    of = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "organisation", "of", "name"],
                name="saved_view_named_once",
                violation_error_message=_("You have a view of this name. Choose another."),
            )
        ]

    def __str__(self):
        return self.name


class Following(models.Model):
    """Somebody wants to know what is new in a view.

    `seen_at` is when they last looked at it. `told` is {case key: version} of what the mails of the
    last hours told, so that nothing is told twice though transactions end out of order.
    """

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="followings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followings")
    seen_at = models.DateTimeField(default=timezone.now)
    by_mail = models.BooleanField(_("by mail too"), default=False)
    mailed_at = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "person"], name="following_once"),
        ]


def views_beside(request, name):
    """What a list shows of its saved views: {of, views, current, query, mail_works}.

    `current` is the view whose filter is the page's; who follows it has now seen it. Of several
    with one filter it is one that this person may delete, or they would never come to it.
    """
    query = normal(request.GET.items())
    views = list(SavedView.objects.for_list(request.user, name).select_related("owner"))
    here = [view for view in views if query and view.query == query]
    current = min(here, key=lambda view: (not view.is_deletable, not view.owner_left), default=None)
    if any(view.is_followed for view in here):
        looked = Following.objects.filter(view__in=here, person=request.user)
        current.following = looked.filter(view=current).first()
        looked.update(seen_at=timezone.now())
    return {
        "of": name,
        "views": views,
        "current": current,
        "query": query,
        "mail_works": bool(settings.EMAIL_HOST),
    }
