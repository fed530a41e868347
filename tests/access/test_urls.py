"""Every address × every person, GET and POST: written from who should pass, and an address missing here fails."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from PIL import Image

from governance.cases.files import attachments
from governance.duties.models import DutyTask
from governance.duties.scan import opening
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Notice
from mediation.models import Committee, GuideJudge, Lawyer, LawyerDuty, Mediator
from tests import builders, disputes
from tests.cast import PEOPLE, Cast, known
from tests.duties import gatherings, tasking
from tests.duties import making as duties
from tests.supervision import leading

EVERYBODY = frozenset(row[0] for row in PEOPLE)
# The petition lies in 韦曲 and is held by the housing department.
SEERS = frozenset({"clerk", "township_lead", "handler", "second_handler", "lead", "staff", "leader", "county"})
# Those who work on it, or have sent it, may ask for names and numbers; asking wants a reason.
WORKERS = frozenset({"clerk", "township_lead", "handler", "second_handler", "lead"})
REGISTRARS = frozenset({"clerk", "petition_clerk", "staff"})
CASE_PEOPLE = EVERYBODY - {"system_admin", "security_admin", "audit_admin"}
MANAGERS = frozenset({"county", "security_admin"})
AUDITORS = frozenset({"audit_admin"})
DELIVERERS = frozenset({"county", "system_admin"})
OWNER = frozenset({"clerk"})
REFERENCE = frozenset({"county", "system_admin"})
EXPORTERS = CASE_PEOPLE - {"mediator", "village_mediator", "grid_worker"}
IMPORTERS = frozenset({"staff", "county"})
SUPERVISORS = frozenset({"staff", "county"})
# The county's committee mediates a dispute that lies in 韦曲 and was taken in there.
MEDIATORS = frozenset({"mediator"})
# The task of 凤栖路社区: its own grid worker, the street that oversees it, and the county.
DUTY_SEERS = frozenset({"grid_worker", "clerk", "township_lead", "staff", "leader", "county"})
# 韦曲街道办 itself and those who oversee the county; who plans meetings and rosters there, and who does anywhere.
STREET = frozenset({"clerk", "township_lead", "staff", "leader", "county"})
HOSTS = frozenset({"clerk", "township_lead"})
# The housing department was asked to the street's meeting, and has to carry out what it decided.
OWNERS = frozenset({"handler", "second_handler", "lead"})
MEETERS = STREET | OWNERS
STREET_ARRANGERS = STREET - {"leader"}
ARRANGERS = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "county_office"))
URGERS = frozenset({"clerk", "township_lead", "staff", "county"})
# Everybody who works on cases but the leader hands in for his unit.
RETURNERS = CASE_PEOPLE - {"leader"}
# The programme's task is owned by 水务局; the centre that leads oversees it.
PROGRAMME_SEERS = frozenset({"water_handler", "staff", "leader", "county"})
PROGRAMMERS = frozenset({"staff", "county"})
# Whoever works on cases at a desk of their own registers disputes, handlers and mediators too.
DISPUTE_ROLES = ("registrar", "handler", "unit_lead", "centre_staff", "mediator")
DISPUTE_REGISTRARS = frozenset(row[0] for row in PEOPLE if row[4] in DISPUTE_ROLES)
# They keep committees, mediators and rosters, each in the area of their own unit; in the cast all of it is the county.
GUIDES = frozenset({"staff", "county", "justice_officer"})


@dataclass(frozen=True)
class Door:
    """Who passes, and what the others are told: 404 where they may not know, 403 where they may not do."""

    who: frozenset = EVERYBODY
    others: int = 403


OPEN = Door()
HIDDEN = Door(SEERS, 404)
# The meeting of the centre is for whoever oversees the county.
ACCOUNTED = Door(frozenset({"staff", "leader", "county"}), 404)
MEDIATED = Door(MEDIATORS | GUIDES | {"clerk", "township_lead", "leader"}, 404)


@dataclass(frozen=True)
class Row:
    """One address: what it takes, who may read it, who may write to it. ``None``: there is no such method."""

    get: Door | None = OPEN
    post: Door | None = None
    args: tuple = ()
    for_strangers: bool = False


TABLE = {
    "healthz": Row(for_strangers=True),
    "organisation:login": Row(post=OPEN, for_strangers=True),
    "organisation:logout": Row(get=None, post=OPEN, for_strangers=True),
    "organisation:leave_everywhere": Row(get=None, post=OPEN),
    "organisation:password": Row(post=OPEN),
    "organisation:area_search": Row(),
    "organisation:unit_search": Row(),
    "organisation:user_search": Row(),
    "organisation:units": Row(get=Door(MANAGERS)),
    "organisation:new_unit": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:unit": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("unit",)),
    "organisation:close_unit": Row(get=None, post=Door(MANAGERS), args=("unit",)),
    "organisation:reopen_unit": Row(get=None, post=Door(MANAGERS), args=("unit",)),
    "organisation:people": Row(get=Door(MANAGERS)),
    "organisation:new_person": Row(get=Door(MANAGERS), post=Door(MANAGERS)),
    "organisation:person": Row(get=Door(MANAGERS), args=("person",)),
    "organisation:edit_person": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("person",)),
    "organisation:close_person": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:reopen_person": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:reset_password": Row(get=None, post=Door(MANAGERS), args=("person",)),
    "organisation:appoint": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("person",)),
    "organisation:end_post": Row(get=Door(MANAGERS), post=Door(MANAGERS), args=("post",)),
    "organisation:withdraw_post": Row(get=None, post=Door(MANAGERS), args=("post",)),
    "organisation:records": Row(get=Door(AUDITORS)),
    "notices:inbox": Row(),
    "notices:open": Row(get=None, post=Door(OWNER, 404), args=("notice",)),
    "notices:read_all": Row(get=None, post=OPEN),
    "notices:preference": Row(get=None, post=OPEN),
    "notices:undelivered": Row(get=Door(DELIVERERS)),
    "notices:resend": Row(get=None, post=Door(DELIVERERS)),
    "jobs": Row(),
    "job": Row(get=Door(OWNER, 404), args=("job",)),
    # A job that has not finished has no file, not even for its owner.
    "job-file": Row(get=Door(frozenset(), 404), args=("job",)),
    "job-cancel": Row(get=None, post=Door(OWNER, 404), args=("job",)),
    "dashboard:workbench": Row(),
    "api-docs": Row(),
    "api-schema": Row(),
    "api-cases": Row(),
    "api-case": Row(get=HIDDEN, args=("number",)),
    "api-steps": Row(get=HIDDEN, args=("number",)),
    "api-step": Row(get=None, post=HIDDEN, args=("number", "step")),
    "cases:search": Row(post=OPEN),
    "cases:category_search": Row(args=("kind",)),
    "cases:list": Row(),
    "cases:case": Row(get=HIDDEN, args=("number",)),
    "cases:print": Row(get=HIDDEN, args=("number",)),
    "cases:changes": Row(get=HIDDEN, args=("number",)),
    "cases:step": Row(get=HIDDEN, post=HIDDEN, args=("number", "step")),
    "cases:decide": Row(get=None, post=Door(SEERS, 404), args=("number", "proposal")),
    "cases:person": Row(get=HIDDEN, post=HIDDEN, args=("number", "participant")),
    "cases:file": Row(get=HIDDEN, args=("number", "attachment")),
    "cases:paper": Row(get=HIDDEN, args=("number", "paper")),
    "cases:clock": Row(get=HIDDEN, args=("number", "clock")),
    "cases:paper_templates": Row(get=Door(REFERENCE)),
    "cases:paper_template": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("paper_code",)),
    "cases:paper_template_sample": Row(get=Door(REFERENCE), args=("paper_code",)),
    "cases:paper_template_file": Row(get=Door(REFERENCE), args=("paper_code", "delivered")),
    "cases:paper_template_use": Row(get=None, post=Door(REFERENCE), args=("paper_code", "delivered")),
    "cases:calendar": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "cases:calendar_year": Row(get=Door(REFERENCE), args=("year",)),
    "cases:terms": Row(),
    "cases:export": Row(get=Door(EXPORTERS), post=Door(EXPORTERS), args=("ledger",)),
    "supervision:list": Row(),
    "supervision:queue": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "supervision:set_aside": Row(get=None, post=Door(SUPERVISORS)),
    # 水务局 itself, and who oversees the county.
    "supervision:unit": Row(get=Door(frozenset({"water_handler", "staff", "leader", "county"}), 404), args=("unit",)),
    "supervision:leading": Row(),
    "supervision:leader_queue": Row(get=Door(SUPERVISORS)),
    "supervision:leader_proposal": Row(get=HIDDEN, post=HIDDEN, args=("number",)),
    "supervision:accounts": Row(get=Door(CASE_PEOPLE), post=Door(SUPERVISORS)),
    "supervision:account_item": Row(get=ACCOUNTED, post=ACCOUNTED, args=("account", "account_item")),
    "supervision:first": Row(get=Door(CASE_PEOPLE)),
    "supervision:first_cases": Row(get=Door(CASE_PEOPLE)),
    "supervision:leaders": Row(get=Door(REFERENCE)),
    "supervision:new_leader": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "supervision:leader": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("leader",)),
    "supervision:scopes": Row(get=Door(REFERENCE)),
    "supervision:scope": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("scope",)),
    "duties:list": Row(get=Door(CASE_PEOPLE)),
    "duties:task": Row(get=Door(DUTY_SEERS, 404), post=Door(DUTY_SEERS, 404), args=("task",)),
    "duties:zero": Row(get=None, post=Door(DUTY_SEERS, 404), args=("task",)),
    "duties:board": Row(get=Door(CASE_PEOPLE)),
    "duties:urge": Row(get=None, post=Door(URGERS)),
    "duties:export": Row(get=Door(EXPORTERS)),
    "duties:meetings": Row(get=Door(CASE_PEOPLE)),
    "duties:new_meeting": Row(get=Door(ARRANGERS), post=Door(ARRANGERS)),
    "duties:meeting": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404), args=("meeting",)),
    "duties:edit_meeting": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404), args=("meeting",)),
    "duties:minutes": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404), args=("meeting",)),
    "duties:print_meeting": Row(get=Door(MEETERS, 404), args=("meeting",)),
    "duties:new_decision": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404), args=("meeting",)),
    "duties:decisions": Row(get=Door(CASE_PEOPLE)),
    "duties:decision": Row(get=Door(MEETERS, 404), post=Door(MEETERS, 404), args=("decision",)),
    # 韦曲街道办 arranges its own, and whoever oversees it; the leader of the county sees it.
    "duties:rosters": Row(get=Door(CASE_PEOPLE)),
    "duties:roster_open": Row(get=Door(ARRANGERS)),
    "duties:roster_pool": Row(get=Door(STREET, 404), post=Door(STREET, 404), args=("pool_unit", "roster_code")),
    "duties:roster": Row(get=Door(STREET, 404), args=("roster",)),
    "duties:roster_fill": Row(get=None, post=Door(STREET, 404), args=("roster",)),
    "duties:roster_notice": Row(get=Door(STREET, 404), args=("roster",)),
    "duties:roster_day": Row(get=Door(STREET, 404), post=Door(STREET, 404), args=("roster_day",)),
    "duties:plans": Row(get=Door(REFERENCE)),
    "duties:periods": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:end_period": Row(get=None, post=Door(REFERENCE), args=("period",)),
    "duties:new_plan": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "duties:plan": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("plan",)),
    "duties:switch": Row(get=None, post=Door(REFERENCE), args=("plan",)),
    "duties:receptions": Row(get=Door(CASE_PEOPLE)),
    "duties:reception_day": Row(get=Door(STREET, 404), post=Door(STREET, 404), args=("pool_unit", "reception_day")),
    "duties:visits": Row(get=Door(CASE_PEOPLE)),
    "duties:visits_export": Row(get=Door(EXPORTERS)),
    "duties:new_visit": Row(get=Door(RETURNERS), post=Door(RETURNERS)),
    "duties:new_visiting_leader": Row(get=Door(ARRANGERS), post=Door(ARRANGERS)),
    "duties:visiting_leader": Row(get=Door(STREET, 404), post=Door(STREET, 404), args=("visiting_leader",)),
    "duties:visit_quotas": Row(get=Door(REFERENCE)),
    "duties:visit_quota": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("leader_kind",)),
    "duties:programmes": Row(get=Door(CASE_PEOPLE)),
    "duties:new_programme": Row(get=Door(PROGRAMMERS), post=Door(PROGRAMMERS)),
    "duties:programme": Row(get=Door(PROGRAMME_SEERS, 404), args=("programme",)),
    "duties:programme_export": Row(get=Door(PROGRAMME_SEERS, 404), args=("programme",)),
    "duties:new_programme_task": Row(
        get=Door(PROGRAMME_SEERS, 404), post=Door(PROGRAMME_SEERS, 404), args=("programme",)
    ),
    "duties:programme_task": Row(
        get=Door(PROGRAMME_SEERS, 404), post=Door(PROGRAMME_SEERS, 404), args=("programme_task",)
    ),
    "duties:change_programme_task": Row(
        get=Door(PROGRAMME_SEERS, 404), post=Door(PROGRAMME_SEERS, 404), args=("programme_task",)
    ),
    "duties:decide_programme_task": Row(get=None, post=Door(PROGRAMME_SEERS, 404), args=("programme_task",)),
    "duties:evidence": Row(get=Door(PROGRAMME_SEERS, 404), args=("evidence",)),
    "mediation:figures": Row(get=Door(CASE_PEOPLE)),
    # Without a figure it is the list of nothing.
    "mediation:figure": Row(get=Door(CASE_PEOPLE)),
    "mediation:figures_export": Row(get=None, post=Door(EXPORTERS)),
    "petitions:list": Row(),
    "petitions:import": Row(get=Door(IMPORTERS), post=Door(IMPORTERS)),
    "petitions:import-preview": Row(get=Door(IMPORTERS), post=Door(IMPORTERS), args=("job",)),
    "petitions:register": Row(get=Door(REGISTRARS), post=Door(REGISTRARS)),
    "petitions:preview": Row(get=None, post=Door(REGISTRARS)),
    "mediation:list": Row(),
    "mediation:tracks": Row(),
    "mediation:register": Row(get=Door(DISPUTE_REGISTRARS), post=Door(DISPUTE_REGISTRARS)),
    "mediation:preview": Row(get=None, post=Door(DISPUTE_REGISTRARS)),
    "mediation:organisations": Row(get=Door(CASE_PEOPLE)),
    "mediation:new_organisation": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:organisation": Row(get=Door(CASE_PEOPLE), args=("organisation",)),
    "mediation:edit_organisation": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:check_organisation": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:new_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:new_training": Row(get=Door(GUIDES), post=Door(GUIDES), args=("organisation",)),
    "mediation:edit_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("mediator",)),
    "mediation:end_mediator": Row(get=Door(GUIDES), post=Door(GUIDES), args=("mediator",)),
    "mediation:judges": Row(get=Door(CASE_PEOPLE)),
    "mediation:new_judge": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:judge": Row(get=Door(GUIDES), post=Door(GUIDES), args=("judge",)),
    "mediation:roster": Row(get=Door(CASE_PEOPLE)),
    "mediation:generate_roster": Row(get=None, post=Door(GUIDES)),
    "mediation:roster_notice": Row(get=Door(CASE_PEOPLE)),
    "mediation:duty": Row(get=Door(GUIDES), post=Door(GUIDES), args=("duty",)),
    "mediation:lawyers": Row(get=Door(CASE_PEOPLE)),
    "mediation:new_lawyer": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:lawyer": Row(get=Door(GUIDES), post=Door(GUIDES), args=("lawyer",)),
    "mediation:file": Row(get=MEDIATED, post=MEDIATED, args=("track",)),
    "mediation:bind": Row(get=None, post=MEDIATED, args=("track",)),
    "mediation:subsidies": Row(get=Door(GUIDES), post=Door(GUIDES)),
    "mediation:subsidies_export": Row(get=None, post=Door(GUIDES)),
    "mediation:subsidy_rates": Row(get=Door(GUIDES), post=Door(GUIDES)),
}
# Seeing is not doing: within the case these may see, and are told 403 where they may not act.
NARROWER = {
    ("cases:decide", "post"): frozenset({"lead"}),
    ("cases:person", "post"): WORKERS,
    ("supervision:account_item", "post"): SUPERVISORS,
    ("supervision:leader_proposal", "get"): SUPERVISORS,
    ("supervision:leader_proposal", "post"): SUPERVISORS,
    ("mediation:file", "post"): MEDIATORS,
    ("mediation:bind", "post"): MEDIATORS,
    ("duties:task", "post"): DUTY_SEERS - {"leader"},
    ("duties:zero", "post"): DUTY_SEERS - {"leader"},
    ("duties:meeting", "post"): HOSTS,
    **{
        (f"duties:{name}", way): HOSTS
        for name in ("edit_meeting", "minutes", "new_decision")
        for way in ("get", "post")
    },
    ("duties:decision", "post"): HOSTS | OWNERS,
    ("duties:roster_pool", "get"): STREET_ARRANGERS,
    ("duties:roster_pool", "post"): STREET_ARRANGERS,
    ("duties:roster_fill", "post"): STREET_ARRANGERS,
    ("duties:roster_day", "post"): STREET_ARRANGERS,
    ("duties:visiting_leader", "post"): STREET_ARRANGERS,
    # Only the street's own people write its receptions down.
    ("duties:reception_day", "post"): frozenset({"clerk", "township_lead"}),
    ("duties:new_programme_task", "get"): PROGRAMMERS,
    ("duties:new_programme_task", "post"): PROGRAMMERS,
    ("duties:change_programme_task", "get"): PROGRAMMERS,
    ("duties:change_programme_task", "post"): PROGRAMMERS,
    ("duties:decide_programme_task", "post"): PROGRAMMERS,
    ("duties:programme_task", "post"): frozenset({"water_handler"}),
}
# Through the door, and told that what was named is not there or not theirs.
NOTHING_OF_THEIRS = {
    ("mediation:figure", "get"),
    ("notices:resend", "post"),
    ("petitions:import-preview", "get"),
    ("petitions:import-preview", "post"),
}
PASSED = {200, 204, 302, 400, 409, 415, 422, 503}


def addresses(patterns=None, space=""):
    """The names of all addresses of the site."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, space + inner)


