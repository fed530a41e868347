"""On what law a paper of the ladder rests, which rungs that law knows and whom they may be addressed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from governance.cases import county
from governance.cases.models import Case
from governance.frame.delivered import DataFile, file_of
from governance.frame.refusals import FactMissing
from governance.frame.registry import Registry
from governance.organisation.models import Unit

from .vocabulary import MEASURES, RUNGS

# Every line of work says on what law papers about its cases rest.
SUBJECT_LAWS: Registry[DataFile] = Registry(
    "laws of what papers are about", field="subject_laws", code="app", read=file_of
)
# They try and prosecute by themselves; nobody supervises how they handle a case.
INDEPENDENT = (Unit.Kind.COURT, Unit.Kind.PROCURATORATE)


@dataclass(frozen=True)
class SubjectLaw:
    """What the law of one subject says of papers; no ``addressees`` means any unit that is not independent."""

    name: str
    rungs: tuple[str, ...]
    addressees: tuple[str, ...]
    article: str
    measures: str
    by_conference: str
    why: str

    def article_for(self, rung: str) -> str:
        """What a paper of that rung rests on."""
        return self.measures if rung in MEASURES else self.article

    def may_address(self, unit: Unit) -> bool:
        """True if a paper on such a subject may go to the unit."""
        return unit.kind in self.addressees if self.addressees else unit.kind not in INDEPENDENT


@cache
def _laws() -> dict[str, SubjectLaw]:
    found = {}
    for row in (row for file in SUBJECT_LAWS.values() for row in file.rows()):
        kind = row.pop("kind")
        found[kind] = SubjectLaw(**row | {name: tuple(row[name].split()) for name in ("rungs", "addressees")})
    return found


def law_of(kind: str) -> SubjectLaw:
    """The law of that kind of case, or the county's own rules."""
    laws = _laws()
    return laws.get(kind, laws[""])


def beyond_papers() -> list[str]:
    """The kinds of case about which no paper is written."""
    return [kind for kind, law in _laws().items() if not law.rungs]


def check_law(target: Unit, rung: str, cases: Iterable[Case]) -> None:
    """The law of every subject knows the rung and lets it go to the unit; raises ``FactMissing`` at the field."""
    for law in {law_of(case.kind) for case in cases}:
        if rung not in law.rungs:
            raise FactMissing({"rung": f"{law.name}不制发{dict(RUNGS)[rung]}：{law.why}。"})
        if not law.may_address(target):
            why = law.why or "人民法院、人民检察院依法独立行使职权"
            raise FactMissing({"target_unit": f"{law.name}的督办文书不能发给{target.name}：{why}。"})


def articles_for(paper) -> list[str]:
    """What the paper rests on, once for each subject's law."""
    return list(dict.fromkeys(law.article_for(paper.rung) for law in _laws_of(paper)))


def by_conference(paper) -> bool:
    """True for a measure that the law leaves to the joint conference, as this county does too."""
    if paper.rung not in MEASURES or not any(law.by_conference == "1" for law in _laws_of(paper)):
        return False
    return county.answer_to("measures_decided_by") == "conference"


def _laws_of(paper) -> list[SubjectLaw]:
    kinds = paper.subjects.exclude(case=None).order_by("case__kind").values_list("case__kind", flat=True).distinct()
    return [law_of(kind) for kind in kinds]
