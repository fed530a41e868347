from django.db import migrations

# posts.appoint says so in words; this holds for every other way into the table too. The person's row is
# locked first, so that of two simultaneous appointments the second sees the first.
APART = """
CREATE FUNCTION post_keep_administrators_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    administrators CONSTANT text[] := ARRAY['system_admin', 'security_admin', 'audit_admin'];
    new_role text;
BEGIN
    PERFORM 1 FROM organisation_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    SELECT name INTO new_role FROM auth_group WHERE id = NEW.role_id;
    IF EXISTS (
        SELECT 1 FROM organisation_post held JOIN auth_group role ON role.id = held.role_id
        WHERE held.user_id = NEW.user_id AND held.id <> NEW.id AND role.name <> new_role
          AND (new_role = ANY (administrators) OR role.name = ANY (administrators))
          AND daterange(held.starts_on, held.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
    ) THEN
        RAISE EXCEPTION 'an administrator holds no other role' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER post_administrators_stand_apart
    AFTER INSERT OR UPDATE OF user_id, role_id, starts_on, ends_on ON organisation_post
    FOR EACH ROW EXECUTE FUNCTION post_keep_administrators_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("organisation", "0002_access_record_is_append_only"),
    ]

    operations = [
        migrations.RunSQL(
            APART,
            "DROP TRIGGER post_administrators_stand_apart ON organisation_post; "
            "DROP FUNCTION post_keep_administrators_apart()",
        )
    ]
