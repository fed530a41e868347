"""What the tables of addresses and query counts need of programmes, receptions and visits."""

from datetime import date, datetime, timedelta

from governance.duties.models import (
    Evidence,
    Programme,
    ProgrammeTask,
    Reception,
    ReceptionDay,
    Visit,
    VisitingLeader,
    VisitQuota,
)
from governance.duties.programmes import actions as programmes
from governance.duties.programmes.actions import ReportInput
from governance.duties.programmes.planned import TaskInput
from governance.duties.visits import actions as visits
from governance.frame.days import office_day
from governance.organisation.models import Unit
from tests.attachments.samples import picture, upload
from tests.builders import petition


def programme(cast, at: datetime, name: str = "试点") -> Programme:
    """An empty programme that the county's centre leads."""
    return Programme.objects.create(name=name, year=2026, lead_unit=cast.centre, basis="文件", created_at=at)


def task(of: Programme, cast, at: datetime, title: str = "任务") -> ProgrammeTask:
    """A task of 水务局 with a milestone."""
    planned = TaskInput(title, cast.water, marks=[("启动", at.date())])
    return programmes.add_task(of, None, planned, actor=cast.staff, at=at)


def report(of: ProgrammeTask, cast, at: datetime, version: int) -> None:
    """Its owner reports with one file."""
    told = ReportInput("进展。", files=[upload("现场.png", picture("PNG"))])
    programmes.report(of, told, version=version, actor=cast.water_handler, at=at)


def visiting_leader(cast, at: datetime, name: str = "何建军") -> VisitingLeader:
    """A leader of 韦曲街道办 who owes visits."""
    visits.load_reference()
    since = at.date() - timedelta(days=90)
    return VisitingLeader.objects.create(unit=cast.weiqu, name=name, title="书记", kind="chief", starts_on=since)


def world(cast, at: datetime) -> dict:
    """One of everything that an address can name."""
    made = programme(cast, at)
    owned = task(made, cast, at)
    report(owned, cast, at, 1)
    return {
        "programme": made.pk,
        "programme_task": owned.pk,
        "evidence": Evidence.objects.get().pk,
        "visiting_leader": visiting_leader(cast, at).pk,
        "leader_kind": "chief",
        "reception_day": str(office_day(at)),
    }


class Tasking:
    """Programmes, receptions and visits that can be made to be more."""

    def __init__(self, cast, at: datetime):
        self.cast, self.at = cast, at
        self.programme = programme(cast, at)
        self.task = task(self.programme, cast, at)
        self.leader = visiting_leader(cast, at)

    def grow(self, n: int) -> None:
        """One more of everything: task, report with evidence, programme, reception room, group, leader, visit."""
        task(self.programme, self.cast, self.at, f"第{n}项")
        report(self.task, self.cast, self.at, n + 1)
        task(programme(self.cast, self.at, f"第{n}方案"), self.cast, self.at)
        own = Unit.objects.create(
            name=f"第{n}街道办事处", short_name=f"{n}街道", kind="government", area_id="610116001"
        )
        for unit in (self.cast.weiqu, own):
            on, _ = ReceptionDay.objects.get_or_create(unit=unit, day=self.at.date())
            Reception.objects.create(
                on=on,
                at_time=self.at.time(),
                visitors=2,
                summary="反映停水。",
                outcome="registered",
                case_id=petition(self.cast).pk,
                written_at=self.at,
                written_by=self.cast.clerk,
                by_name="周晓兰",
            )
        visiting_leader(self.cast, self.at, f"领导{n}")
        long_ago = date(2020, 1, 1) + timedelta(days=n)
        VisitQuota.objects.create(
            kind="cadre", cadence="weekly", days=n, basis="文件", effective_from=long_ago, effective_to=long_ago
        )
        Visit.objects.create(
            leader=self.leader,
            day=self.at.date() - timedelta(days=n),
            area_id="610116001002",
            text="走访群众。",
            case_id=petition(self.cast).pk,
            written_at=self.at,
            written_by=self.cast.clerk,
            by_name="周晓兰",
        )
