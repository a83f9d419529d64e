"""Which claims and issued reports a person may read, and the words for sets of them."""

from django.db import models
from django.db.models import Exists, OuterRef

from casework.sensitivity import SEES_HIDDEN
from incidents.choices import OUT_OF_PLAY, Status


class ScopedQuerySet(models.QuerySet):
    """Rows of one organisation that cover areas. A person confined to areas sees those inside."""

    def visible_to(self, user):
        """A row with one area outside the person's scope is not theirs to read."""
        if not user.is_active or user.organisation_id is None:
            return self.none()
        seen = self.filter(organisation_id=user.organisation_id)
        if not user.scope_paths:
            return seen
        inside = models.Q()
        for path in user.scope_paths:
            inside |= models.Q(path__startswith=path)
        through = self.model.areas.through.objects
        own = self.model._meta.model_name
        strange = through.exclude(area__in=self.areas_in(inside)).values(own)
        return seen.exclude(pk__in=strange)

    def areas_in(self, inside):
        return self.model._meta.get_field("areas").related_model.objects.filter(inside)

    def of_period(self, first, last):
        return self.filter(period_start=first, period_end=last)

    def covering(self, areas):
        """Rows whose areas are exactly these, no more and no fewer."""
        keys = [area.pk for area in areas]
        inside = models.Count("areas", filter=models.Q(areas__in=keys), distinct=True)
        every = models.Count("areas", distinct=True)
        counted = self.annotate(inside=inside, every=every)
        return counted.filter(inside=len(keys), every=len(keys))


class ClaimQuerySet(ScopedQuerySet):
    """Words for sets of claims."""

    def standing(self):
        """Claims that no later one takes the place of, the latest word first."""
        return self.filter(superseded_by__isnull=True).order_by("-as_of", "-created_at")

    def with_figures(self):
        return self.prefetch_related("figures")


class SitrepQuerySet(ScopedQuerySet):
    """Words for sets of issued reports."""

    def latest_first(self):
        return self.order_by("-issued_at", "-id")

    def speaking_of(self, **incidents):
        """Those that speak of such incidents: `counted=True`, `incident__status="hidden"`."""
        return self.filter(self.speaks_of(**incidents))

    def speaks_of(self, **incidents):
        mentions = self.model._meta.get_field("mentions").related_model.objects
        return Exists(mentions.filter(sitrep=OuterRef("pk"), **incidents))

    def withheld_from(self, user):
        """Those that speak of a case that is hidden now: what is in them exists for those alone
        who see hidden cases, on an old paper too (decision 41)."""
        if user.has_perm(SEES_HIDDEN):
            return self.none()
        hidden = self.speaks_of(incident__status=Status.HIDDEN)
        for way in ("incident__merged_into", "incident__merged_into__merged_into"):
            hidden |= self.speaks_of(**{f"{way}__status": Status.HIDDEN})
        return self.filter(hidden)

    def to_correct(self):
        """Those that stand, and count an incident that was hidden, withdrawn, rejected or merged
        since; `says_hidden` where it was hidden."""
        standing = self.filter(corrected_by__isnull=True)
        gone = standing.speaking_of(incident__status__in=OUT_OF_PLAY, counted=True)
        hidden = self.speaks_of(incident__status=Status.HIDDEN, counted=True)
        return gone.annotate(says_hidden=hidden)
