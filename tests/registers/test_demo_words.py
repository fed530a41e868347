"""The demo county has something to write into every field of a register that must not stay empty."""

from governance.frame.rows import rows_of
from governance.registers.demo import ITS_PLAN


def test_there_are_words_for_every_field_that_is_written_by_hand():
    words = {row["label"] for row in rows_of("governance.registers", "demo")}
    written = [row for row in rows_of("governance.registers", "fields") if row["kind"] in ("text", "long")]
    shown = {row["label"] for row in written if (row["required"] or row["listed"]) and not row["unique"]}
    assert len(shown) > 10
    assert shown - words - {ITS_PLAN} == set()


def test_rows_of_the_demo_name_registers_and_choices_that_there_are():
    choices: dict[str, set[str]] = {}
    for row in rows_of("governance.registers", "fields"):
        choices.setdefault(row["register"], set()).update(row["choices"].split("、"))
    registers = {row["code"] for row in rows_of("governance.registers", "registers")}
    told = list(rows_of("governance.registers", "demo_rows"))
    assert {row["register"] for row in told} <= registers
    for row in told:
        names, options = row["names"].split("|"), row["options"].split("|")
        assert options == [""] or len(options) == len(names), row
        assert set(options) - choices[row["register"]] <= {""}, row
        assert bool(row["kept_by"]) == (row["level"] == "county"), row
