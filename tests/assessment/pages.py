"""The pages of standards: who passes each, and what it may cost."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from governance.assessment.appraisals.actions import Given, conclude, looked_at, open_appraisals
from governance.assessment.items import Grade
from governance.assessment.models import AppraisalFile, Scheme
from governance.assessment.rounds.actions import open_round
from governance.assessment.schemes import defining
from governance.assessment.schemes.items import TypedItem
from governance.assessment.standards.defining import Definition, ItemRow, add_standard
from governance.assessment.subjects import subjects
from governance.cases.files import storage
from governance.frame.days import office_day
from governance.organisation.models import Area
from governance.organisation.standing import standing_of
from tests.access.doors import CASE_PEOPLE, EXPORTERS, SUPERVISORS, Door, Listed, Row
from tests.builders import OPENED

# 凤栖路社区 marks itself; 韦曲街道办 oversees it, and so do those who oversee the county.
SEERS = frozenset({"grid_worker", "clerk", "township_lead", "staff", "leader", "county"})
CONCLUDERS = frozenset({"township_lead", "staff", "county"})
OPENERS = CASE_PEOPLE - {"leader", "mediator", "village_mediator"}
CODE, HERE = ("standard_code",), ("appraisal_pk",)
SEEN = Door(SEERS, 404)
CONCLUDED = Door(SEERS, 404, only=CONCLUDERS)
MARKED = Door(SEERS, 404, only=frozenset({"grid_worker"}))
DRAFT, WRITTEN = ("draft_pk",), Door(SUPERVISORS, 404)
ITEM = (*DRAFT, "item_name")

ROWS = {
    "assessment:standards": Row(get=Door(CASE_PEOPLE)),
    "assessment:new_standard": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "assessment:standard": Row(get=Door(CASE_PEOPLE), args=CODE),
    "assessment:define": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=CODE),
    "assessment:open": Row(get=Door(OPENERS), post=Door(OPENERS), args=CODE),
    "assessment:gaps": Row(get=Door(CASE_PEOPLE), args=CODE),
    "assessment:export": Row(get=Door(EXPORTERS), args=CODE),
    "assessment:rounds": Row(get=Door(CASE_PEOPLE), post=Door(CONCLUDERS), args=CODE),
    "assessment:schemes": Row(get=Door(CASE_PEOPLE)),
    "assessment:new_scheme": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "assessment:scheme": Row(get=Door(CASE_PEOPLE), args=("scheme_pk",)),
    "assessment:scheme_head": Row(get=WRITTEN, post=WRITTEN, args=DRAFT),
    "assessment:new_item": Row(get=WRITTEN, post=WRITTEN, args=DRAFT),
    "assessment:item": Row(get=WRITTEN, post=WRITTEN, args=ITEM),
    "assessment:drop_item": Row(get=None, post=WRITTEN, args=ITEM),
    "assessment:try_scheme": Row(get=None, post=WRITTEN, args=DRAFT),
    "assessment:put_in_force": Row(get=None, post=WRITTEN, args=DRAFT),
    "assessment:drop_draft": Row(get=None, post=WRITTEN, args=DRAFT),
    "assessment:revise": Row(get=None, post=Door(SUPERVISORS), args=("scheme_pk",)),
    "assessment:round": Row(get=SEEN, args=("round_pk",)),
    "assessment:appraisal": Row(get=SEEN, args=HERE),
    "assessment:mark": Row(get=None, post=MARKED, args=HERE),
    "assessment:conclude": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:give_back": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:end": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:evidence": Row(get=SEEN, post=MARKED, args=(*HERE, "mark_pk")),
    "assessment:evidence_file": Row(get=SEEN, args=(*HERE, "evidence_pk")),
}
LISTS = (
    Listed("assessment:standards", "county", 8),
    Listed("assessment:standard", "county", 13, args=CODE),
    Listed("assessment:standard", "county", 13, "figure=passed", args=CODE),
    Listed("assessment:standard", "clerk", 13, args=CODE),
    Listed("assessment:gaps", "county", 12, args=CODE),
    Listed("assessment:export", "county", 13, args=CODE),
    Listed("assessment:rounds", "county", 10, args=CODE),
    Listed("assessment:round", "county", 12, args=("round_pk",)),
    Listed("assessment:appraisal", "county", 10, args=HERE),
    Listed("assessment:evidence", "clerk", 10, args=(*HERE, "mark_pk")),
    Listed("assessment:schemes", "county", 8),
    Listed("assessment:scheme", "county", 9, args=("scheme_pk",)),
)
NO_LIST = {
    *("assessment:new_standard", "assessment:define", "assessment:open", "assessment:evidence_file"),
    *("assessment:new_scheme", "assessment:scheme_head", "assessment:new_item", "assessment:item"),
}


def village_posts(**more) -> Definition:
    """What a village should have: a room without which nobody reaches it, people, and reports in time."""
    told = {
        "name": "村级阵地",
        "group": "综治中心",
        "basis": "本县规定",
        "about": "village",
        "rows": [
            ItemRow("阵地", "有综治工作室", 10, must=True, proof=True),
            ItemRow("阵地", "有调解室", 20),
            ItemRow("力量", "在岗人员不少于 2 名", 10, source="people", least=2),
        ],
        "grades": [Grade("示范", 95), Grade("合格", 60)],
        "pass_percent": 60,
        "valid_months": 12,
    }
    return Definition(**told | more)


def typed(**more) -> TypedItem:
    """An item that is marked by the share of reports that came in time."""
    told = {"group": "日常报送", "text": "例行任务按期报送", "way": "target", "weight": 80, "target": Decimal(100)}
    return TypedItem(**told | {"source": "duty.in_time_rate", "basis": "本县规定"} | more)


def townships_draft(cast, *, whole: bool = True, at=OPENED, **more) -> Scheme:
    """A draft for all townships: twenty points for what was never missed, and eighty for what came in time."""
    told = {"name": "镇街考核", "year": 2026, "basis": "本县规定", "unit_kinds": ["township"]}
    scheme = defining.add_scheme(defining.Head(**told | more), actor=cast.county, at=at)
    missed = {"text": "例行任务每少一次扣 0.25 分", "way": "deduct", "source": "duty.missing", "each": Decimal("0.25")}
    rows = [typed(weight=20, **missed), *([typed()] if whole else [])]
    for row in rows:
        scheme = defining.put_item(scheme, row, version=None, actor=cast.county, at=at)
    return scheme


def scheme_in_force(cast, at=OPENED, **more) -> Scheme:
    """... tried and in force."""
    draft = townships_draft(cast, at=at, **more)
    tried = defining.try_scheme(draft, version=None, actor=cast.county, at=at)
    return defining.put_in_force(tried, version=None, actor=cast.county, at=at)


def of_village(standard, who, at, *, area: str = "610116001002"):
    """The appraisal of a village, opened by this person."""
    chosen = subjects(standard, standing_of(who, office_day(at)), inside=area)
    (made,) = open_appraisals(standard, chosen, due_on=office_day(at) + timedelta(days=10), actor=who, at=at)
    return made


def given_to(appraisal, share: str, at) -> dict[int, Given]:
    """So much of the full mark for every item."""
    marks = looked_at(appraisal, office_day(at))
    return {mark.pk: Given(Decimal(share) * mark.weight, "现场查看。") for mark in marks}


def world(cast, made: dict) -> dict:
    """A standard, an appraisal by it that its unit still marks, with a file, and a round."""
    at = timezone.now()
    standard = add_standard(village_posts(), actor=cast.county, at=at)
    appraisal = of_village(standard, cast.county, at)
    mark = appraisal.marks.first()
    kept = storage.keep([b"%PDF"])
    file = AppraisalFile.objects.create(
        mark=mark, name="照片.pdf", uploaded_by=cast.grid_worker, uploaded_at=at, **vars(kept)
    )
    other = add_standard(village_posts(name="村级验收"), actor=cast.county, at=at)
    area = Area.objects.get(pk="610116001002")
    due_on = office_day(at) + timedelta(days=9)
    round_ = open_round(other, name="年中验收", area=area, due_on=due_on, actor=cast.county, at=at)
    return {
        "scheme_pk": scheme_in_force(cast).pk,
        "draft_pk": townships_draft(cast, name="来年考核", year=2027).pk,
        "item_name": "i1",
        "standard_code": standard.code,
        "appraisal_pk": appraisal.pk,
        "mark_pk": mark.pk,
        "evidence_pk": file.pk,
        "round_pk": round_.pk,
    }


class Growth:
    """More standards, and of one of them more results, rounds, files and moves."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.standard = add_standard(village_posts(), actor=self.cast.county, at=self.now)
        self.held = of_village(
            add_standard(village_posts(name="村级验收"), actor=self.cast.county, at=self.now),
            self.cast.county,
            self.now,
        )
        self.round = None
        self.scheme = scheme_in_force(self.cast)

    def grow(self, n: int) -> None:
        """One standard more, one result of a village more, one round more that begins over."""
        county = self.cast.county
        townships_draft(self.cast, name=f"镇街考核{n}", year=2027 + n)
        add_standard(village_posts(name=f"村级阵地{n}", group=f"分组{n}"), actor=county, at=self.now)
        for area in ("610116001002", "610116001003", "610116002001"):
            made = of_village(self.standard, county, self.now, area=area)
            conclude(made, given_to(made, "0.7", self.now), version=None, actor=county, at=self.now)
        area = Area.objects.get(pk="610116")
        told = {"area": area, "due_on": office_day(self.now) + timedelta(days=9), "actor": county, "at": self.now}
        self.round = open_round(self.standard, name=f"第{n}批", **told)
        for made in self.round.appraisals.all():
            conclude(made, given_to(made, "0.7", self.now), version=None, actor=county, at=self.now)
        kept = storage.keep([b"%PDF"])
        mark = self.held.marks.first()
        AppraisalFile.objects.create(
            mark=mark, name=f"{n}.pdf", uploaded_by=self.cast.grid_worker, uploaded_at=self.now, **vars(kept)
        )

    def known(self) -> dict:
        """What the lists name."""
        held = {"scheme_pk": self.scheme.pk, "appraisal_pk": self.held.pk, "mark_pk": self.held.marks.first().pk}
        return held | {"standard_code": self.standard.code, "round_pk": self.round.pk if self.round else 0}
