from django.db import migrations

REFUSE = """
CREATE FUNCTION programme_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a programme task is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER programme_event_append_only BEFORE UPDATE OR DELETE ON duties_programmeevent
    FOR EACH ROW EXECUTE FUNCTION programme_event_refuse_change();
CREATE TRIGGER programme_event_no_truncate BEFORE TRUNCATE ON duties_programmeevent
    FOR EACH STATEMENT EXECUTE FUNCTION programme_event_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_programmes")]

    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER programme_event_append_only ON duties_programmeevent; "
            "DROP TRIGGER programme_event_no_truncate ON duties_programmeevent; "
            "DROP FUNCTION programme_event_refuse_change()",
        )
    ]
