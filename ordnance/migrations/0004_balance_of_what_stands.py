from django.db import migrations

from casework.append_only import may_change_too

# As in 0002, over the disposals that stand: those of an undone import count for nothing.
BALANCE = """
CREATE OR REPLACE FUNCTION ordnance_refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid; found integer; gone bigint; stored bigint;
BEGIN
    IF TG_TABLE_NAME = 'ordnance_item' THEN checked := NEW.id; ELSE checked := NEW.item_id; END IF;
    SELECT quantity_found INTO found FROM ordnance_item WHERE id = checked;
    SELECT coalesce(sum(quantity) FILTER (WHERE NOT from_store AND method <> 'left_marked'), 0),
           coalesce(sum(CASE WHEN from_store THEN -quantity
                             WHEN method = 'moved_to_store' THEN quantity END), 0)
      INTO gone, stored FROM ordnance_disposal WHERE item_id = checked{standing};
    IF gone > 0 AND found IS NULL THEN
        RAISE EXCEPTION 'disposals of an item whose number found is unknown'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_balance';
    ELSIF gone > found THEN
        RAISE EXCEPTION 'the balance of an item: % gone of % found', gone, found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_balance';
    ELSIF stored < 0 THEN
        RAISE EXCEPTION 'more items left the store than were moved there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_balance';
    END IF;
    RETURN NULL;
END $$;
"""
STANDING = BALANCE.replace("{standing}", " AND taken_back_id IS NULL")
ALL = BALANCE.replace("{standing}", "")


class Migration(migrations.Migration):
    dependencies = [("ordnance", "0003_taken_back")]
    operations = [
        *may_change_too("ordnance_disposal", ["taken_back_id"]),
        migrations.RunSQL(STANDING, ALL),
    ]
