"""What people keep belongs to the service they kept it in: so far, to the one they are in now.

Views of people in no service show no case to anybody, and go.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects
    view, draft = (apps.get_model("casework", name) for name in ("SavedView", "Draft"))
    for model, whose in ((view, "owner"), (draft, "person")):
        theirs = people.filter(pk=OuterRef(f"{whose}_id")).values("organisation_id")[:1]
        model.objects.update(organisation_id=Subquery(theirs))
    view.objects.filter(organisation=None).delete()
    # A table is not altered while the deletion of its rows is still to be checked.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def organisation(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="accounts.organisation",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_said_to_the_public"),
        ("casework", "0011_receipts_lead_anywhere"),
    ]

    operations = [
        migrations.AddField("savedview", "organisation", organisation(null=True)),
        migrations.AddField("draft", "organisation", organisation(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("savedview", "organisation", organisation()),
        migrations.RemoveConstraint("savedview", "saved_view_named_once"),
        migrations.AddConstraint(
            "savedview",
            models.UniqueConstraint(
                fields=("owner", "organisation", "of", "name"),
                name="saved_view_named_once",
                violation_error_message="You have a view of this name. Choose another.",
            ),
        ),
    ]
