from django.db import migrations

from casework.append_only import append_only

# found = destroyed + rendered safe + moved + handed over + remaining, with remaining >= 0, and the
# store never gives out more than was moved into it. Checked at commit, so that a number found and
# its disposals may arrive in any order within one transaction.
BALANCE = """
CREATE FUNCTION ordnance_refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid; found integer; gone bigint; stored bigint;
BEGIN
    IF TG_TABLE_NAME = 'ordnance_item' THEN checked := NEW.id; ELSE checked := NEW.item_id; END IF;
    SELECT quantity_found INTO found FROM ordnance_item WHERE id = checked;
    SELECT coalesce(sum(quantity) FILTER (WHERE NOT from_store AND method <> 'left_marked'), 0),
           coalesce(sum(CASE WHEN from_store THEN -quantity
                             WHEN method = 'moved_to_store' THEN quantity END), 0)
      INTO gone, stored FROM ordnance_disposal WHERE item_id = checked;
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
CREATE CONSTRAINT TRIGGER ordnance_disposal_balance AFTER INSERT OR UPDATE ON ordnance_disposal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ordnance_refuse_imbalance();
CREATE CONSTRAINT TRIGGER ordnance_item_balance AFTER UPDATE OF quantity_found ON ordnance_item
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ordnance_refuse_imbalance();
"""
UNDO = """
DROP TRIGGER ordnance_item_balance ON ordnance_item;
DROP TRIGGER ordnance_disposal_balance ON ordnance_disposal;
DROP FUNCTION ordnance_refuse_imbalance();
"""


class Migration(migrations.Migration):
    dependencies = [("ordnance", "0001_initial"), ("casework", "0002_append_only")]
    operations = [
        append_only("ordnance_ticketevent"),
        append_only("ordnance_disposal"),
        migrations.RunSQL(BALANCE, UNDO),
    ]
