"""What is kept of each case for the search: its words, by who may read them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class IndexedWord(models.Model):
    """A word that some case holds or held, in the forms it is compared in. Shown to nobody."""

    text = models.CharField(max_length=100, primary_key=True)
    roman = models.CharField(max_length=200)
    sound = models.CharField(max_length=100, db_index=True)

    class Meta:
        indexes = [
            GinIndex(
                fields=["roman"],
                name="indexed_word_alike",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
            models.Index(
                fields=["text"], name="indexed_word_begins", opclasses=["varchar_pattern_ops"]
            ),
        ]


class IndexedCase(models.Model):
    """The words of a case as of a version: those all colleagues may read, and the restricted."""

    kind = models.CharField(max_length=60)  # as in incidents.incident
    case = models.UUIDField()
    version = models.PositiveIntegerField()
    words = ArrayField(models.CharField(max_length=100))
    restricted = ArrayField(models.CharField(max_length=100))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "case"], name="indexed_case_once")]
        indexes = [
            GinIndex(fields=["words"], name="indexed_case_words"),
            GinIndex(fields=["restricted"], name="indexed_case_restricted"),
        ]
