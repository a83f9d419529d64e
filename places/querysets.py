"""Sets of areas: everything below one, everything near a point, everything called so."""

import re
from decimal import Decimal
from math import cos, radians

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connections, models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest

from places.spelling import fold, romanise, sound, spellings

KM_PER_DEGREE = 111.2
COMMUNITY = 4
SHORTEST_SOUND = 2
SOUNDS_ALIKE = 1  # of a hit's score, see `search`: the same name, its beginning, or its sound
# Better than what merely sounds so, not as good as what sounds so and is written much alike.
HOLDS_THE_WORD = 1.3
LIKE_A_PCODE = re.compile(r"[a-z]{1,3}\d+")
# Every level above a neighbourhood, so that a hit can name its parents without another query.
PARENTS = "parent__parent__parent__parent__parent"
# Among equals a town comes before the subdistrict that is named after it.
TOWNS_FIRST = Case(When(level=COMMUNITY, then=Value(0)), default=Value(1))
REBUILD_PATHS = """
    WITH RECURSIVE tree AS (
        SELECT id, pcode || '/' AS path FROM places_area WHERE parent_id IS NULL
        UNION ALL
        SELECT below.id, tree.path || below.pcode || '/'
        FROM places_area below JOIN tree ON below.parent_id = tree.id
    )
    UPDATE places_area area SET path = tree.path
    FROM tree WHERE tree.id = area.id AND tree.path IS DISTINCT FROM area.path
"""


def best_first(score, area):
    """The order of a search as a key, for hits that were found together."""
    return -score, area.level != COMMUNITY, -area.level, area.path


class AreaQuerySet(models.QuerySet):
    """Reads as sentences. After a bulk write call `rebuild()`; `save()` does it by itself."""

    def within(self, area):
        """The area itself and everything below it."""
        return self.filter(path__startswith=area.path)

    def near(self, latitude, longitude, km):
        """Areas whose point lies in the box that reaches `km` kilometres each way."""
        latitude, longitude = Decimal(latitude), Decimal(longitude)
        high = Decimal(km / KM_PER_DEGREE)
        wide = Decimal(km / (KM_PER_DEGREE * cos(radians(latitude))))
        return self.filter(
            latitude__range=(latitude - high, latitude + high),
            longitude__range=(longitude - wide, longitude + wide),
        )

    def at(self, levels):
        """Areas of these levels; None asks for all."""
        return self if levels is None else self.filter(level__in=levels)

    def with_parents(self):
        """Each area with its parents loaded, so that a label costs no further query."""
        return self.select_related(PARENTS)

    def called(self, text, levels=None):
        """Areas with exactly this name in any known spelling, or with this p-code."""
        named = Q(pk__in=self._names().filter(folded=fold(text)).values("area"))
        coded = Q(pcode__iexact=text.strip())
        return self.filter(named | coded).at(levels).with_parents().order_by("path")

    def meant_by(self, text, levels=None):
        """The areas a written name can mean, as a list: one is an answer, several are a question.

        An area that only lends its name to one inside it is left out: "Atareb" is the town,
        not its subdistrict, and "Idleb" the city, unless `levels` asks otherwise.
        """
        called = list(self.called(text, levels))
        return [
            area
            for area in called
            if not any(other.path.startswith(area.path) for other in called if other != area)
        ]

    def search(self, text, limit=10, levels=None):
        """At most `limit` areas called something like the text, the best first, in one query.

        A text like C1022 is taken for the beginning of a p-code. `score` says why a hit is
        there: 3 the same name, 2 to 3 begins so, 1 to 2 sounds so, below 1 is merely alike.
        """
        return self._ranked(text, levels).with_parents()[:limit]

    def search_many(self, texts, limit=10, levels=None):
        """What `search` finds for each of these texts, as {text: areas}, in two queries for all."""
        texts = [text for text in dict.fromkeys(texts) if fold(text)]
        if not texts:
            return {}
        each = [
            self._ranked(text, levels).annotate(asked=Value(n)).values("asked", "pk", "score")
            for n, text in enumerate(texts)
        ]
        first, *others = [ranked[:limit] for ranked in each]
        # A union of one is that one, with its slice, which cannot be ordered again.
        together = first.union(*others, all=True).order_by() if others else first
        hits = list(together.values_list("asked", "pk", "score"))
        areas = self.with_parents().in_bulk({pk for _n, pk, _score in hits})
        found = {text: [] for text in texts}
        for n, pk, _score in sorted(hits, key=lambda hit: best_first(hit[2], areas[hit[1]])):
            found[texts[n]].append(areas[pk])
        return found

    def _ranked(self, text, levels):
        folded = fold(text)
        if not folded:
            return self.none()
        scored = self._coded if LIKE_A_PCODE.fullmatch(folded) else self._alike
        return scored(folded).at(levels).order_by("-score", TOWNS_FIRST, "-level", "path")

    def _coded(self, folded):
        exactly = When(pcode=folded.upper(), then=Value(3.0))
        found = self.filter(pcode__startswith=folded.upper())
        return found.annotate(score=Case(exactly, default=Value(2.0)))

    def _alike(self, folded):
        alike = self._names().alike(folded)
        best = alike.filter(area=OuterRef("pk")).order_by("-score").values("score")[:1]
        return self.filter(pk__in=alike.values("area")).annotate(score=Subquery(best))

    def rebuild(self):
        """Bring paths and searchable spellings in line after areas were written in bulk."""
        self.rebuild_paths()
        self._names().renew(self.all())

    def rebuild_paths(self):
        """Write every path anew from the parents in one statement; returns how many changed."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(REBUILD_PATHS)
            return cursor.rowcount

    def _names(self):
        return self.model.names.rel.related_model.objects.using(self.db)


class AreaNameQuerySet(models.QuerySet):
    def alike(self, folded):
        """Spellings like this folded text, each with the score that `search` explains."""
        roman, heard = romanise(folded), sound(folded)
        matches = (
            Q(roman__trigram_similar=roman)
            | Q(roman__trigram_word_similar=roman)
            | Q(folded__startswith=folded)
        )
        if len(heard) >= SHORTEST_SOUND:
            matches |= Q(sound=heard)
        likeness = Greatest(F("whole"), F("part") * 0.9)
        score = Case(
            When(folded=folded, then=Value(3.0)),
            When(folded__startswith=folded, then=2 + likeness),
            When(sound=heard, then=1 + likeness),
            When(part__gte=0.99, then=Value(HOLDS_THE_WORD)),
            default=likeness,
        )
        return (
            self.filter(matches)
            .annotate(
                whole=TrigramSimilarity("roman", roman),
                part=TrigramWordSimilarity(roman, "roman"),
            )
            .annotate(score=score)
        )

    def bulk_create(self, objs, **kwargs):
        objs = list(objs)
        for each in objs:
            each.fold()
        return super().bulk_create(objs, **kwargs)

    def renew(self, areas):
        """Make the official spellings of these areas follow their names; others' stay."""
        areas = list(areas)
        wanted = {(area.pk, text): language for area in areas for text, language in spellings(area)}
        official = self.filter(area__in=areas)
        held = {
            (area, text): (pk, origin)
            for pk, area, text, origin in official.values_list("pk", "area", "text", "origin")
        }
        stale = [pk for key, (pk, origin) in held.items() if origin == "cod" and key not in wanted]
        self.filter(pk__in=stale).delete()
        self.bulk_create(
            self.model(area_id=area, text=text, language=language, origin="cod")
            for (area, text), language in wanted.items()
            if (area, text) not in held
        )
