"""The demo county has something to write into every field of a register that must not stay empty."""

from governance.frame.rows import rows_of
from governance.registers.demo import ITS_PLAN


def test_there_are_words_for_every_field_that_is_written_by_hand():
    words = {row["label"] for row in rows_of("governance.registers", "demo")}
    written = [row for row in rows_of("governance.registers", "fields") if row["kind"] in ("text", "long")]
    shown = {row["label"] for row in written if (row["required"] or row["listed"]) and not row["unique"]}
    assert len(shown) > 10
    assert shown - words - {ITS_PLAN} == set()
