from django.db import migrations

from casework.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("sitreps", "0001_initial"), ("casework", "0002_append_only")]
    operations = [
        append_only("sitreps_claim"),
        append_only("sitreps_claimfigure"),
        append_only("sitreps_claim_areas"),
        append_only("sitreps_sitrep"),
        append_only("sitreps_sitrep_areas"),
    ]
