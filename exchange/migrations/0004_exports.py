"""Exports know how they ended and what was in them; choices of columns are kept."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def say_how_they_ended(apps, schema_editor):
    """Those logged before: with rows they were sent, without they were cut short."""
    exports = apps.get_model("exchange", "Export").objects
    exports.filter(rows__isnull=False).update(state="sent", ended_at=F("at"))
    exports.filter(rows__isnull=True).update(state="cut", ended_at=F("at"))
    for export in exports.select_related("by"):
        export.organisation_id = export.by.organisation_id
        export.save(update_fields=["organisation"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("exchange", "0003_remembered_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RenameModel("ExportLog", "Export"),
        migrations.AddField(
            model_name='export',
            name='columns',
            field=models.JSONField(default=list, verbose_name='columns'),
        ),
        migrations.AddField(
            model_name='export',
            name='cut',
            field=models.PositiveIntegerField(default=0, verbose_name='shortened texts'),
        ),
        migrations.AddField(
            model_name='export',
            name='done',
            field=models.PositiveIntegerField(default=0, verbose_name='records done'),
        ),
        migrations.AddField(
            model_name='export',
            name='ended_at',
            field=models.DateTimeField(null=True, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='export',
            name='exact_points',
            field=models.BooleanField(default=False, verbose_name='exact points'),
        ),
        migrations.AddField(
            model_name='export',
            name='expires_at',
            field=models.DateTimeField(null=True, verbose_name='deleted at'),
        ),
        migrations.AddField(
            model_name='export',
            name='failure',
            field=models.TextField(blank=True, verbose_name='why it failed'),
        ),
        migrations.AddField(
            model_name='export',
            name='fetched',
            field=models.PositiveIntegerField(default=0, verbose_name='times fetched'),
        ),
        migrations.AddField(
            model_name='export',
            name='file',
            field=models.FileField(blank=True, upload_to='exports/%Y/%m', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='export',
            name='of',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='records asked for'),
        ),
        migrations.AddField(
            model_name='export',
            name='options',
            field=models.JSONField(default=dict, verbose_name='options'),
        ),
        migrations.AddField(
            model_name='export',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='export',
            name='preset',
            field=models.CharField(default='full', max_length=20, verbose_name='preset'),
        ),
        migrations.AddField(
            model_name='export',
            name='restricted',
            field=models.JSONField(default=list, verbose_name='restricted fields'),
        ),
        migrations.AddField(
            model_name='export',
            name='size',
            field=models.PositiveBigIntegerField(null=True, verbose_name='size in bytes'),
        ),
        migrations.AddField(
            model_name='export',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being made'), ('ready', 'Ready to fetch'), ('sent', 'Taken'), ('cut', 'Cut short'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('expired', 'Deleted')], db_index=True, default='making', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='export',
            name='at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at'),
        ),
        migrations.AlterField(
            model_name='export',
            name='rows',
            field=models.PositiveIntegerField(help_text='Empty until it is made.', null=True, verbose_name='rows'),
        ),
        migrations.CreateModel(
            name='ExportPreset',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('preset', models.CharField(default='full', max_length=20, verbose_name='preset')),
                ('form', models.CharField(max_length=10, verbose_name='format')),
                ('columns', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='columns')),
                ('options', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='options')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='export_presets', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'choice of columns',
                'verbose_name_plural': 'choices of columns',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'name'), name='export_preset_name_once', violation_error_message='There is a choice with this name. Take another.')],
            },
        ),
        migrations.RunPython(say_how_they_ended, migrations.RunPython.noop),
    ]
