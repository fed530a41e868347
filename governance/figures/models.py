"""Tallies: how many, by day, place and unit. The database writes what changes, in the transaction that changes it.

``FACTS`` are everything that is tallied, one row a fact with its day, its place and the unit it is put down to: a case
when it comes in and when it is closed, under whoever was first competent if it came in for the first time, a term of
the law when it is met, when its day passes, and when it is done after that, and what a line says of its cases beyond
that. Before a row changes, what it said is taken off; afterwards, what it says is put on. So the tallies are what the
facts say, whatever wrote to the tables; ``manage.py check_tallies`` proves it.
"""

from datetime import date

import pgtrigger
from django.db import models

from governance.cases.models import Case, CaseLink, Category, Clock
from governance.duties.models import DutyTask
from governance.supervision.models import SupervisionPaper

from .saying import FIRST, OF_ITS_CATEGORY, says

# Own facts of a case have neither ``clock_id`` nor ``said_id``. A ``key`` is what a fact is told apart by.
FACTS = f"""
CREATE OR REPLACE FUNCTION figures_facts()
RETURNS TABLE (
    case_id bigint, clock_id bigint, said_id bigint,
    fact text, key text, day date, area text, unit bigint, restricted bool
)
LANGUAGE sql STABLE AS $$
SELECT c.id, NULL::bigint, NULL::bigint, c.kind || '.' || said, facts.key, day,
    c.area_id::text, facts.unit, c.confidentiality = 'restricted'
FROM cases_case c LEFT JOIN cases_category g ON g.id = c.category_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date,
    coalesce(c.competent_unit_id, c.first_unit_id)
) AS told (opened, closed, first),
LATERAL (VALUES
    ('opened', '', opened, c.lead_unit_id),
    ('opened by channel', c.channel, opened, c.lead_unit_id),
    ('opened by category', coalesce(split_part(g.path, '/', 1), 'none'), opened, c.lead_unit_id),
    (CASE WHEN c.lead_unit_id = first THEN 'first kept' ELSE 'first passed' END, '',
        CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END, first),
    ('closed', '', closed, c.lead_unit_id),
    ('closed ' || c.status, '', closed, c.lead_unit_id)
) AS facts (said, key, day, unit) WHERE day IS NOT NULL
UNION ALL
SELECT k.case_id, k.id, NULL::bigint, c.kind || '.' || k.term_code || ' ' || said, '', day,
    c.area_id::text, coalesce(k.charged_to_id, c.lead_unit_id), c.confidentiality = 'restricted'
FROM cases_clock k JOIN cases_case c ON c.id = k.case_id, LATERAL (VALUES
    ('met', CASE WHEN k.outcome = 'met' THEN (k.ended_at AT TIME ZONE 'Asia/Shanghai')::date END),
    ('late', CASE WHEN k.outcome IN ('missed', '') THEN k.due END),
    ('done', CASE WHEN k.outcome = 'missed' AND k.due IS NOT NULL
        THEN greatest((k.ended_at AT TIME ZONE 'Asia/Shanghai')::date, k.due + 1) END)
) AS facts (said, day) WHERE NOT k.is_window AND day IS NOT NULL
UNION ALL
SELECT s.case_id, NULL::bigint, s.id, c.kind || '.' || told.fact,
    CASE s.key WHEN '{OF_ITS_CATEGORY}' THEN coalesce(split_part(g.path, '/', 1), 'none') ELSE s.key END, told.day,
    c.area_id::text, told.unit, c.confidentiality = 'restricted'
FROM figures_said s JOIN cases_case c ON c.id = s.case_id LEFT JOIN cases_category g ON g.id = c.category_id,
LATERAL (SELECT (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date, coalesce(c.competent_unit_id, c.first_unit_id)
) AS own (opened, first),
LATERAL (VALUES (
    CASE WHEN s.about <> 'first' THEN concat_ws(' ', nullif(s.about, ''), s.says)
        WHEN c.lead_unit_id = first THEN 'first kept ' || s.says ELSE 'first passed ' || s.says END,
    CASE
        WHEN s.about = '' THEN s.day
        WHEN s.about = 'opened' THEN opened
        WHEN s.about = 'first' THEN CASE WHEN c.parent_id IS NULL AND c.merged_into_id IS NULL THEN opened END
        WHEN s.about IN ('closed', 'closed ' || c.status) THEN (c.closed_at AT TIME ZONE 'Asia/Shanghai')::date
    END,
    CASE WHEN s.about = 'first' THEN first ELSE c.lead_unit_id END
)) AS told (fact, day, unit) WHERE told.day IS NOT NULL
$$
"""

