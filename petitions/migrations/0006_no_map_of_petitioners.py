from django.db import migrations

NAME = "no_petition_lies_on_a_map"
ADD = f"ALTER TABLE cases_case ADD CONSTRAINT {NAME} CHECK (kind <> 'petition' OR longitude IS NULL)"
DROP = f"ALTER TABLE cases_case DROP CONSTRAINT {NAME}"


class Migration(migrations.Migration):
    """The table of cases refuses a petition a place on the map: there is no map of petitioners."""

    dependencies = [("petitions", "0005_what_is_urgent"), ("cases", "0020_where_it_lies")]

    operations = [migrations.RunSQL(ADD, DROP)]
