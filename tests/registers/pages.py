"""The pages of registers: who passes each, and what it may cost."""

from datetime import timedelta

from django.utils import timezone

from governance.cases.files import storage
from governance.frame.days import office_day
from governance.jobs.models import Job
from governance.registers.entries.actions import check_entry, open_entry, open_many
from governance.registers.entries.told import EntryInput
from governance.registers.figures.jobs import LOAD as LOAD_FIGURES
from governance.registers.figures.keeping import write
from governance.registers.kinds.defining import Definition, FieldRow, Wanted, add_register
from governance.registers.models import EntryFile
from governance.registers.sheets.jobs import LOAD
from tests.access.doors import CASE_PEOPLE, EXPORTERS, SUPERVISORS, Door, Listed, Row

# The row lies in 凤栖路社区 and is kept by 韦曲街道办: its own people, and those who oversee the place.
SEERS = frozenset({"clerk", "township_lead", "staff", "leader", "county"})
KEEPERS = SEERS - {"leader"}
KEPT = Door(SEERS, 404, only=KEEPERS)
# Kept by governments alone, and by whoever oversees one.
ENTERING = KEEPERS | {"outsider"}
HERE = ("register_code", "entry_pk")

ROWS = {
    "registers:registers": Row(get=Door(CASE_PEOPLE)),
    "registers:new_register": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "registers:entries": Row(get=Door(CASE_PEOPLE), args=("register_code",)),
    "registers:figures": Row(get=Door(CASE_PEOPLE)),
    "registers:figures_export": Row(get=Door(EXPORTERS)),
    "registers:figures_import": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "registers:figures_faults": Row(get=Door(frozenset({"staff"}), 404), args=("figures_job",)),
    "registers:area_figures": Row(get=Door(CASE_PEOPLE), post=Door(SUPERVISORS), args=("figures_area",)),
    "registers:define": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=("register_code",)),
    "registers:define_fields": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=("register_code",)),
    "registers:define_norms": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=("register_code",)),
    "registers:new_entry": Row(get=Door(ENTERING), post=Door(ENTERING), args=("register_code",)),
    "registers:shortage": Row(get=Door(CASE_PEOPLE), args=("register_code",)),
    "registers:totals": Row(get=Door(CASE_PEOPLE), args=("register_code",)),
    "registers:export": Row(get=None, post=Door(EXPORTERS), args=("register_code",)),
    "registers:import": Row(get=Door(ENTERING), post=Door(ENTERING), args=("register_code",)),
    "registers:import_faults": Row(get=Door(frozenset({"clerk"}), 404), args=("register_code", "sheet_job")),
    "registers:entry": Row(get=Door(SEERS, 404), args=HERE),
    "registers:notice": Row(get=Door(SEERS, 404), args=HERE),
    "registers:change": Row(get=KEPT, post=KEPT, args=HERE),
    "registers:check": Row(get=None, post=KEPT, args=HERE),
    "registers:end": Row(get=None, post=KEPT, args=HERE),
    "registers:phone": Row(
        get=None, post=Door(SEERS, 404, only=frozenset({"clerk", "township_lead", "staff"})), args=HERE
    ),
    "registers:add_files": Row(get=None, post=KEPT, args=HERE),
    "registers:file": Row(get=Door(SEERS, 404), args=(*HERE, "entry_file")),
}
LISTS = (
    Listed("registers:registers", "clerk", 4),
    Listed("registers:registers", "county", 4),
    *(Listed("registers:entries", who, 6, args=("register_code",)) for who in ("clerk", "handler", "county")),
    Listed("registers:entries", "clerk", 9, "q=消防", args=("register_code",)),
    Listed("registers:entries", "clerk", 9, "state=late", args=("register_code",)),
    Listed("registers:shortage", "county", 7, args=("register_code",)),
    *(Listed("registers:totals", who, 5, args=("register_code",)) for who in ("clerk", "county")),
    Listed("registers:entry", "clerk", 10, args=HERE),
    Listed("registers:figures", "county", 21, "inside=610116001"),
    Listed("registers:figures_export", "county", 21, "inside=610116001"),
    Listed("registers:area_figures", "county", 7, args=("figures_area",)),
)
NO_LIST = {
    "registers:figures_import",
    "registers:figures_faults",
    "registers:new_register",
    "registers:define",
    "registers:define_fields",
    "registers:define_norms",
    "registers:new_entry",
    "registers:import",
    "registers:import_faults",
    "registers:notice",
    "registers:change",
    "registers:file",
}


def stores() -> Definition:
    """A register of emergency stores, kept by governments."""
    return Definition(
        name="应急仓库",
        group="应急",
        unit_word="处",
        keepers=["government"],
        check_months=6,
        notice="负责人是安全的第一责任人。",
        rows=[
            FieldRow("品名", "text", required=True, listed=True),
            FieldRow("数量", "number", listed=True),
            FieldRow("状态", "choice", listed=True, options=["完好", "待修"]),
        ],
        norms=[Wanted("每村一处", "village", 1, "本县规定")],
    )


def told(cast, name: str = "一号仓库", **facts) -> EntryInput:
    """A store in 凤栖路社区."""
    return EntryInput(
        name=name,
        unit=cast.weiqu,
        area=cast.area("610116001002"),
        in_charge="郝小军",
        phone="13911110000",
        facts={"f1": "消防沙袋", "f2": 3, "f3": "c1"} | facts,
    )


def world(cast, made: dict) -> dict:
    """A register with one row and one file, and a sheet that was not taken."""
    at = timezone.now()
    register = add_register(stores(), actor=cast.county, at=at)
    entry = open_entry(register, told(cast), actor=cast.clerk, at=at)
    kept = storage.keep([b"%PDF"])
    file = EntryFile.objects.create(entry=entry, name="证照.pdf", uploaded_by=cast.clerk, uploaded_at=at, **vars(kept))
    job = Job.objects.create(
        kind=LOAD,
        owner=cast.clerk,
        params={"register": register.pk, "name": "仓库.csv"},
        state="failed",
        created_at=at,
        finished_at=at,
        report={"faults": ["第 2 行“数量”：数量应填整数。"]},
    )
    figures = Job.objects.create(
        kind=LOAD_FIGURES, owner=cast.staff, params={"name": "数据.csv"}, state="failed", created_at=at, finished_at=at
    )
    return {
        "figures_job": figures.pk,
        "figures_area": "610116001002",
        "register_code": register.code,
        "entry_pk": entry.pk,
        "entry_file": file.pk,
        "sheet_job": job.pk,
    }


class Growth:
    """More rows of the register, one of which has more and more of a history."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.register = add_register(stores(), actor=self.cast.county, at=self.now)
        self.entry = open_entry(self.register, told(self.cast), actor=self.cast.clerk, at=self.now)

    def grow(self, n: int) -> None:
        """One row more, one register more, and one look more at the first row."""
        rows = [told(self.cast, f"{n}号库")]
        open_many(self.register, rows, actor=self.cast.clerk, at=self.now - timedelta(days=400), job_id=n)
        more = stores()
        more.name, more.norms = f"应急仓库{n}", [*more.norms, *more.norms]
        add_register(more, actor=self.cast.county, at=self.now)
        day = office_day(self.now)
        write(self.entry.area, 2000 + n % 20, {"population": n}, actor=self.cast.county, at=self.now)
        check_entry(self.entry, on=day, note="完好", version=None, actor=self.cast.clerk, at=self.now)

    def known(self) -> dict:
        """What the lists name."""
        return {"figures_area": "610116001002", "register_code": self.register.code, "entry_pk": self.entry.pk}
