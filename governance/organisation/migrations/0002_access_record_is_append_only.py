from django.db import migrations

REFUSE = """
CREATE FUNCTION access_record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the security record is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER access_record_append_only BEFORE UPDATE OR DELETE ON organisation_accessrecord
    FOR EACH ROW EXECUTE FUNCTION access_record_refuse_change();
CREATE TRIGGER access_record_no_truncate BEFORE TRUNCATE ON organisation_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION access_record_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER access_record_append_only ON organisation_accessrecord; "
            "DROP TRIGGER access_record_no_truncate ON organisation_accessrecord; "
            "DROP FUNCTION access_record_refuse_change()",
        )
    ]
