# What the check found ready to be written: lost at a crash, and judged anew then. So no write-ahead
# log is written for it, which would be as long as that of the records themselves.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0011_kept_when_read_again'),
    ]

    operations = [
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('sheet', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='basis', serialize=False, to='exchange.import')),
                ('digest', models.CharField(max_length=64)),
                ('orders', models.JSONField(default=dict)),
                ('days', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('pk', models.CompositePrimaryKey('sheet', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('first_day', models.DateField(null=True)),
                ('last_day', models.DateField(null=True)),
                ('external_id', models.CharField(blank=True, max_length=60)),
                ('lines', models.TextField(blank=True)),
                ('sheet', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='exchange.import')),
            ],
        ),
        migrations.RunSQL(
            'ALTER TABLE exchange_plan SET UNLOGGED; ALTER TABLE exchange_basis SET UNLOGGED',
            migrations.RunSQL.noop,
        ),
        # Lines are read once and thrown away: squeezing them costs more than their room.
        migrations.RunSQL(
            'ALTER TABLE exchange_plan ALTER COLUMN lines SET STORAGE EXTERNAL',
            migrations.RunSQL.noop,
        ),
    ]