def test_it_knows_every_address_of_the_site():
    assert set(addresses()) - set(TABLE) == set(), "an address without a row"
    assert set(TABLE) - set(addresses()) == set(), "a row without an address"


@pytest.fixture(scope="module")
def world(kept):
    """One of everything that an address can name, at a moment that lasts as long as the module."""
    with time_machine.travel(timezone.now(), tick=False):
        yield _one_of_everything(known())


def _one_of_everything(cast: Cast) -> dict:
    case = builders.petition(cast)
    event = case.events.get()
    file = SimpleUploadedFile("照片.png", _png(), content_type="image/png")
    attachment = attachments.store(case, file, actor=cast.clerk, at=case.opened_at, event=event)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "not_accept", cast.handler, later=2, **builders.REFUSAL)
    row = outbox.Message(recipient_id=cast.clerk.pk, kind="case", text="有新消息", link="/", key="one")
    outbox.post_many([row], at=case.opened_at)
    sweep = duties.plan("sweep")
    opening.open_plan(sweep.pk, timezone.now())
    return {
        **_who_mediates(cast),
        **tasking.world(cast, timezone.now()),
        **gatherings.world(cast, timezone.now()),
        "unit": cast.water.pk,
        "person": cast.mediator.pk,
        "post": cast.mediator.posts.get().pk,
        "notice": Notice.objects.get(key="one").pk,
        "job": Job.objects.create(kind="export", owner=cast.clerk, created_at=case.opened_at).pk,
        "task": DutyTask.objects.earliest("first").pk,
        "plan": sweep.code,
        "period": duties.period(sweep.code, cast.county).pk,
        "kind": "petition",
        "ledger": "petition",
        "paper_code": "transfer_letter",
        "delivered": 0,
        "number": case.number,
        "step": "comment",
        "proposal": case.proposals.get().pk,
        "participant": case.participants.get().pk,
        "attachment": attachment.pk,
        "paper": case.papers.get().pk,
        "clock": case.clocks.first().pk,
        "year": 2026,
        "track": _track(cast).number,
        "leader": leading.leaders(cast)[0].pk,
        **leading.accounted(cast),
        "scope": _scope(),
    }


