"""Grid events: settled on the spot, kept by the village, sent up to the township and from there to a department."""

from types import SimpleNamespace

from grid.events.workflow import WORKFLOW
from grid.models import GridEvent

from .county import County, Told
from .scripts import Script, script
from .tables import NULL, Table

# Steps with the unit that takes each (village, township, department), days between them (least and most), the grade
# that it is given, weight.
WAYS = (
    ((("settle", 0),), ((0, 0),), "", 55),
    ((("accept", 0), ("finish", 0), ("confirm_above", 1)), ((0, 1), (1, 8), (1, 5)), "general", 20),
    ((("raise", 0), ("accept", 1), ("finish", 1), ("confirm", 0)), ((0, 1), (0, 2), (1, 30), (1, 4)), "complex", 8),
    ((("raise", 0), ("dispatch", 1), ("finish", 2), ("confirm", 1)), ((0, 1), (0, 2), (1, 9), (1, 5)), "general", 14),
    ((("raise", 0), ("reject", 1)), ((0, 1), (0, 2)), "", 3),
)
PASSES = ("raise", "dispatch")
MATTERS = (
    ("路灯不亮", "夜间出行不便"),
    ("井盖松动", "来往车辆颠簸"),
    ("垃圾堆积", "气味扰民"),
    ("消防通道堵塞", "车辆占用"),
    ("河道漂浮物", "影响水质"),
)
DEPARTMENTS = ("区城管局", "区住建局", "区交通局", "区水务局")


def _way(path, days, grade: str) -> tuple[Script, tuple, str]:
    return script(WORKFLOW, path, SimpleNamespace(grade=grade, report_key=None)), days, grade


class Events:
    """Writes grid events of the county."""

    def __init__(self, county: County):
        self.county = county
        self.ways = [_way(*told) for *told, _ in WAYS]
        self.weights = [weight for *_, weight in WAYS]
        self.categories = [pk for kind, path, pk in county.categories if kind == WORKFLOW.kind and "/" in path]
        self.departments = [county.people.unit[name] for name in DEPARTMENTS]
        self.table = Table(GridEvent, "case_ptr_id", "grade", event_type="problem", source="patrol")

    @property
    def tables(self) -> list[Table]:
        """What an event writes beside what every case does."""
        return [self.table]

    def write(self, opened: int, share: float) -> None:
        """One event of that minute stands, whatever the share of the history that has passed."""
        county, chance = self.county, self.county.chance
        area = county.village()
        made, days, grade = chance.choices(self.ways, self.weights)[0]
        local = county.people.local
        units = [local["village"][area], local["government"][area[:9]], chance.choice(self.departments)]
        key = county.take_key()
        minutes = county.minutes(opened, days)
        played, actors = county.play(key, made, minutes, units)
        passed = [place for place, move in enumerate(made.moves[: played.done]) if move.step in PASSES]
        for place, at in enumerate(passed):
            county.unit.add(key, str(units[place]), "former", county.times.stamp(minutes[at]))
        holder = len(passed)
        told = Told(
            kind=WORKFLOW.kind,
            prefix=WORKFLOW.prefix,
            opened=opened,
            area=area,
            about=chance.choice(MATTERS),
            people=[],
            units=(units[holder], units[0], units[holder - 1] if holder else None),
            registered_by=actors[0][0],
            category=str(chance.choice(self.categories)),
            channel="patrol",
            handler=actors[played.done - 1][0] if played.status == "handling" else NULL,
        )
        county.write_case(key, told, played)
        self.table.add(key, grade)
