"""The second net under quotas: PostgreSQL itself refuses a commit that leaves a quota overspent."""

from django.db import migrations

HOLDING = "'recommended', 'accepted', 'decided', 'on_notice', 'cleared', 'announced', 'reserved', 'declined'"
FUNCTION = """
CREATE FUNCTION awards_places_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    quota awards_quota%ROWTYPE;
    held bigint;
BEGIN
    IF TG_TABLE_NAME = 'awards_quota' THEN
        SELECT * INTO quota FROM awards_quota WHERE id = NEW.id FOR NO KEY UPDATE;
    ELSE
        SELECT * INTO quota FROM awards_quota
        WHERE cycle_id = NEW.cycle_id AND category_id = NEW.category_id AND unit_id = NEW.via_id FOR NO KEY UPDATE;
    END IF;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO held FROM awards_nomination
    WHERE cycle_id = quota.cycle_id AND category_id = quota.category_id AND via_id = quota.unit_id AND state IN (HOLDING);
    IF held > quota.places THEN
        RAISE EXCEPTION 'quota %: % places held of %', quota.id, held, quota.places
        USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_held_than_places';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_more_held_than_places AFTER INSERT ON awards_nomination
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN (HOLDING)) EXECUTE FUNCTION awards_places_hold();
CREATE CONSTRAINT TRIGGER no_more_taken_than_places AFTER UPDATE OF state, via_id, category_id ON awards_nomination
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (NEW.state IN (HOLDING) AND (
    OLD.state NOT IN (HOLDING) OR OLD.via_id <> NEW.via_id OR OLD.category_id <> NEW.category_id))
EXECUTE FUNCTION awards_places_hold();
CREATE CONSTRAINT TRIGGER no_fewer_places_than_held AFTER UPDATE OF places ON awards_quota
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.places < OLD.places) EXECUTE FUNCTION awards_places_hold();
""".replace("HOLDING", HOLDING)
GONE = """
DROP TRIGGER no_more_held_than_places ON awards_nomination;
DROP TRIGGER no_more_taken_than_places ON awards_nomination;
DROP TRIGGER no_fewer_places_than_held ON awards_quota;
DROP FUNCTION awards_places_hold();
"""


def hang(apps, schema_editor):
    """SQLite needs none: there one writer at a time counts and takes."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GONE, params=None)


class Migration(migrations.Migration):
    dependencies = [("awards", "0008_drop_quota_shares")]

    operations = [migrations.RunPython(hang, take_down)]
