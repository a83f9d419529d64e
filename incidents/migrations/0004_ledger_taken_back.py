from django.db import migrations

from casework.append_only import may_change_too


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_taken_back")]
    operations = [
        *may_change_too("incidents_casualtyreport", ["taken_back_id"], before=["incident_id"]),
        *may_change_too("incidents_figure", ["taken_back_id"]),
    ]
