"""Which incidents issued reports speak of; of those that were issued before, read from them."""

import json

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from casework.append_only import append_only


def read_issued(apps, schema_editor):
    """As `sitreps.gone.spoken_of` reads a report when it is issued."""
    sitreps, mention, incident = (
        apps.get_model("sitreps", "Sitrep").objects,
        apps.get_model("sitreps", "Mention"),
        apps.get_model("incidents", "Incident").objects,
    )
    for sitrep in sitreps.select_related("corrects").iterator(chunk_size=50):
        said = json.loads(sitrep.snapshot)
        counted = {record["ref"] for record in said["facts"]["records"]}
        changed = {each["place"]["pcode"] for each in said["changes"] if each["place"]}
        places = json.loads(sitrep.corrects.snapshot)["facts"]["places"] if sitrep.corrects else []
        listed = {ref for each in places if each["pcode"] in changed for ref in each["refs"]}
        found = incident.filter(ref__in=counted | listed).values_list("pk", "ref")
        mention.objects.bulk_create(
            mention(sitrep=sitrep, incident_id=key, counted=ref in counted) for key, ref in found
        )


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_when_changed"),
        ("sitreps", "0003_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("counted", models.BooleanField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "sitrep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="sitreps.sitrep",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention in a report",
                "verbose_name_plural": "mentions in reports",
                "constraints": [
                    models.UniqueConstraint(fields=("sitrep", "incident"), name="mention_once")
                ],
            },
        ),
        migrations.RunPython(read_issued, migrations.RunPython.noop),
        append_only("sitreps_mention"),
    ]
