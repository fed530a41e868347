"""Chapters of a report that the law lays down, which the line of work brings that knows what is counted there."""

from dataclasses import dataclass

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Chapter:
    """One chapter: its measures beside other periods with their rules, twelve months, how those of a measure differ,
    what each place and each unit has, and a sentence.

    ``groups``: the measure, its group, and what the table calls that.
    """

    code: str
    report: str
    title: str
    measures: tuple[str, ...] = ()
    groups: tuple[tuple[str, str, str], ...] = ()
    by_unit: tuple[str, ...] = ()
    by_month: tuple[str, ...] = ()
    by_area: tuple[str, ...] = ()
    # What a person has to add.
    note: str = ""


CHAPTERS: Registry[Chapter] = Registry("chapters of reports", field="chapters")


def chapters_of(report: str) -> list[Chapter]:
    """The chapters of a report in the order in which the lines brought them."""
    return [chapter for chapter in CHAPTERS.values() if chapter.report == report]
