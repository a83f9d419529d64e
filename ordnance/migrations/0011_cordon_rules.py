"""The numbers of the advised cordon become a record with versions, none of which is rewritten."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from casework.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0002_append_only'),
        ('ordnance', '0010_when_changed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CordonRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aircraft_bomb_m', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='aircraft bomb')),
                ('cluster_munition_m', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='cluster munition (carrier)')),
                ('submunition_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='submunition')),
                ('rocket_m', models.PositiveIntegerField(default=500, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='rocket')),
                ('missile_m', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='missile')),
                ('mortar_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='mortar bomb')),
                ('projectile_m', models.PositiveIntegerField(default=500, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='projectile')),
                ('grenade_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='grenade')),
                ('landmine_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='landmine')),
                ('ied_m', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='improvised explosive device')),
                ('improvised_m', models.PositiveIntegerField(default=1000, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='improvised munition')),
                ('uav_m', models.PositiveIntegerField(default=700, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='drone')),
                ('fuze_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='fuze')),
                ('saa_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='small arms ammunition')),
                ('bulk_explosive_m', models.PositiveIntegerField(default=700, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='bulk explosive')),
                ('pyrotechnic_m', models.PositiveIntegerField(default=700, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='pyrotechnic')),
                ('unknown_m', models.PositiveIntegerField(default=700, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='unknown')),
                ('version', models.PositiveIntegerField(default=1, editable=False, unique=True, verbose_name='version')),
                ('least_m', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='never less than')),
                ('step_m', models.PositiveIntegerField(default=50, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='rounded up to')),
                ('more_m', models.PositiveIntegerField(default=50, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(5000)], verbose_name='added for more than one item')),
                ('source', models.CharField(help_text='Who signed it off, or what it was taken from.', max_length=200, verbose_name='source')),
                ('confidence', models.CharField(choices=[('high', 'high'), ('medium', 'medium'), ('low', 'low')], default='low', max_length=6, verbose_name='confidence')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why a number is lower than the one that ships')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'rule of the advised cordon',
                'verbose_name_plural': 'rules of the advised cordon',
                'ordering': ['-version'],
                'constraints': [models.CheckConstraint(condition=models.Q(('aircraft_bomb_m__range', (50, 5000)), ('bulk_explosive_m__range', (50, 5000)), ('cluster_munition_m__range', (50, 5000)), ('fuze_m__range', (50, 5000)), ('grenade_m__range', (50, 5000)), ('ied_m__range', (50, 5000)), ('improvised_m__range', (50, 5000)), ('landmine_m__range', (50, 5000)), ('least_m__range', (50, 5000)), ('missile_m__range', (50, 5000)), ('more_m__range', (50, 5000)), ('mortar_m__range', (50, 5000)), ('projectile_m__range', (50, 5000)), ('pyrotechnic_m__range', (50, 5000)), ('rocket_m__range', (50, 5000)), ('saa_m__range', (50, 5000)), ('step_m__range', (50, 5000)), ('submunition_m__range', (50, 5000)), ('uav_m__range', (50, 5000)), ('unknown_m__range', (50, 5000))), name='cordonrule_within_bounds')],
            },
        ),        append_only("ordnance_cordonrule"),
    ]
