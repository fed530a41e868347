"""The pages of duties: who passes each, and what it may cost."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from governance.duties.models import DutyTask, SweepFinding
from governance.duties.patrols import norms
from governance.duties.scan import opening
from tests.access.doors import CASE_PEOPLE, EXPORTERS, REFERENCE, Door, Listed, Row
from tests.cast import PEOPLE
from tests.duties import gatherings, making, tasking
from tests.duties.growth import Growth as Growth

# The task of 凤栖路社区: its own grid worker, the street that oversees it, and the county.
DUTY_SEERS = frozenset({"grid_worker", "clerk", "township_lead", "staff", "leader", "county"})
# 韦曲街道办 itself and those who oversee the county; who plans meetings and rosters there, and who does anywhere.
STREET = frozenset({"clerk", "township_lead", "staff", "leader", "county"})
HOSTS = frozenset({"clerk", "township_lead"})
# The housing department was asked to the street's meeting, and has to carry out what it decided.
OWNERS = frozenset({"handler", "second_handler", "lead"})
MEETERS = STREET | OWNERS
ARRANGERS = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "county_office"))
URGERS = frozenset({"clerk", "township_lead", "staff", "county"})
# Everybody who works on cases but the leader hands in for his unit.
RETURNERS = CASE_PEOPLE - {"leader"}
# The programme's task is owned by 水务局; the centre that leads oversees it.
PROGRAMME_SEERS = frozenset({"water_handler", "staff", "leader", "county"})
PROGRAMMERS = frozenset({"staff", "county"})
# A leader sees what his unit owes and arranges, and leaves doing it to others.
RETURNED = Door(DUTY_SEERS, 404, only=DUTY_SEERS - {"leader"})
ARRANGED = Door(STREET, 404, only=STREET - {"leader"})
# Only the street's own people write its receptions down.
RECEIVED = Door(STREET, 404, only=HOSTS)
HOSTED = Door(MEETERS, 404, only=HOSTS)
PLANNED = Door(PROGRAMME_SEERS, 404, only=PROGRAMMERS)
REPORTED = Door(PROGRAMME_SEERS, 404, only=frozenset({"water_handler"}))

ROWS = {
    "duties:list": Row(get=Door(CASE_PEOPLE)),
    "duties:task": Row(get=Door(DUTY_SEERS, 404), post=RETURNED, args=("task",)),
    "duties:zero": Row(get=None, post=RETURNED, args=("task",)),
    "duties:board": Row(get=Door(CASE_PEOPLE)),
    "duties:urge": Row(get=None, post=Door(URGERS)),
    "duties:export": Row(get=Door(EXPORTERS)),
    "duties:meetings": Row(get=Door(CASE_PEOPLE)),
    "duties:meeting_counts": Row(get=Door(CASE_PEOPLE)),
    "duties:new_meeting": Row(get=Door(ARRANGERS), post=Door(ARRANGERS)),
    "duties:meeting": Row(get=Door(MEETERS, 404), post=HOSTED, args=("meeting",)),
    "duties:edit_meeting": Row(get=HOSTED, post=HOSTED, args=("meeting",)),
    "duties:minutes": Row(get=HOSTED, post=HOSTED, args=("meeting",)),
    "duties:print_meeting": Row(get=Door(MEETERS, 404), args=("meeting",)),
    "duties:new_decision": Row(get=HOSTED, post=HOSTED, args=("meeting",)),
    "duties:decisions": Row(get=Door(CASE_PEOPLE)),
    "duties:decision": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404, only=HOSTS | OWNERS), args=("decision",)),
    # 韦曲街道办 arranges its own, and whoever oversees it; the leader of the county sees it.
    "duties:rosters": Row(get=Door(CASE_PEOPLE)),
    "duties:roster_open": Row(get=Door(ARRANGERS)),
    "duties:roster_pool": Row(get=ARRANGED, post=ARRANGED, args=("pool_unit", "roster_code")),
    "duties:roster": Row(get=Door(STREET, 404), args=("roster",)),
    "duties:roster_fill": Row(get=None, post=ARRANGED, args=("roster",)),
    "duties:roster_notice": Row(get=Door(STREET, 404), args=("roster",)),
    "duties:roster_day": Row(get=Door(STREET, 404), post=ARRANGED, args=("roster_day",)),
    "duties:plans": Row(get=Door(REFERENCE)),
    "duties:kinds": Row(get=Door(REFERENCE)),
    "duties:new_meeting_kind": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:meeting_kind": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("meeting_code",)),
    "duties:new_roster_kind": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:roster_kind": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("roster_code",)),
    "duties:periods": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:end_period": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("period",)),
    "duties:new_plan": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:plan": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("plan",)),
    "duties:switch": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("plan",)),
    "duties:receptions": Row(get=Door(CASE_PEOPLE)),
    "duties:reception_day": Row(get=Door(STREET, 404), post=RECEIVED, args=("pool_unit", "reception_day")),
    "duties:reception_book": Row(get=Door(STREET, 404), args=("pool_unit", "reception_day")),
    "duties:reception_cards": Row(get=Door(STREET, 404), args=("pool_unit", "reception_day")),
    "duties:patrols": Row(get=Door(CASE_PEOPLE)),
    "duties:patrol": Row(get=None, args=("patrol",)),
    "duties:patrol_start": Row(get=None, post=Door(frozenset({"grid_worker"}))),
    "duties:patrol_end": Row(get=None, post=Door(RETURNERS)),
    "duties:work_norms": Row(get=Door(REFERENCE)),
    "duties:work_norm": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("norm",)),
    "duties:visits": Row(get=Door(CASE_PEOPLE)),
    "duties:visits_export": Row(get=Door(EXPORTERS)),
    "duties:new_visit": Row(get=Door(RETURNERS), post=Door(RETURNERS)),
    "duties:new_visiting_leader": Row(get=Door(ARRANGERS), post=Door(ARRANGERS)),
    "duties:visiting_leader": Row(get=Door(STREET, 404), post=ARRANGED, args=("visiting_leader",)),
    "duties:visit_quotas": Row(get=Door(REFERENCE)),
    "duties:visit_quota": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("leader_kind",)),
    "duties:findings": Row(get=Door(CASE_PEOPLE)),
    "duties:finding": Row(get=Door(DUTY_SEERS, 404), post=Door(DUTY_SEERS, 404, only=HOSTS), args=("finding",)),
    "duties:programmes": Row(get=Door(CASE_PEOPLE)),
    "duties:new_programme": Row(get=Door(PROGRAMMERS), post=Door(PROGRAMMERS)),
    "duties:programme": Row(get=Door(PROGRAMME_SEERS, 404), args=("programme",)),
    "duties:programme_export": Row(get=Door(PROGRAMME_SEERS, 404), args=("programme",)),
    "duties:new_programme_task": Row(get=PLANNED, post=PLANNED, args=("programme",)),
    "duties:programme_task": Row(get=Door(PROGRAMME_SEERS, 404), post=REPORTED, args=("programme_task",)),
    "duties:change_programme_task": Row(get=PLANNED, post=PLANNED, args=("programme_task",)),
    "duties:decide_programme_task": Row(get=None, post=PLANNED, args=("programme_task",)),
    "duties:evidence": Row(get=Door(PROGRAMME_SEERS, 404), args=("evidence",)),
}
LISTS = (
    Listed("duties:list", "grid_worker", 4),
    Listed("duties:list", "clerk", 3, "show=returned"),
    # Two questions ask whether what was found in words has become a hidden matter: for the versions and for the form.
    Listed("duties:task", "clerk", 14, args=("task",)),
    Listed("duties:board", "county", 7, "plan=sweep"),
    Listed("duties:board", "clerk", 7, "plan=sweep"),
    Listed("duties:export", "county", 10, "plan=sweep"),
    Listed("duties:plans", "county", 3),
    Listed("duties:new_plan", "county", 2),
    Listed("duties:plan", "county", 12, args=("plan",)),
    Listed("duties:kinds", "county", 5),
    Listed("duties:periods", "county", 4),
    Listed("duties:meetings", "staff", 5),
    Listed("duties:meeting_counts", "staff", 4),
    Listed("duties:new_meeting", "clerk", 9),
    Listed("duties:meeting", "clerk", 11, args=("meeting",)),
    Listed("duties:meeting", "lead", 11, args=("meeting",)),
    Listed("duties:edit_meeting", "clerk", 8, args=("meeting",)),
    Listed("duties:minutes", "clerk", 9, args=("meeting",)),
    Listed("duties:print_meeting", "leader", 10, args=("meeting",)),
    Listed("duties:new_decision", "clerk", 4, args=("meeting",)),
    Listed("duties:findings", "clerk", 4),
    Listed("duties:finding", "clerk", 7, args=("finding",)),
    Listed("duties:decisions", "handler", 5),
    Listed("duties:decision", "handler", 5, args=("decision",)),
    Listed("duties:rosters", "county", 10, "kind=reception"),
    Listed("duties:roster_pool", "clerk", 9, args=("pool_unit", "roster_code")),
    Listed("duties:roster", "clerk", 6, args=("roster",)),
    Listed("duties:roster_notice", "leader", 4, args=("roster",)),
    Listed("duties:roster_day", "clerk", 7, args=("roster_day",)),
    Listed("duties:receptions", "county", 9),
    Listed("duties:reception_day", "clerk", 8, args=("pool_unit", "reception_day")),
    Listed("duties:reception_book", "clerk", 7, args=("pool_unit", "reception_day")),
    Listed("duties:reception_cards", "clerk", 7, args=("pool_unit", "reception_day")),
    Listed("duties:patrols", "county", 11),
    Listed("duties:patrols", "clerk", 11),
    Listed("duties:patrols", "grid_worker", 17),
    Listed("duties:work_norms", "county", 3),
    Listed("duties:visits", "county", 7),
    Listed("duties:visits_export", "county", 7),
    Listed("duties:new_visit", "clerk", 3),
    Listed("duties:visiting_leader", "clerk", 10, args=("visiting_leader",)),
    Listed("duties:visit_quotas", "county", 3),
    Listed("duties:programmes", "water_handler", 7),
    Listed("duties:programme", "staff", 5, "show=tree", args=("programme",)),
    Listed("duties:programme", "water_handler", 5, args=("programme",)),
    Listed("duties:programme_export", "county", 6, args=("programme",)),
    Listed("duties:programme_task", "water_handler", 9, args=("programme_task",)),
)
NO_LIST = {
    "duties:switch",
    "duties:new_meeting_kind",
    "duties:meeting_kind",
    "duties:new_roster_kind",
    "duties:roster_kind",
    "duties:end_period",
    "duties:roster_open",
    "duties:new_visiting_leader",
    "duties:visit_quota",
    "duties:work_norm",
    "duties:new_programme",
    "duties:new_programme_task",
    "duties:change_programme_task",
    "duties:evidence",
}


def world(cast, made: dict) -> dict:
    """Open windows, a meeting, a roster, a programme, a reception room and a leader who visits."""
    now = timezone.now()
    norms.load_reference()
    sweep = making.plan("sweep")
    opening.open_plan(sweep.pk, now)
    day, task = now.date(), DutyTask.objects.earliest("first")
    about = {"unit": cast.weiqu, "person": cast.clerk, "found_on": day, "due_on": day}
    return {
        **tasking.world(cast, now),
        **gatherings.world(cast, now),
        "patrol": UUID("5b8f6d0e-5f0a-4f0e-9a53-0b5a3f3f3f10"),
        "norm": "patrol",
        "task": task.pk,
        "finding": SweepFinding.objects.create(task=task, text="两家争地界", **about).pk,
        "plan": sweep.code,
        "period": making.period(sweep.code, cast.county, day, day + timedelta(days=7)).pk,
    }
