"""Phones are hashed number by number, names and what finds a case stand in the form in which they are compared.

Batch by batch, each by itself: a run that was broken off is simply run again.
"""

from django.db import migrations

from governance.frame.seals.kept_numbers import hashes_of_phones, masks_of_phones
from governance.frame.names import written
from governance.cases.search.bigrams import grams, normal
from governance.frame.seals.sealed_fields import SealedText
from governance.frame.seals.sealing import open_sealed

BATCH = 500
PHONE = SealedText(purpose="participant.phone", bound=("case_id", "pk"))
# Whatever is not plainly a letter, a digit or a sign of writing.
UNUSUAL_IN_NAME = r"[^0-9A-Za-z㐀-鿿]"
DOTS = "[·•・‧∙⋅᛫]|[㐀-鿿][.][㐀-鿿]"


def in_batches(rows, change):
    after = 0
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        for row in found:
            fields = change(row)
            if fields:
                row.save(update_fields=fields)
        after = found[-1].pk


def hash_phones(row):
    phone = open_sealed(row.phone_sealed, PHONE.purpose_of(row.case_id, row.pk))
    row.phone_hashes, row.phone_mask = hashes_of_phones(phone), masks_of_phones(phone)
    return ["phone_hashes", "phone_mask"]


def write_name(row):
    name = written(row.name)
    if name in ("", row.name):
        return []
    row.name = name
    return ["name"]


def make_findable(row):
    lines = [normal(line) for line in row.search_text.split("\n")]
    row.search_text, row.grams = "\n".join(lines), grams(*lines)
    return ["search_text", "grams"]


def forward(apps, schema_editor):
    people = apps.get_model("cases", "Participant")._base_manager
    in_batches(people.filter(phone_hashes=[]).exclude(phone_sealed="").exclude(phone_hash=""), hash_phones)
    in_batches(people.filter(name__regex=UNUSUAL_IN_NAME), write_name)
    in_batches(apps.get_model("cases", "Case")._base_manager.filter(search_text__regex=DOTS), make_findable)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0029_each_phone_number")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
