"""A report from the public may come with several photos; the one that it had becomes the first."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


def keep_the_photo(apps, schema_editor):
    photo_model = apps.get_model("ordnance", "PublicPhoto")
    reports = apps.get_model("ordnance", "PublicReport").objects.exclude(photo="")
    photo_model.objects.bulk_create(
        photo_model(report=report, picture=report.photo.name) for report in reports.iterator()
    )


def keep_the_first(apps, schema_editor):
    for photo in apps.get_model("ordnance", "PublicPhoto").objects.order_by("-id"):
        photo.report.photo = photo.picture.name
        photo.report.save(update_fields=["photo"])


class Migration(migrations.Migration):
    dependencies = [("ordnance", "0008_events_by_time")]

    operations = [
        migrations.CreateModel(
            name="PublicPhoto",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ("picture", models.FileField(upload_to="public/%Y/%m", verbose_name="Photo")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="ordnance.publicreport")),
            ],
            options={
                "verbose_name": "photo from the public",
                "verbose_name_plural": "photos from the public",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(keep_the_photo, keep_the_first),
        migrations.RemoveField(model_name="publicreport", name="photo"),
    ]
