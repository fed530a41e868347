"""Which cases a leader should take: rules as data, asked of all open cases at once, each answer given once."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from governance.cases import registry
from governance.cases.models import Case, CaseLink, CaseUnit, Participant
from governance.frame.database.alone import each_alone
from governance.frame.database.locking import locked, save_version
from governance.frame.refusals import FactMissing
from governance.frame.rows import rows_of
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import LeaderCase, LeaderProposal, ScopeRule
from ..vocabulary import OWN_KINDS

LONG = "long_unresolved"
KEEP = """
INSERT INTO supervision_leaderproposal (case_id, rule_id, value, at, decision, reason)
SELECT found.case_id, %(rule)s, found.value, %(at)s, '', ''
FROM unnest(%(cases)s::bigint[], %(values)s::integer[]) AS found (case_id, value)
ON CONFLICT (case_id, rule_id) DO NOTHING
"""


def delivered() -> list[ScopeRule]:
    """The delivered rules, unsaved, in order."""
    rows = rows_of("governance.supervision", "scopes")
    return [
        ScopeRule(
            **{name: row[name] for name in ("code", "name", "measured", "basis", "source")},
            threshold=int(row["threshold"]),
            kinds=row["kinds"].split(),
            is_active=row["is_active"] == "1",
            position=place,
        )
        for place, row in enumerate(rows, start=1)
    ]


def load_reference() -> int:
    """Every delivered rule exists; what the county switched or set stays as it is. Says how many are new."""
    before = ScopeRule.objects.count()
    ScopeRule.objects.bulk_create(delivered(), ignore_conflicts=True)
    return ScopeRule.objects.count() - before


def scan(now: datetime) -> int:
    """Every open case that a rule in force reaches has been proposed for a leader, once a rule; says how many are new.

    Restricted cases are not among them, nor parts of another case, nor what a leader has in charge already.
    """
    new: list[int] = []
    rules = list(ScopeRule.objects.filter(is_active=True))
    each_alone("scopes of leading", rules, lambda rule: new.append(_propose(rule, now)))
    return sum(new)


def _propose(rule: ScopeRule, now: datetime) -> int:
    known = LeaderProposal.objects.filter(case=OuterRef("pk"), rule=rule)
    led = LeaderCase.objects.filter(subject=OuterRef("pk"), ended_on=None)
    cases = (
        Case.objects.open()
        .filter(~Exists(known), ~Exists(led), parent=None)
        .exclude(confidentiality=Case.Confidentiality.RESTRICTED)
        .exclude(kind__in=OWN_KINDS)
    )
    if rule.kinds:
        cases = cases.filter(kind__in=rule.kinds)
    found = list(MEASURES[rule.measured](cases.order_by(), rule.threshold, now))
    if not found:
        return 0
    ids, values = zip(*found, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"rule": rule.pk, "at": now, "cases": list(ids), "values": list(values)})
        return cursor.rowcount


def _days_since(column: str):
    def measure(cases, threshold: int, now: datetime):
        rows = cases.filter(**{f"{column}__lte": now - timedelta(days=threshold)}).values_list("pk", column)
        return [(pk, (now - moment).days) for pk, moment in rows]

    return measure


def _counted(rows):
    """A correlated count: ``rows`` point at the case by OuterRef."""
    return Coalesce(
        Subquery(rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n"), IntegerField()), 0
    )


def _at_least(cases, threshold: int, value):
    return cases.annotate(measured=value).filter(measured__gte=threshold).values_list("pk", "measured")


def _people(cases, threshold: int, now: datetime):
    """A kind whose table has a ``people_count`` says how many people it concerns; of others the people are counted."""
    told = [
        F(f"{kind.table}__people_count")
        for kind in registry.KINDS.values()
        if any(field.name == "people_count" for field in kind.model._meta.local_fields)
    ]
    return _at_least(cases, threshold, Coalesce(*told, _counted(Participant.objects.filter(case=OuterRef("pk")))))


def said_again():
    """How many other cases say the same, put forward again or joined into this one; no hidden one is counted."""
    same = CaseLink.objects.filter(kind__in=(CaseLink.Kind.REPEAT, CaseLink.Kind.MERGED))
    restricted = Case.Confidentiality.RESTRICTED
    earlier = same.filter(case=OuterRef("pk")).exclude(other__confidentiality=restricted)
    later = same.filter(other=OuterRef("pk")).exclude(case__confidentiality=restricted)
    return _counted(earlier) + _counted(later)


def days_unresolved() -> int:
    """After how many days an open case counts as unresolved for long, as the county has set it."""
    set_to = ScopeRule.objects.filter(code=LONG).values_list("threshold", flat=True).first()
    return set_to or next(rule.threshold for rule in delivered() if rule.code == LONG)


def _repeats(cases, threshold: int, now: datetime):
    return _at_least(cases, threshold, said_again())


def _units(cases, threshold: int, now: datetime):
    """Units that have held the case, the one that holds it now included."""
    former = CaseUnit.objects.filter(case=OuterRef("pk"), part=CaseUnit.Part.FORMER)
    return _at_least(cases, threshold, _counted(former.exclude(unit=OuterRef("lead_unit"))) + 1)


def grave() -> Q:
    """The condition on a case that it is a 重大疑难纠纷, as its kind says."""
    found = Q(pk__in=[])
    for kind in registry.KINDS.values():
        if kind.grave:
            found |= Q(**{f"{kind.table}__{name}": value for name, value in kind.grave.items()})
    return found


def _major(cases, threshold: int, now: datetime):
    return [(pk, 1) for pk in cases.filter(grave()).values_list("pk", flat=True)]


MEASURES = {
    "age": _days_since("opened_at"),
    "people": _people,
    "repeats": _repeats,
    "units": _units,
    "overdue": _days_since("next_due_at"),
    "major": _major,
}


@transaction.atomic
def change_rule(
    rule: ScopeRule, *, version: int, threshold: int, kinds: list[str], is_active: bool, actor, at, ip=None
):
    """The rule says what the county wants from the next scan on; what was proposed before stays proposed.

    Raises ``FactMissing`` for a threshold below one and ``StaleVersion`` if somebody else was faster.
    """
    if threshold < 1:
        raise FactMissing({"threshold": "请填写大于零的整数。"})
    current = locked(ScopeRule.objects, rule, version, noun=f"“{rule.name}”", changed=_said)
    current.threshold, current.kinds, current.is_active = threshold, kinds, is_active
    save_version(current, "threshold", "kinds", "is_active")
    said = _said(current)
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"包案范围 {current.name}", reason=said, ip=ip)
    return current


def _said(rule: ScopeRule) -> str:
    return f"达到 {rule.threshold}，{'启用' if rule.is_active else '停用'}"