def _who_mediates(cast) -> dict:
    """One committee with a mediator, a guide judge and a lawyer on duty."""
    since = date(2026, 3, 2)
    unit = cast.village_committee
    Committee.objects.create(unit=unit, type="village", set_up_on=since)
    mediator = Mediator.objects.create(unit=unit, name="任秀英", position="engaged", appointed_on=since)
    judge = GuideJudge.objects.create(area_id="610116001", name="苏敏", court=cast.court, starts_on=since)
    lawyer = Lawyer.objects.create(name="陈晓明", firm="陕西长信律师事务所")
    duty = LawyerDuty.objects.create(day=since, lawyer=lawyer, place=cast.centre)
    return {
        "organisation": unit.pk,
        "mediator": mediator.pk,
        "judge": judge.pk,
        "lawyer": lawyer.pk,
        "duty": duty.pk,
    }


def _scope() -> str:
    leading.rules()
    return "collective"


def _track(cast):
    track = disputes.track(cast)
    disputes.accept(track, cast)
    return track


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def _group(name: str) -> str:
    """The app of an address; what has none of its own stands together."""
    return name.partition(":")[0] if ":" in name else "site"


@pytest.fixture(scope="module")
def clients(world) -> dict[str, Client]:
    """Everybody before a browser of their own; the page that writes down when they were seen is behind them."""
    found = {}
    for person in known().people:
        found[person.username] = client = Client()
        client.force_login(person, backend="governance.organisation.backends.PostBackend")
        client.get("/")
    return found


