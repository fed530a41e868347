"""Tallies: how many, by day, place and unit. The database writes what changes, in the transaction that changes it.

``FACTS`` are everything that is tallied, one row a fact with its day, its place and the unit it is put down to: a case
when it comes in and when it is closed, a term of the law when it is met, when its day passes, and when it is done after
that. Before a row changes, what it said is taken off; afterwards, what it says is put on. So the tallies are what the
facts say, whatever wrote to the tables; ``manage.py check_tallies`` proves it.
"""

import pgtrigger
from django.db import models

from governance.cases.models import Case, Clock

# Own facts of a case have no ``clock_id``.
FACTS = """
CREATE FUNCTION figures_facts()
RETURNS TABLE (case_id bigint, clock_id bigint, fact text, day date, area text, unit bigint, restricted bool)
LANGUAGE sql STABLE AS $$
SELECT id, NULL::bigint, kind || '.' || said, day, area_id::text, lead_unit_id, confidentiality = 'restricted'
FROM cases_case, LATERAL (VALUES
    ('opened', (opened_at AT TIME ZONE 'Asia/Shanghai')::date),
    ('closed', (closed_at AT TIME ZONE 'Asia/Shanghai')::date),
    ('closed ' || status, (closed_at AT TIME ZONE 'Asia/Shanghai')::date)
) AS facts (said, day) WHERE day IS NOT NULL
UNION ALL
SELECT k.case_id, k.id, c.kind || '.' || k.term_code || ' ' || said, day,
    c.area_id::text, coalesce(k.charged_to_id, c.lead_unit_id), c.confidentiality = 'restricted'
FROM cases_clock k JOIN cases_case c ON c.id = k.case_id, LATERAL (VALUES
    ('met', CASE WHEN k.outcome = 'met' THEN (k.ended_at AT TIME ZONE 'Asia/Shanghai')::date END),
    ('late', CASE WHEN k.outcome IN ('missed', '') THEN k.due END),
    ('done', CASE WHEN k.outcome = 'missed' AND k.due IS NOT NULL
        THEN greatest((k.ended_at AT TIME ZONE 'Asia/Shanghai')::date, k.due + 1) END)
) AS facts (said, day) WHERE NOT k.is_window AND day IS NOT NULL
$$
"""


def _write(sign: str, which: str) -> str:
    return f"""
        INSERT INTO figures_delta (fact, day, area, unit, restricted, number)
        SELECT fact, day, area, unit, restricted, {sign}1 FROM figures_facts() WHERE {which};
    """


OWN = "(OLD.kind, OLD.status, OLD.opened_at, OLD.closed_at) IS DISTINCT FROM "
OWN += "(NEW.kind, NEW.status, NEW.opened_at, NEW.closed_at)"
PUT_DOWN = "(OLD.kind, OLD.area_id, OLD.lead_unit_id, OLD.confidentiality) IS DISTINCT FROM "
PUT_DOWN += "(NEW.kind, NEW.area_id, NEW.lead_unit_id, NEW.confidentiality)"
CASE_COLUMNS = ("kind", "status", "opened_at", "closed_at", "area_id", "lead_unit_id", "confidentiality")
CLOCK_COLUMNS = ("case_id", "term_code", "is_window", "outcome", "ended_at", "due", "charged_to_id")
OF_CLOCK = " IS DISTINCT FROM ".join(
    "(" + ", ".join(f"{row}.{column}" for column in CLOCK_COLUMNS) + ")" for row in ("OLD", "NEW")
)


def _case_writes(sign: str, row: str) -> str:
    return f"""
        IF TG_OP <> 'UPDATE' OR {OWN} OR {PUT_DOWN} THEN
            {_write(sign, f"case_id = {row}.id AND clock_id IS NULL")}
        END IF;
        IF TG_OP = 'UPDATE' AND {PUT_DOWN} THEN
            {_write(sign, f"case_id = {row}.id AND clock_id IS NOT NULL")}
        END IF;
        RETURN coalesce(NEW, OLD);
    """


def _clock_writes(sign: str, row: str) -> str:
    return f"""
        IF TG_OP <> 'UPDATE' OR {OF_CLOCK} THEN
            {_write(sign, f"clock_id = {row}.id")}
        END IF;
        RETURN coalesce(NEW, OLD);
    """


def _both(columns: tuple[str, ...], writes) -> list[pgtrigger.Trigger]:
    changed = pgtrigger.UpdateOf(*columns)
    off, on = writes("-", "OLD"), writes("", "NEW")
    return [
        pgtrigger.Trigger(name="tally_off", when=pgtrigger.Before, operation=changed | pgtrigger.Delete, func=off),
        pgtrigger.Trigger(name="tally_on", when=pgtrigger.After, operation=changed | pgtrigger.Insert, func=on),
    ]


class TalliedCase(Case):
    """A case, whose changes are tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _both(CASE_COLUMNS, _case_writes)


class TalliedClock(Clock):
    """A clock, whose changes are tallied."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _both(CLOCK_COLUMNS, _clock_writes)


class Counted(models.Model):
    """How many of a fact are put down to a unit in a place; of restricted cases apart."""

    fact = models.CharField("事实", max_length=90)
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
    """How many on one day, in one month or in one year, which begins on ``first``. Months and years are there once more
    for townships, whose figures would otherwise be added up from those of hundreds of villages and their units.
    """

    class Span(models.TextChoices):
        DAY = "day", "当日"
        MONTH = "month", "当月"
        YEAR = "year", "当年"
        TOWNSHIP_MONTH = "month of townships", "当月，按乡镇"
        TOWNSHIP_YEAR = "year of townships", "当年，按乡镇"

    span = models.CharField("跨度", max_length=20, choices=Span.choices)
    first = models.DateField("首日")

    class Meta(Counted.Meta):
        verbose_name = verbose_name_plural = "计数"
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "span", "restricted", "first", "area", "unit"],
                include=["number"],
                name="tally_once",
            )
        ]
        indexes = [
            # what is put down to one unit, whatever the others have
            models.Index(
                fields=["unit", "fact", "span", "restricted", "first"],
                include=["area", "number"],
                name="tally_unit",
            )
        ]

    def __str__(self):
        return f"{self.fact} {self.first} {self.number}"
