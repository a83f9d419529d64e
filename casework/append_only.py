"""Migration operations that make a table append-only in the database itself."""

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb; after jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) - TG_ARGV; after := to_jsonb(NEW) - TG_ARGV;
        IF before = after THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: add a new row instead', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def refusal_function():
    """The trigger function; run it once, before the tables that use it."""
    return migrations.RunSQL(REFUSE, migrations.RunSQL.noop)


def append_only(table, *, may_change=()):
    """Refuse UPDATE and DELETE on a table; `may_change` names columns that merging re-parents."""
    arguments = ", ".join(f"'{column}'" for column in may_change)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_rewriting({arguments})",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


def may_change_too(table, columns, *, before=()):
    """Let an append-only table change these columns as well as those it may change already."""
    drop = f"DROP TRIGGER {table}_append_only ON {table}"
    before_again = append_only(table, may_change=before).sql
    return [
        migrations.RunSQL(drop, before_again),
        append_only(table, may_change=[*before, *columns]),
    ]
