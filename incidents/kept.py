"""What is kept of each incident for the lists: the toll that counts, and which figures it tells."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class KeptToll(models.Model):
    """What counts of an incident as of a version; made from its reports and never written by hand.

    Lists are put in order and narrowed by it. No number is ever shown or added up from here: pages
    and reports read the ledger. `killed` is the least number that the incident's row shows, null
    where that is unknown; `tells` names the figures that are told, as in killed-children.
    """

    incident = models.OneToOneField(
        "incidents.Incident",
        models.CASCADE,
        primary_key=True,
        related_name="kept_toll",
        db_constraint=False,  # its check would wait for whoever writes the incident at the moment
    )
    version = models.PositiveIntegerField()
    killed = models.PositiveIntegerField(null=True, db_index=True)
    tells = ArrayField(models.CharField(max_length=20))
