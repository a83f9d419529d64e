"""The only writers of claims and reports: each one transaction, checked against permission."""

import hashlib

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from incidents.ledger import sum_errors
from incidents.models import Incident
from sitreps.as_json import as_json
from sitreps.daily import document
from sitreps.gone import is_to_correct, revisions, spoken_of
from sitreps.models import Claim, Mention, Paper, Sitrep
from sitreps.paper import paper
from sitreps.snapshot import canonical, digest, fingerprint

LONGEST_NUMBER = 100


class FiguresMoved(Exception):
    """The figures changed between the page that a person saw and the order to issue it."""


# ---------------------------------------------------------------- claims


@transaction.atomic
def add_claim(claim, figures, *, areas, by):
    """Save a new claim with its figures; sent twice, it is answered with the first one.

    Raises PermissionDenied, ValidationError.
    """
    demand(by, "sitreps.add_claim", areas)
    first = Claim.objects.filter(submission_key=claim.submission_key).first()
    if first:
        return first
    claim.organisation_id, claim.created_by = by.organisation_id, by
    refuse_strange(claim)
    claim.full_clean()
    claim.save(force_insert=True)
    claim.areas.set(areas)
    for figure in figures:
        figure.claim = claim
        figure.full_clean()
        figure.save(force_insert=True)
    if errors := sum_errors(claim.ranges()):
        raise ValidationError(errors)
    return claim


def refuse_strange(claim):
    """A claim takes the place of one that its own service holds."""
    if claim.supersedes and claim.supersedes.organisation_id != claim.organisation_id:
        raise ValidationError({"supersedes": _("This claim belongs to another organisation.")})


# ---------------------------------------------------------------- reports


@transaction.atomic
def issue(scope, *, by, status="preliminary", seen="", highlights="", prepared_by=None):
    """Freeze the facts of a scope as a report; a later one with other figures is a correction.

    `seen` is the fingerprint of the facts that the person was shown; "" trusts what is now. Asked
    again when nothing has changed, it answers with the report that stands.
    Raises PermissionDenied, ValidationError, FiguresMoved.
    """
    demand(by, "sitreps.issue_sitrep", scope.areas)
    Organisation.objects.select_for_update().get(pk=scope.organisation.pk)  # one number each
    if scope.last > timezone.localdate():
        raise ValidationError(_("This day has not ended: it lies in the future."))
    facts = document(scope, by)
    if seen and seen != fingerprint(facts):
        raise FiguresMoved
    last = latest(scope, by)
    revised = revisions(last, facts)
    if last and not (revised or is_to_correct(last) or becomes_final(last, status)):
        return last
    return freeze(scope, facts, last, revised, by, status, highlights, prepared_by)


def becomes_final(last, status):
    return last.status != Sitrep.Status.FINAL and status == Sitrep.Status.FINAL


def freeze(scope, facts, last, revised, by, status, highlights, prepared_by):
    """Write the report's row; the whole document goes into it as text, with its hash."""
    corrected = bool(revised) or is_to_correct(last)
    sitrep = Sitrep(
        number=next_number(scope, by),
        organisation=scope.organisation,
        period_start=scope.first,
        period_end=scope.last,
        cut_off=timezone.now(),
        status=Sitrep.Status.CORRECTED if corrected else status,
        correction=(last.correction if last else 0) + corrected,
        corrects=last,
        highlights=highlights,
        prepared_by=prepared_by or by,
        issued_by=by,
    )
    sitrep.snapshot = canonical(envelope(sitrep, facts, revised))
    sitrep.sha256 = digest(sitrep.snapshot)
    sitrep.full_clean()
    sitrep.save(force_insert=True)
    sitrep.areas.set(scope.areas)
    keep_mentions(sitrep, last)
    keep_papers(sitrep)
    return sitrep


def keep_mentions(sitrep, last):
    """Which incidents the report speaks of, so that their going is noticed."""
    counted, listed = spoken_of(sitrep.document, last and last.document)
    incidents = Incident.objects.filter(ref__in=counted | listed)
    Mention.objects.bulk_create(
        Mention(sitrep=sitrep, incident=each, counted=each.ref in counted) for each in incidents
    )


def keep_papers(sitrep):
    """The report as PDF in every language, byte for byte as it goes out."""
    zone = sitrep.organisation.time_zone
    for language, _name in settings.LANGUAGES:
        made = paper(sitrep.document, language=language, zone=zone, sha256=sitrep.sha256)
        digest_of = hashlib.sha256(made).hexdigest()
        kept = Paper(sitrep=sitrep, language=language, pdf=made, sha256=digest_of)
        kept.save(force_insert=True)


def envelope(sitrep, facts, revised):
    """What the report says of itself, the facts, and the same as partners read them."""
    status = str(sitrep.status)
    named = f"{status} ({sitrep.correction})" if status == Sitrep.Status.CORRECTED else status
    return {
        "number": sitrep.number,
        "status": status,
        "correction": sitrep.correction,
        "cut_off": sitrep.cut_off.isoformat(),
        "corrects": sitrep.corrects.number if sitrep.corrects else "",
        "highlights": sitrep.highlights,
        "prepared_by": str(sitrep.prepared_by),
        "issued_by": str(sitrep.issued_by),
        "changes": revised,
        "facts": facts,
        "report": as_json(facts, named),
    }


def latest(scope, user):
    """The report of this scope that was issued last; None before the first."""
    issued = Sitrep.objects.visible_to(user).of_period(scope.first, scope.last)
    return issued.covering(scope.areas).latest_first().first()


def next_number(scope, user):
    """SR-2024-11-28; other areas than the service's own by their codes; then -2, -3 …"""
    stem = f"SR-{scope.first}" if scope.first == scope.last else f"SR-{scope.first}--{scope.last}"
    own = set(scope.organisation.areas.values_list("pcode", flat=True))
    asked = sorted(area.pcode for area in scope.areas)
    if own != set(asked):
        codes = "-".join(asked)
        stem = f"{stem}-{codes}" if len(codes) < LONGEST_NUMBER // 2 else f"{stem}-{digest(codes)}"
        stem = stem[:LONGEST_NUMBER]
    taken = Sitrep.objects.filter(
        organisation=scope.organisation, period_start=scope.first, period_end=scope.last
    )
    edition = taken.covering(scope.areas).count() + 1
    return stem if edition == 1 else f"{stem}-{edition}"


# ---------------------------------------------------------------- what both ask


def demand(by, permission, areas):
    """PermissionDenied unless the person holds it and works in every one of the areas."""
    if not by.has_perm(permission) or by.organisation_id is None:
        raise PermissionDenied(permission)
    if not areas:
        raise ValidationError({"areas": _("Name at least one area.")})
    if not all(by.reaches(area) for area in areas):
        raise PermissionDenied(_("One of these areas is outside those you work in."))
