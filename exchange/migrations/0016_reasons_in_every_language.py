"""Why something was not done is kept as what its sentences were made of, not as one language."""

from django.db import migrations

from casework.sentences import SentencesField

COLUMNS = (
    ("import", "failure", "why it failed"),
    ("export", "failure", "why it failed"),
    ("leftover", "why", None),
)
THERE = """
    ALTER TABLE exchange_{model} ALTER COLUMN {name} TYPE jsonb
    USING CASE WHEN {name} = '' THEN '[]'::jsonb ELSE jsonb_build_array({name}) END
"""
BACK = """
    ALTER TABLE exchange_{model} ALTER COLUMN {name} TYPE text
    USING coalesce((
        SELECT string_agg(CASE jsonb_typeof(each) WHEN 'string' THEN each #>> '{{}}'
                          ELSE each ->> 0 END, ' ')
        FROM jsonb_array_elements({name}) AS each), '')
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0015_exports_tell_sight")]
    operations = [
        migrations.RunSQL(
            THERE.format(model=model, name=name),
            BACK.format(model=model, name=name),
            state_operations=[
                migrations.AlterField(model, name, SentencesField(verbose_name=verbose_name))
            ],
        )
        for model, name, verbose_name in COLUMNS
    ]
