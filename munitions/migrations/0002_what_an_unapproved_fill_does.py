"""The help text tells what a fill that nobody has approved may do; no row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("munitions", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="munition",
            name="approved",
            field=models.BooleanField(
                default=False,
                help_text="Until then its fill may widen a cordon or raise a priority, and never the other way.",
                verbose_name="approved by an EOD officer",
            ),
        ),
    ]
