"""What every line of work needs to tell the stories of its demo cases: invented people, and verbs at their own time.

A story is told by the verbs that people use, each at its own moment, so that clocks, lateness and history are real.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from governance.frame.database.written import WrittenOnce
from governance.frame.days import office_moment
from governance.organisation.models import Area

from .models import Event, Participant
from .steps import actions

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "建国",
    "秀兰",
    "志强",
    "桂英",
    "晓东",
    "丽娟",
    "永平",
    "红霞",
    "文斌",
    "玉梅",
    "海涛",
    "淑芳",
    "新民",
    "彩霞",
    "立军",
    "雪莲",
)
# Papers and notices are made for what happened lately; older work is replayed without them.
FRESH_DAYS = 2
LAST = WrittenOnce(lambda case: Event.objects.filter(case=case).order_by("-seq").values_list("at")[:1], case=-1)


@dataclass(frozen=True)
class Scene:
    """How far a case has come: days between one act and the next, and the acts themselves."""

    name: str
    count: int
    play: Callable


@dataclass
class Story:
    """One case being told: its place in the row of stories, and the day on which they are all told."""

    index: int
    today: date
    now: datetime

    def moment(self, days_ago: int, hour: int = 0) -> datetime:
        """A time in office hours that many days ago, never in the future."""
        at = office_moment(
            self.today - timedelta(days=days_ago), time(9 + (hour or self.index) % 8, (self.index * 7) % 60)
        )
        return min(at, self.now - timedelta(minutes=5 - hour % 5))

    def next_moment(self, case, days_ago: int) -> datetime:
        """A time that many days ago, but after everything that has happened in the case."""
        at = self.moment(days_ago, hour=self.index % 8 + 1)
        ((last,),) = LAST.rows(case=case.pk)
        return max(at, last + timedelta(minutes=1))

    def person(self, area: Area, turn: int = 0, **fields) -> Participant:
        """Somebody who lives there, unsaved; another ``turn`` is somebody else."""
        place = self.index + turn * 7
        made = Participant(
            name=SURNAMES[place % len(SURNAMES)] + GIVEN[(place * 5) % len(GIVEN)],
            address=f"{area.name}{place % 9 + 1}组{place % 60 + 1}号",
            **fields,
        )
        made.phone = f"139{(place % 180) * 7919 % 100_000_000:08d}"
        return made

    def village_in(self, code: str) -> Area | None:
        """One of the villages of the township in which the area of that code lies; None where there is none."""
        inside = Area.objects.filter(code__startswith=Area.township_of(code), level=Area.Level.VILLAGE)
        villages = list(inside.order_by("code"))
        return villages[self.index % len(villages)] if villages else None

    def take(self, case, days_ago: int, name: str, actor, at: datetime | None = None, **facts):
        """The case takes the step that many days ago, or at the moment that was worked out for it."""
        replay = is_old(days_ago)
        moment = at or self.next_moment(case, days_ago)
        return actions.take_step(case, name, facts, actor=actor, at=moment, replay=replay)


def is_old(days_ago: int) -> bool:
    """True for what is told without papers and notices."""
    return days_ago > FRESH_DAYS


def played(scenes: Iterable[Scene]) -> Iterable[tuple[int, Scene]]:
    """Every scene as often as it is counted, with the running number of the story."""
    index = 0
    for scene in scenes:
        for _ in range(scene.count):
            yield index, scene
            index += 1
