"""More and more of everything that the lists of duties show."""

from datetime import time

from governance.duties.models import DutyTask, SweepFinding
from governance.duties.returns import actions as returns
from governance.duties.returns.actions import ReturnInput
from governance.duties.scan import opening, reminding, weighing
from tests.duties import making
from tests.duties.gatherings import Gatherings
from tests.duties.tasking import Tasking


class Growth:
    """A sweep, a plan whose windows are missed the moment they begin, and what is gathered for and tasked."""

    def __init__(self, county):
        self.cast, self.now, self.busy, self.size = county.cast, county.now, county.busy, 0
        making.plan("sweep", opens_days_ahead=0, reminders=[(0, 16, "handler")])
        self._missed("missed")
        self.gatherings = Gatherings(self.cast, self.now)
        self.tasking = Tasking(self.cast, self.now)

    def grow(self, n: int) -> None:
        """One more missed plan, and one more of everything that is gathered for and tasked."""
        self._missed(f"missed{n}", levels=["county"], unit_kinds=["department"])
        self.gatherings.grow(n)
        self.tasking.grow(n)

    def settle(self, size: int) -> None:
        """There are more villages, their windows have been opened, closed and weighed, and they have returned."""
        making.villages(size - self.size)
        opening.open_windows(self.now)
        reminding.close(self.now)
        weighing.weigh(self.now)
        self._returns()
        self.size = size

    def known(self) -> dict:
        """What the lists name."""
        return {
            "plan": "sweep",
            "reception_day": str(self.now.date()),
            "visiting_leader": self.tasking.leader.pk,
            "programme": self.tasking.programme.pk,
            "programme_task": self.tasking.task.pk,
            **self.gatherings.world,
            "finding": SweepFinding.objects.filter(state="waiting").latest("pk").pk,
            "task": DutyTask.objects.exclude(unit=self.cast.fengqi).filter(plan_code="sweep").latest("pk").pk,
        }

    @staticmethod
    def _missed(code: str, **units) -> None:
        """A plan whose windows are missed the moment they begin, and stand in the queue of papers."""
        making.rungs(making.plan(code, due_time=time(0, 0), **units), ("copy_notice", "row", 1))

    def _returns(self) -> None:
        """Every village has found something, and corrected it once; the one of the cast owes."""
        for task in DutyTask.objects.exclude(unit=self.cast.fengqi).filter(plan_code="sweep", state="open"):
            found = ReturnInput("found", cases=[self.busy], matters=["邻里噪声"], phoned_by="村主任", reason="补一件")
            for version in (0, 1):
                returns.hand_in(task, found, actor=self.cast.clerk, at=self.now, version=version)
        making.period("sweep", self.cast.county)
        making.plan(f"other{self.size}", "weekly", levels=["county"], unit_kinds=["court"])
