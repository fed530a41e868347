from django.db import migrations, transaction

ROWS = 10_000
# The trigger writes what is asked for here. Every batch stands by itself, so that whoever is at work waits for none, and
# a run that was broken off goes on where it was.
WRITE_WORDS = """
WITH waiting AS (SELECT id FROM cases_case WHERE id > %s AND known_to = '{}' ORDER BY id LIMIT %s FOR NO KEY UPDATE),
written AS (UPDATE cases_case SET known_to = '{}' WHERE id IN (SELECT id FROM waiting))
SELECT max(id) FROM waiting
"""


def write_words(apps, schema_editor):
    """Every case says who may know of it."""
    last = 0
    while last is not None:
        with transaction.atomic(schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.execute(WRITE_WORDS, [last, ROWS])
            (last,) = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('cases', '0009_who_may_know_of_a_case'),
    ]

    operations = [
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
