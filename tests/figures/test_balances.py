"""What stood and what came, less what went, is what stands: of every kind, for whoever asks, whatever has happened."""

from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from governance.cases.models import Case
from governance.duties.models import DutyTask
from governance.figures.asked import Asked
from governance.figures.counting import by_group, by_place, total, totals
from governance.figures.measures import MEASURES, Measure, balances
from governance.figures.periods import Period
from governance.frame.days import ONE_DAY, office_day
from governance.organisation.standing import standing_of
from governance.registers.entries.actions import open_entry
from governance.registers.kinds.defining import add_register
from governance.registers.models import Entry
from governance.supervision.models import SupervisionPaper
from governance.supervision.papers.actions import propose
from tests import builders, disputes
from tests.duties.making import plan
from tests.figures.histories import FIRST, RolledBack, at, copied
from tests.grid import events
from tests.registers.pages import stores, told
from tests.security import assessments, hazards, incidents, joint_tasks, key_areas, warnings
from tests.supervision.test_papers import sign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
AREAS = ("610116001002", "610116002001", "610116001", "610116")
UNITS = ("weiqu", "housing", "guodu")
# Who oversees all, a township, and nothing beyond their own unit.
READERS = ("county", "clerk", "handler")
days, which = st.integers(0, 170), st.integers(0, 99)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("come"), which, days, st.sampled_from(AREAS)),
        st.tuples(st.just("go"), which, days),
        st.tuples(st.just("come_back"), which),
        st.tuples(st.just("pass_on"), which, st.sampled_from(UNITS)),
        st.tuples(st.just("hide"), which, st.booleans()),
    ),
    min_size=20,
    max_size=60,
)


@dataclass
class Kept:
    """A row and the measure of what stands of its kind."""

    closing: Measure
    row: Any

    def tell(self, **values) -> None:
        type(self.row).objects.filter(pk=self.row.pk).update(**values)
        self.row.refresh_from_db()

    def said(self, column: str, day: int) -> Any:
        return at(day) if column.endswith("_at") else office_day(at(day))

    def come(self, day: int, area) -> None:
        begun = {"opened_at": at(day)} if isinstance(self.row, Case) else {}
        self.tell(**begun | {self.closing.day: self.said(self.closing.day, day), "area": area})

    def go(self, day: int) -> None:
        """On that day, or on that on which it came if that is later."""
        begun = self.row.entered_on if isinstance(self.row, Entry) else self.row.opened_at
        least = begun if self.closing.until.endswith("_at") else _day(begun)
        gone = max(least, self.said(self.closing.until, day))
        self.tell(**{self.closing.until: gone, **self._over(DutyTask.State.RETURNED, "lifted")})

    def come_back(self) -> None:
        self.tell(**{self.closing.until: None, **self._over(DutyTask.State.OPEN, "sent")})

    def _over(self, state: str, status: str) -> dict:
        """A paper goes by the status with which it ends."""
        if isinstance(self.row, SupervisionPaper):
            return {"next_due_at": None, "status": status}
        if isinstance(self.row, Case):
            return {"next_due_at": None}
        return {"state": state, "alert_at": None} if isinstance(self.row, DutyTask) else {}


@pytest.fixture
def kept(cast) -> list[Kept]:
    """A row of everything that has a balance."""
    opened = builders.OPENED
    track = disputes.track(cast)
    paper = propose(
        "copy_notice",
        target=cast.housing,
        sender=cast.centre,
        ground="other",
        reason="迟缓。",
        actor=cast.staff,
        at=opened,
    )
    sign(paper, cast, opened)
    entry = open_entry(add_register(stores(), actor=cast.county, at=opened), told(cast), actor=cast.clerk, at=opened)
    first = opened.date()
    task = DutyTask.objects.create(
        plan=plan("round", kind="inspection"),
        plan_code="round",
        unit=cast.weiqu,
        area=cast.weiqu.area,
        first=first,
        last=first,
        label="三月",
        due_at=opened,
        opened_at=opened,
    )
    rows = {
        "petition.open": builders.petition(cast),
        "grid_event.open": events.event(cast),
        "dispute.closing": track.dispute,
        "mediation.track_open": track,
        "supervision.in_force": paper,
        "hazard.open": hazards.hazard(cast),
        "incident.open": incidents.incident(cast),
        "key_area.open": key_areas.key_area(cast),
        "joint_task.open": joint_tasks.task(cast),
        "warning.in_force": warnings.in_status(cast, "in_force"),
        "risk_assessment.open": assessments.assessment(cast),
        "inspection.open": task,
        "register.in_force": entry,
    }
    return [Kept(MEASURES[code], row) for code, row in rows.items()]