@pytest.mark.parametrize("group", sorted(set(map(_group, TABLE))))
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_lets_exactly_the_right_people_through_each_door(db, world, clients, method, group):
    rows = [(name, row) for name, row in TABLE.items() if _group(name) == group]
    wrong = []
    for username, client in clients.items():
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for name, row in rows:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            door = getattr(row, method)
            url = reverse(name, args=[world[word] for word in row.args])
            with transaction.atomic():
                status = getattr(client, method)(url).status_code
                transaction.set_rollback(True)
            if not _as_expected(name, method, door, username, status):
                wrong.append(f"{method} {name} {username}: {status}")
    assert wrong == []


def _as_expected(name: str, method: str, door: Door | None, username: str, status: int) -> bool:
    if door is None:
        return status in (405, 403, 404)
    if username not in door.who:
        return status == door.others
    if (name, method) in NOTHING_OF_THEIRS:
        return status == 404
    narrower = NARROWER.get((name, method))
    if narrower is not None and username not in narrower:
        return status == 403
    return status in PASSED


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_sends_strangers_to_the_login(world, client, method):
    for name, row in TABLE.items():
        url = reverse(name, args=[world[word] for word in row.args])
        response = getattr(client, method)(url)
        if row.for_strangers:
            assert response.status_code in PASSED | {405}, name
        else:
            assert response.status_code in (302, 403), name
            assert response.status_code == 403 or response["Location"].startswith("/login"), name


def test_it_answers_a_hidden_case_as_one_that_never_was(cast, world, client):
    client.force_login(cast.outsider, backend="governance.organisation.backends.PostBackend")
    for name, row in TABLE.items():
        if row.get is HIDDEN:
            rest = [world[word] for word in row.args[1:]]
            hidden = client.get(reverse(name, args=[world["number"], *rest]))
            absent = client.get(reverse(name, args=["XF2026-999999", *rest]))
            assert (hidden.status_code, absent.status_code) == (404, 404), name
            assert len(hidden.content) == len(absent.content), name


def test_it_changes_nothing_when_it_is_only_read(cast, world, client):
    """A GET may leave a record of the look and nothing else."""
    client.force_login(cast.lead, backend="governance.organisation.backends.PostBackend")
    before = _fingerprint()
    for name, row in TABLE.items():
        if row.get is not None:
            client.get(reverse(name, args=[world[word] for word in row.args]))
    assert _fingerprint() == before


def _fingerprint() -> list:
    free = {"AccessRecord", "Session", "AccessAttempt", "AccessLog", "User", "LoginSession"}
    return [
        (model.__name__, list(model.objects.order_by("pk").values()))
        for model in apps.get_models()
        if model.__name__ not in free and model._meta.managed
    ]
