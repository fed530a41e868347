"""The pages of standards: who passes each, and what it may cost."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from governance.assessment.appraisals.actions import Given, conclude, looked_at, open_appraisals
from governance.assessment.items import Grade
from governance.assessment.models import AppraisalFile, ScoredPeriod
from governance.assessment.periods import objections
from governance.assessment.rounds.actions import open_round
from governance.assessment.standards.defining import Definition, ItemRow, add_standard
from governance.assessment.subjects import subjects
from governance.cases.files import storage
from governance.frame.days import office_day
from governance.organisation.models import Area
from governance.organisation.standing import standing_of
from tests.access.doors import CASE_PEOPLE, EXPORTERS, SUPERVISORS, Door, Listed, Row
from tests.assessment.scored import (
    FIRST,
    LAST,
    frozen_quarter,
    line_of,
    marked,
    opened,
    owed,
    scheme_of,
    townships_draft,
    typed,
    worked_out,
)

# 凤栖路社区 marks itself; 韦曲街道办 oversees it, and so do those who oversee the county.
SEERS = frozenset({"grid_worker", "clerk", "township_lead", "staff", "leader", "county"})
CONCLUDERS = frozenset({"township_lead", "staff", "county"})
OPENERS = CASE_PEOPLE - {"leader", "mediator", "village_mediator"}
CODE, HERE, ROUND = ("standard_code",), ("appraisal_pk",), ("round_pk",)
SEEN = Door(SEERS, 404)
CONCLUDED = Door(SEERS, 404, only=CONCLUDERS)
MARKED = Door(SEERS, 404, only=frozenset({"grid_worker"}))
DRAFT, WRITTEN = ("draft_pk",), Door(SUPERVISORS, 404)
ITEM = (*DRAFT, "item_name")
# A quarter of the townships that is frozen, and one that is being marked; 韦曲 has objected to a line of its own.
SCORED, MARKING = ("scored_pk",), ("marking_pk",)
SHEET, LINE = (*SCORED, "scored_unit"), (*SCORED, "score_line_pk")
IN_IT = frozenset({"clerk", "township_lead", "staff", "leader", "county"})
OF_ALL = IN_IT | {"outsider"}
OBJECTORS = frozenset({"clerk", "township_lead"})

ROWS = {
    "assessment:standards": Row(get=Door(CASE_PEOPLE)),
    "assessment:new_standard": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "assessment:standard": Row(get=Door(CASE_PEOPLE), args=CODE),
    "assessment:define": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=CODE),
    "assessment:open": Row(get=Door(OPENERS), post=Door(OPENERS), args=CODE),
    "assessment:gaps": Row(get=Door(CASE_PEOPLE), args=CODE),
    "assessment:export": Row(get=Door(EXPORTERS), args=CODE),
    "assessment:rounds": Row(get=Door(CASE_PEOPLE), post=Door(CONCLUDERS), args=CODE),
    "assessment:conclude_round": Row(get=CONCLUDED, post=CONCLUDED, args=ROUND),
    "assessment:round_sheet": Row(get=CONCLUDED, post=CONCLUDED, args=ROUND),
    "assessment:round_sheet_file": Row(get=CONCLUDED, args=ROUND),
    "assessment:conclude_shown": Row(get=None, post=CONCLUDED, args=ROUND),
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
    "assessment:periods": Row(get=Door(CASE_PEOPLE)),
    "assessment:new_period": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "assessment:period": Row(get=Door(OF_ALL, 404), args=SCORED),
    "assessment:marks": Row(get=WRITTEN, post=WRITTEN, args=(*MARKING, "hand_item")),
    "assessment:freeze": Row(get=None, post=WRITTEN, args=MARKING),
    "assessment:cancel_period": Row(get=None, post=WRITTEN, args=MARKING),
    "assessment:publish_period": Row(get=None, post=Door(OF_ALL, 404, only=SUPERVISORS), args=SCORED),
    "assessment:export_period": Row(get=Door(OF_ALL, 404), args=SCORED),
    "assessment:ground_file": Row(get=Door(SUPERVISORS | {"leader"}, 404), args=(*SCORED, "ground_pk")),
    "assessment:sheet": Row(get=Door(IN_IT, 404), args=SHEET),
    "assessment:export_sheet": Row(get=Door(IN_IT, 404), args=SHEET),
    "assessment:line": Row(get=Door(IN_IT, 404), post=Door(IN_IT, 404, only=OBJECTORS), args=LINE),
    "assessment:answer": Row(get=None, post=Door(IN_IT, 404, only=SUPERVISORS), args=LINE),
    "assessment:round": Row(get=SEEN, args=ROUND),
    "assessment:appraisal": Row(get=SEEN, args=HERE),
    "assessment:mark": Row(get=None, post=MARKED, args=HERE),
    "assessment:conclude": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:give_back": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:end": Row(get=None, post=CONCLUDED, args=HERE),
    "assessment:evidence": Row(get=SEEN, post=MARKED, args=(*HERE, "mark_pk")),
    "assessment:evidence_file": Row(get=SEEN, args=(*HERE, "evidence_pk")),
}
LISTS = (
    Listed("assessment:standards", "county", 5),
    Listed("assessment:standard", "county", 12, args=CODE),
    Listed("assessment:standard", "county", 12, "figure=passed", args=CODE),
    Listed("assessment:standard", "clerk", 12, args=CODE),
    Listed("assessment:gaps", "county", 9, args=CODE),
    Listed("assessment:export", "county", 12, args=CODE),
    Listed("assessment:rounds", "county", 9, args=CODE),
    Listed("assessment:round", "county", 10, args=ROUND),
    Listed("assessment:appraisal", "county", 7, args=HERE),
    Listed("assessment:evidence", "clerk", 9, args=(*HERE, "mark_pk")),
    Listed("assessment:schemes", "county", 7),
    Listed("assessment:scheme", "county", 8, args=("scheme_pk",)),
    Listed("assessment:periods", "county", 7),
    Listed("assessment:period", "county", 14, args=SCORED),
    Listed("assessment:export_period", "county", 13, args=SCORED),
    Listed("assessment:sheet", "county", 13, args=SHEET),
    Listed("assessment:export_sheet", "county", 17, args=SHEET),
    Listed("assessment:line", "county", 13, args=LINE),
    Listed("assessment:marks", "county", 9, args=(*MARKING, "hand_item")),
)
NO_LIST = {
    *("assessment:new_standard", "assessment:define", "assessment:open", "assessment:evidence_file"),
    *("assessment:new_period", "assessment:ground_file"),
    # the first costs the same for one and for all of a round: tests/assessment/test_concluding.py; the sheet looks at
    # each, and at no more than are concluded in one go
    *("assessment:conclude_round", "assessment:round_sheet", "assessment:round_sheet_file"),
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
    scored = frozen_quarter(cast, at=at)
    line = line_of(scored, cast.weiqu, "i1")
    objections.object_to(line, reason="按时报了。", actor=cast.clerk, at=at)
    return {
        "scheme_pk": scored.scheme_id,
        "scored_pk": scored.pk,
        "scored_unit": cast.weiqu.pk,
        "score_line_pk": line.pk,
        "ground_pk": scored.files.get().pk,
        "marking_pk": opened(cast, scored.scheme, at=at, first=date(2026, 4, 1)).pk,
        "hand_item": "i3",
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
        by_hand = typed(weight=20, text="责任书的履行", way="hand", source="", target=Decimal(0))
        told = {"unit_kinds": ["department"], "at": self.now}
        self.scheme = scheme_of(self.cast, typed(), by_hand, **told)
        self.marking = opened(self.cast, self.scheme, at=self.now, first=date(2026, 4, 1))
        self.scored = None

    def grow(self, n: int) -> None:
        """One standard more, one result of a village more, one round more that begins over."""
        county = self.cast.county
        later = townships_draft(self.cast, name=f"镇街考核{n}", year=2027 + n)
        ScoredPeriod.objects.create(scheme=later, length="month", first=date(2027, 1, 1), last=date(2027, 1, 31))
        owed(self.cast, self.cast.housing, "missing returned", date(2026, 1, 1 + 2 * n))
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

    def settle(self, size: int) -> None:
        """Every department that there is by now is marked, another period is frozen, and lines are objected to."""
        told = {"length": "quarter" if self.scored is None else "year", "first": FIRST, "last": LAST}
        self.scored = ScoredPeriod.objects.create(scheme=self.scheme, **told)
        marked(self.scored, self.cast, "20", name="i2", at=self.now)
        worked_out(self.scored, self.cast, at=self.now)
        for name in ("i1", "i2"):
            line = line_of(self.scored, self.cast.housing, name)
            objections.object_to(line, reason="不该算。", actor=self.cast.lead, at=self.now)

    def known(self) -> dict:
        """What the lists name."""
        housing = self.cast.housing
        held = {"scheme_pk": self.scheme.pk, "marking_pk": self.marking.pk, "hand_item": "i2"}
        held |= {"scored_pk": self.scored.pk, "scored_unit": housing.pk} if self.scored else {}
        held |= {"score_line_pk": line_of(self.scored, housing, "i1").pk} if self.scored else {}
        held |= {"appraisal_pk": self.held.pk, "mark_pk": self.held.marks.first().pk}
        return held | {"standard_code": self.standard.code, "round_pk": self.round.pk if self.round else 0}
