from django.db import migrations

from casework.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("casework", "0002_append_only")]
    operations = [
        append_only("incidents_incidentevent"),
        # Merging re-parents the ledger; nothing else of it ever changes.
        append_only("incidents_casualtyreport", may_change=["incident_id"]),
        append_only("incidents_figure"),
    ]