# What is still open, or was taken back, was not due.
DUTIES = """
CREATE FUNCTION figures_duties()
RETURNS TABLE (task_id bigint, fact text, key text, day date, area text, unit bigint, restricted bool)
LANGUAGE sql STABLE AS $$
SELECT id, 'duty.' || state, '', (due_at AT TIME ZONE 'Asia/Shanghai')::date, area_id::text, unit_id, false
FROM duties_dutytask WHERE state IN ('returned', 'zero', 'late', 'missing')
$$
"""
OF_CASES, OF_DUTIES = "figures_facts()", "figures_duties()"
NO_PART = "clock_id IS NULL AND said_id IS NULL"


def _write(sign: str, which: str, facts: str = OF_CASES) -> str:
    return f"""
        INSERT INTO figures_delta (fact, key, day, area, unit, restricted, number)
        SELECT fact, key, day, area, unit, restricted, {sign}1 FROM {facts} WHERE {which};
    """


def _differ(*columns: str) -> str:
    """The condition that one of these columns is changed; ``@`` stands for the row where more than a column is said."""
    rows = (
        f"({', '.join(each.replace('@', row) if '@' in each else f'{row}.{each}' for each in columns)})"
        for row in ("OLD", "NEW")
    )
    return " IS DISTINCT FROM ".join(rows)


# In which status a case is says something only once it is closed.
OWN = _differ(
    *("kind", "opened_at", "closed_at", "channel", "category_id"),
    *("first_unit_id", "competent_unit_id", "parent_id", "merged_into_id"),
    "CASE WHEN @.closed_at IS NOT NULL THEN @.status END",
)
PUT_DOWN = _differ("kind", "area_id", "lead_unit_id", "confidentiality")
CASE_COLUMNS = (
    *("kind", "status", "opened_at", "closed_at", "channel", "category_id"),
    *("first_unit_id", "competent_unit_id", "parent_id", "merged_into_id"),
    *("area_id", "lead_unit_id", "confidentiality"),
)
CLOCK_COLUMNS = ("case_id", "term_code", "is_window", "outcome", "ended_at", "due", "charged_to_id")
SAID_COLUMNS = ("case_id", "about", "says", "key", "day")
TASK_COLUMNS = ("state", "due_at", "area_id", "unit_id")


def _case_writes(sign: str, row: str) -> str:
    return f"""
        IF TG_OP <> 'UPDATE' OR {OWN} OR {PUT_DOWN} THEN
            {_write(sign, f"case_id = {row}.id AND {NO_PART}")}
        END IF;
        IF TG_OP = 'UPDATE' AND ({OWN} OR {PUT_DOWN}) THEN
            {_write(sign, f"case_id = {row}.id AND said_id IS NOT NULL")}
        END IF;
        IF TG_OP = 'UPDATE' AND {PUT_DOWN} THEN
            {_write(sign, f"case_id = {row}.id AND clock_id IS NOT NULL")}
        END IF;
        RETURN coalesce(NEW, OLD);
    """


def _part_writes(key: str, columns: tuple[str, ...], facts: str = OF_CASES):
    def writes(sign: str, row: str) -> str:
        return f"""
            IF TG_OP <> 'UPDATE' OR {_differ(*columns)} THEN
                {_write(sign, f"{key} = {row}.id", facts)}
            END IF;
            RETURN coalesce(NEW, OLD);
        """

    return writes


def _category_writes(sign: str, row: str) -> str:
    theirs = f"case_id IN (SELECT id FROM cases_case WHERE category_id = {row}.id)"
    return f"""
        {_write(sign, f"{theirs} AND clock_id IS NULL AND fact LIKE '%.% by category'")}
        RETURN coalesce(NEW, OLD);
    """


def _both(columns: tuple[str, ...], writes, *, counts: bool = True) -> list[pgtrigger.Trigger]:
    """Off before a row changes or goes, on after it came or changed. What does not count by itself, but is said of
    cases that count, is said of none when it comes, and of none any more when it goes."""
    changed = pgtrigger.UpdateOf(*columns)
    goes, comes = (changed | pgtrigger.Delete, changed | pgtrigger.Insert) if counts else (changed, changed)
    return [
        pgtrigger.Trigger(name="tally_off", when=pgtrigger.Before, operation=goes, func=writes("-", "OLD")),
        pgtrigger.Trigger(name="tally_on", when=pgtrigger.After, operation=comes, func=writes("", "NEW")),
    ]


# That a case did not come in for the first time; what repeats a hidden case counts as if it had.
AGAIN = "figures_again"
SAID_AGAIN = """
SELECT 'first', 'again', '', NULL::date FROM cases_caselink l JOIN cases_case o ON o.id = l.other_id
WHERE l.case_id = of_case AND l.kind = 'repeat' AND o.confidentiality <> 'restricted' LIMIT 1
"""