class History:
    """Rows of every kind, to which random things happen."""

    def __init__(self, cast, kept: list[Kept]):
        self.cast = cast
        self.seeds = kept
        self.rows = [*kept]

    def come(self, nth, day, area):
        seed = self.seeds[nth % len(self.seeds)]
        made = Kept(seed.closing, self._one_more(seed.row))
        made.come_back()
        made.come(day, self.cast.area(area))
        self.rows.append(made)

    def _one_more(self, row):
        if isinstance(row, Case):
            return copied(row)
        made = copy(row)
        made.pk, made._state.adding = None, True
        if isinstance(made, DutyTask):
            made.first = made.last = FIRST.date() + timedelta(days=len(self.rows))
        made.save(force_insert=True)
        return made

    def go(self, nth, day):
        self._row(nth).go(day)

    def come_back(self, nth):
        self._row(nth).come_back()

    def pass_on(self, nth, unit):
        kept = self._row(nth)
        if kept.closing.unit != "target_unit":
            kept.tell(**{kept.closing.unit: getattr(self.cast, unit)})

    def hide(self, nth, restricted):
        kept = self._row(nth)
        if isinstance(kept.row, Case):
            kept.tell(confidentiality="restricted" if restricted else "normal")

    def _row(self, nth) -> Kept:
        return self.rows[nth % len(self.rows)]

    def standing(self, closing: Measure, last: date) -> int:
        """How many stand at the end of that day, by looking at each of them."""
        found = 0
        for kept in self.rows:
            if kept.closing is closing and getattr(kept.row, "confidentiality", "") != "restricted":
                came, gone = (_day(getattr(kept.row, column)) for column in (closing.day, closing.until))
                found += came <= last and (gone is None or gone > last)
        return found


def _day(moment) -> date | None:
    return moment if moment is None or type(moment) is date else office_day(moment)


def holds(closing: Measure, counts) -> bool:
    opening, came, *went = (counts[code] for code in closing.balance.codes)
    return opening + came - sum(went) == counts[closing.code]


def codes_of(found: list[Measure]) -> list[str]:
    return [*dict.fromkeys(code for each in found for code in (*each.balance.codes, each.code))]


def test_everything_that_stands_is_of_a_balance(kept):
    """Whatever counts what stands at the end of a period of a whole kind says what it is the sum of."""
    assert {each.closing.code for each in kept} == {each.code for each in balances()}
    standing = {code for code, each in MEASURES.items() if each.until and not each.at_start and not each.once_over}
    assert standing == {each.code for each in balances()}


@pytest.mark.parametrize(("turn", "reader"), [*enumerate(READERS)])
def test_opening_and_new_less_closed_is_closing(cast, kept, turn, reader):
    """Each reader asks in histories of their own."""

    @seed(turn)
    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(told=moves, start=st.integers(0, 60), lengths=st.tuples(st.integers(1, 60), st.integers(1, 60)))
    def adds_up(told, start, lengths):
        first = at(start).date()
        middle = first + timedelta(days=lengths[0])
        spans = Period(first, middle), Period(middle + ONE_DAY, middle + timedelta(days=lengths[1]))
        with pytest.raises(RolledBack), transaction.atomic():
            history = History(cast, [Kept(each.closing, type(each.row).objects.get(pk=each.row.pk)) for each in kept])
            for name, *how in told:
                getattr(history, name)(*how)
            codes = codes_of(balances())
            standing = standing_of(getattr(cast, reader), TODAY)
            for where in ({}, {"area": "610116001"}, {"area": "610116001002"}, {"unit": cast.housing.pk}):
                before, after = (totals(by_place(codes, Asked(standing, span, TODAY, **where))) for span in spans)
                for each in balances():
                    assert holds(each, before), (each.code, where, dict(before))
                    assert holds(each, after), (each.code, where, dict(after))
                    assert after[each.balance.opening] == before[each.code], each.code
            whole = Asked(standing_of(cast.county, TODAY), spans[0], TODAY)
            counts = total(codes, whole)
            for each in balances():
                assert counts[each.code] == history.standing(each, middle), each.code
                for group in each.groups:
                    keyed = by_group(codes_of([each]), whole, group.code)
                    for key in {key for _, key in keyed}:
                        assert holds(each, {code: keyed[code, key] for code in codes_of([each])}), (
                            each.code,
                            group.code,
                        )
            raise RolledBack

    adds_up()


def test_the_page_says_the_sum_and_its_tables_keep_to_it(cast, login, time_machine, kept):
    """Of the whole, of each unit, each area and each kind; every number opens its list."""
    time_machine.move_to(builders.OPENED + timedelta(days=3))
    client = login(cast.county)
    for each in balances():
        told = {"subject": each.subject, "period": "month", "unit": "", "area": ""}
        page = client.get(reverse("figures:figures"), told)
        tables = {table.code: table for table in page.context["tables"]}
        assert list(tables) == ["measures", "rates", "units"]
        # One of the tables by which the rows are told apart, and where the others are.
        for tab in page.context["tabs"][1:]:
            found = client.get(reverse("figures:figures") + tab["url"])
            (other,) = found.context["tables"][2:]
            # Another period is told apart by the same.
            assertContains(found, f'<input type="hidden" name="by" value="{other.code}">', html=True)
            assert tab["url"].endswith(f"#{other.code}")
            tables[other.code] = other
        opening, came, *went = (MEASURES[code].label for code in each.balance.codes)
        assert f"{opening} + {came} − {' − '.join(went)} = {each.label}" in page.content.decode()
        shown = {row.label: row.cells[0].value for row in tables["measures"].rows}
        assert shown[came] >= 1, each.code
        # What others of the subject are told apart by has tables of its own.
        apart = [f"by_{group.code}" for group in each.groups if group.label]
        assert tables.keys() >= {*apart}
        for code in ("units", "areas", *apart):
            for row in (*tables[code].rows, tables[code].total):
                said = dict(zip(tables[code].head, (cell.value for cell in row.cells), strict=True))
                assert said[opening] + said[came] - sum(said[one] for one in went) == said[each.label], (
                    each.code,
                    code,
                )
            if code in apart:
                cell = next(cell for row in tables[code].rows for cell in row.cells if cell.url)
                assert client.get(cell.url).context["page"].count_text.split()[1] == str(cell.value)
