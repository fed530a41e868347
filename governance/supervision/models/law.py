"""On what law a paper of the ladder rests, which rungs that law knows and whom they may be addressed to."""

from collections.abc import Iterable
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.frame.delivered import DataFile, file_of
from governance.frame.refusals import FactMissing
from governance.frame.registry import Registry
from governance.organisation.models import Unit

from ..vocabulary import MEASURES, RUNGS

# Every line of work delivers on what law papers about its cases rest.
SUBJECT_LAWS: Registry[DataFile] = Registry(
    "laws of what papers are about", field="subject_laws", code="app", read=file_of
)
# They try, prosecute and inspect by themselves; nobody supervises how they handle a case.
INDEPENDENT = (Unit.Kind.COURT, Unit.Kind.PROCURATORATE, Unit.Kind.DISCIPLINE)
BY_THEMSELVES = "人民法院、人民检察院、监察机关依法独立行使职权"


# A committee of people's mediation is nobody's subordinate: it is told, and its guides are, and that is all.
TOLD_ONLY = ("copy_notice",)


class SubjectLaw(models.Model):
    """What the law of one subject says of papers, as the county reads it; no ``addressees`` means any unit that is not
    independent. The row without a ``kind`` holds for what no other names.
    """

    kind = models.CharField("事项种类", max_length=30, blank=True, unique=True)
    name = models.CharField("所涉事项", max_length=30)
    rungs = ArrayField(
        models.CharField(max_length=30, choices=RUNGS), default=list, blank=True, verbose_name="可以制发的文书"
    )
    addressees = ArrayField(
        models.CharField(max_length=20, choices=Unit.Kind.choices), default=list, blank=True, verbose_name="发文对象"
    )
    article = models.CharField("依据条文", max_length=120, blank=True)
    measures = models.CharField("约谈、通报、挂牌督办、责令限期整改的依据", max_length=120, blank=True)
    # The measures are those of a joint conference, unless the county lets a leader sign them.
    by_conference = models.BooleanField("由联席会议作出", default=False)
    why = models.CharField("为什么限于此", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "督办依据"
        default_permissions = ()
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    @property
    def said(self) -> str:
        """The rungs and the addressees in words."""
        rungs = "、".join(label for code, label in RUNGS if code in self.rungs) or "不制发文书"
        kinds = "、".join(label for code, label in Unit.Kind.choices if code in self.addressees)
        return f"{rungs}；发给{kinds or '法院、检察院、纪检监察机关以外的单位'}"

    def article_for(self, rung: str) -> str:
        """What a paper of that rung rests on."""
        return self.measures if rung in MEASURES and self.measures else self.article

    def may_address(self, unit: Unit) -> bool:
        """True if a paper on such a subject may go to the unit."""
        return unit.kind in self.addressees if self.addressees else unit.kind not in INDEPENDENT


@cache
def delivered_laws() -> tuple[dict, ...]:
    """The delivered rows, in order."""
    rows = [row for file in SUBJECT_LAWS.values() for row in file.rows()]
    lists = ("rungs", "addressees")
    return tuple(
        row
        | {name: row[name].split() for name in lists}
        | {"by_conference": row["by_conference"] == "1", "position": place}
        for place, row in enumerate(rows, start=1)
    )


def load_laws() -> int:
    """Every delivered law stands; what the county changed stays as it is. Says how many are new."""
    before = SubjectLaw.objects.count()
    SubjectLaw.objects.bulk_create([SubjectLaw(**row) for row in delivered_laws()], ignore_conflicts=True)
    return SubjectLaw.objects.count() - before


class Laws(dict):
    """The law of every kind of case; of a kind that none names, the county's own rules."""

    def __missing__(self, kind: str) -> SubjectLaw:
        return self[""]


def laws() -> Laws:
    """The laws as they stand: those of the county, and the delivered ones where it has none."""
    stored = {law.kind: law for law in SubjectLaw.objects.all()}
    return Laws({row["kind"]: SubjectLaw(**row) for row in delivered_laws()} | stored)


def check_law(target: Unit, rung: str, kinds: Iterable[str]) -> None:
    """The law of every subject knows the rung and lets it go to the unit, which may have such a paper at all.

    Raises ``FactMissing`` at the field.
    """
    if target.kind in INDEPENDENT:
        raise FactMissing({"target_unit": f"督办文书不能发给{target.name}：{BY_THEMSELVES}。"})
    if target.kind == Unit.Kind.MEDIATION and rung not in TOLD_ONLY:
        raise FactMissing({"rung": f"{target.name}是群众性组织，只能抄告，不制发{dict(RUNGS)[rung]}。"})
    known = laws()
    for law in {known[kind].kind: known[kind] for kind in kinds}.values():
        if rung not in law.rungs:
            raise FactMissing({"rung": f"{law.name}不制发{dict(RUNGS)[rung]}：{law.why or law.article}。"})
        if not law.may_address(target):
            why = law.why or BY_THEMSELVES
            raise FactMissing({"target_unit": f"{law.name}的督办文书不能发给{target.name}：{why}。"})
