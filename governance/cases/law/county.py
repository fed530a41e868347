"""Questions of law that a county answers: delivered as rows by each line of work, answered on a page, asked by code."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, Q

from governance.frame.database.locking import locked, save_version
from governance.frame.database.written import WrittenOnce
from governance.frame.delivered import DataFile, file_of
from governance.frame.refusals import FactMissing
from governance.frame.registry import Registry
from governance.organisation.models import AccessRecord, Area
from governance.organisation.records import record

from ..models import CountyRule, CountyRuleArea

COUNTY_RULES: Registry[DataFile] = Registry("questions to the county", field="county_rules", code="app", read=file_of)

SAID = WrittenOnce(lambda code: CountyRule.objects.filter(code=code).order_by().values_list("value"), code="?")


def delivered() -> dict[str, CountyRule]:
    """Every delivered question by its code, unsaved, with the answer that holds until the county gives another."""
    rows = [row for file in COUNTY_RULES.values() for row in file.rows()]
    return {
        row["code"]: CountyRule(
            **row | {"choices": [choice.split(":", 1) for choice in row["choices"].split("|")]}, position=place
        )
        for place, row in enumerate(rows, start=1)
    }


def load_reference() -> int:
    """Every delivered question stands; what the county answered stays as it is. Says how many are new."""
    before = CountyRule.objects.count()
    CountyRule.objects.bulk_create(delivered().values(), ignore_conflicts=True)
    return CountyRule.objects.count() - before


def answer_to(code: str) -> str:
    """What the county says; the delivered answer where it has said nothing. Raises ``KeyError`` for no question."""
    said = SAID.rows(code=code)
    return said[0][0] if said else delivered()[code].value


def says(code: str, value: str) -> Q:
    """What ``answer_to`` says, as a condition of a query: true where the answer is ``value``."""
    said = CountyRule.objects.filter(code=code)
    if delivered()[code].value == value:
        return ~Q(Exists(said.exclude(value=value)))
    return Q(Exists(said.filter(value=value)))


def answers_apart(code: str) -> list[tuple[str, str, str]]:
    """The areas for which the county says something of its own: code, name and answer, in the order of the county."""
    rows = CountyRuleArea.objects.filter(rule__code=code, area__successor=None)
    return list(rows.values_list("area_id", "area__name", "value"))


@transaction.atomic
def answer(
    rule: CountyRule, *, value: str, reason: str, version: int, places: Collection[Area] = (), actor, at, ip=None
) -> CountyRule:
    """The county answers so from now on, of those places where some are named; what was done before stays as it was.

    A place for which the county says the same as for all has no answer of its own. Raises ``FactMissing`` without the
    decision it rests on, and ``StaleVersion`` if somebody else was faster.
    """
    if not reason.strip():
        raise FactMissing({"reason": "请写明依据的决定或者文号。"})
    current = locked(CountyRule.objects.all(), rule, version, noun=f"“{rule.name}”", changed=lambda row: row.said)
    if value not in dict(current.choices):
        raise FactMissing({"value": "请从列表中选择。"})
    if any(place.level != current.apart for place in places):
        raise FactMissing({"places": "请从列表中选择。"})
    for place in places:
        current.areas.update_or_create(area=place, defaults={"value": value})
    current.value = current.value if places else value
    current.areas.filter(value=current.value).delete()
    save_version(current, "value")
    named = f"{'、'.join(place.name for place in places)}：" if places else ""
    said = f"{named}{current.in_words(value)}；{reason.strip()}"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"本县规定 {current.name}", reason=said, ip=ip)
    return current
