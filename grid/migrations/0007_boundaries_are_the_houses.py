from django.db import migrations


class Migration(migrations.Migration):
    """Boundaries stand in the house's room for maps; the table itself goes there with ``maps.0001_initial``."""

    dependencies = [("grid", "0006_who_set_it_right")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Boundary")])]
