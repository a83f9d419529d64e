"""A permission of those who write items and disposals of any team's ticket."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('ordnance', '0011_cordon_rules'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='ticket',
            options={'ordering': ['-reported_at', '-ref'], 'permissions': [('triage_ticket', "Can take the step 'triage'"), ('duplicate_ticket', "Can take the step 'duplicate'"), ('cancel_ticket', "Can take the step 'cancel'"), ('assign_ticket', "Can take the step 'assign'"), ('unassign_ticket', "Can take the step 'unassign'"), ('arrive_ticket', "Can take the step 'arrive'"), ('mark_ticket', "Can take the step 'mark'"), ('hold_ticket', "Can take the step 'hold'"), ('resolve_ticket', "Can take the step 'resolve'"), ('resolve_empty_ticket', "Can take the step 'resolve_empty'"), ('return_ticket', "Can take the step 'return'"), ('close_ticket', "Can take the step 'close'"), ('reopen_ticket', "Can take the step 'reopen'"), ('separate_ticket', "Can take the step 'separate'"), ('revive_ticket', "Can take the step 'revive'"), ('take_back_ticket', "Can take the step 'take_back'"), ('bring_back_ticket', "Can take the step 'bring_back'"), ('read_restricted_ticket', 'Can see exact points and callers'), ('work_any_ticket', "Can write items and disposals of any team's ticket"), ('prioritise_ticket', "Can set a priority other than the rule's"), ('hold_immediate_ticket', 'Can put an Immediate ticket on hold')], 'verbose_name': 'ticket', 'verbose_name_plural': 'tickets'},
        ),
    ]