class TalliedCase(Case):
    """A case, whose changes are tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            *_both(CASE_COLUMNS, _case_writes),
            says(
                AGAIN,
                whose="SELECT case_id FROM cases_caselink WHERE other_id = {row}.id",
                owned=FIRST,
                when="OLD.confidentiality <> NEW.confidentiality",
                operation=pgtrigger.UpdateOf("confidentiality"),
            ),
        ]


class TalliedClock(Clock):
    """A clock, whose changes are tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _both(CLOCK_COLUMNS, _part_writes("clock_id", CLOCK_COLUMNS))


class TalliedCategory(Category):
    """What cases are about: they are tallied by the first word of it."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _both(("path",), _category_writes, counts=False)


class TalliedRepeat(CaseLink):
    """That a case repeats another."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [says(AGAIN, "case_id", "other_id", "kind", whose="SELECT {row}.case_id", owned=FIRST)]


class TalliedTask(DutyTask):
    """What a unit owes for a window, whose changes are tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _both(TASK_COLUMNS, _part_writes("task_id", TASK_COLUMNS, OF_DUTIES))


# A paper counts from the day on which it was signed; what was drafted and dropped is for nobody.
PAPERS = "figures_papers"
SAID_OF_PAPERS = """
SELECT told.about, told.says, told.key, told.day FROM supervision_supervisionpaper p, LATERAL (VALUES
    ('', 'issued', '', p.signed_on), ('', 'issued by rung', p.rung, p.signed_on),
    ('closed lifted', 'once issued', '', NULL), ('closed revoked', 'once issued', '', NULL),
    ('closed rejected', 'once issued', '', NULL), ('closed merged', 'once issued', '', NULL)
) AS told (about, says, key, day) WHERE p.case_ptr_id = of_case AND p.signed_on IS NOT NULL
"""


class TalliedPaper(SupervisionPaper):
    """A paper of the ladder, whose signing is tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [says(PAPERS, "rung", "signed_on")]


class Said(models.Model):
    """What a line says of a case that its own row does not: one fact more, or how one of its own is told apart.

    The database writes it in the transaction that changes the rows of the line, as ``saying`` declares.
    """

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="+", verbose_name="事项")
    # The own fact of which it is said, 'opened', 'first' or 'closed', as such or with a status, whose day it has; empty
    # if it has its own.
    about = models.CharField("关于", max_length=30, blank=True)
    says = models.CharField("内容", max_length=40)
    key = models.CharField("类别", max_length=40, blank=True)
    day = models.DateField("日期", null=True)

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "各业务的事实"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "about", "says", "key", "day"], nulls_distinct=False, name="said_once"
            )
        ]
        triggers = _both(SAID_COLUMNS, _part_writes("said_id", SAID_COLUMNS))

    def __str__(self):
        return f"{self.case_id} {self.about} {self.says} {self.key}"


class Counted(models.Model):
    """How many of a fact are put down to a unit in a place; of restricted cases apart."""

    fact = models.CharField("事实", max_length=90)
    # What the fact is told apart by, where it is.
    key = models.CharField("类别", max_length=40, blank=True)
    area = models.CharField("区划", max_length=15)
    unit = models.BigIntegerField("单位")
    restricted = models.BooleanField("限制知悉")
    number = models.IntegerField("数量")

    class Meta:
        abstract = True
        default_permissions = ()


class Delta(Counted):
    """One more or one less, on a day; written by the database, and taken away by the folding into tallies."""

    day = models.DateField("日期")

    class Meta(Counted.Meta):
        verbose_name = verbose_name_plural = "计数变动"

    def __str__(self):
        return f"{self.fact} {self.day} {self.number:+}"


class Tally(Counted):
    """How many on one day, in one month or in one year, which begins on ``first``, and how many there ever were. All
    but days are there once more for townships, whose figures would otherwise be added up from those of hundreds of
    villages and their units.
    """

    class Span(models.TextChoices):
        DAY = "day", "当日"
        MONTH = "month", "当月"
        YEAR = "year", "当年"
        # What stands is what ever came less what came after the day: read from the years, it would grow with them.
        EVER = "ever", "历年"
        TOWNSHIP_MONTH = "month of townships", "当月，按乡镇"
        TOWNSHIP_YEAR = "year of townships", "当年，按乡镇"
        TOWNSHIP_EVER = "ever of townships", "历年，按乡镇"

    # No case is older; what there ever was begins on it.
    BEGINNING = date(1900, 1, 1)

    span = models.CharField("跨度", max_length=20, choices=Span.choices)
    first = models.DateField("首日")

    class Meta(Counted.Meta):
        verbose_name = verbose_name_plural = "计数"
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "span", "restricted", "first", "area", "unit", "key"],
                include=["number"],
                name="tally_once",
            )
        ]
        indexes = [
            # what is put down to one unit, whatever the others have
            models.Index(
                fields=["unit", "fact", "span", "restricted", "first"],
                include=["area", "key", "number"],
                name="tally_unit",
            )
        ]

    def __str__(self):
        return f"{self.fact} {self.first} {self.number}"
