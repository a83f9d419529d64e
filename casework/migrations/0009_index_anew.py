"""Where a caller saw an object became restricted: the words of tickets are indexed anew."""

from django.db import migrations


def forget(apps, _schema_editor):
    """The worker, or whoever searches next, takes in what the index lacks."""
    apps.get_model("casework", "IndexedCase").objects.filter(kind="ordnance.ticket").delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_receipts_tell_content")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
