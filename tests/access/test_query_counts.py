"""Every list × the number of its queries: no more for twelve rows than for three, and not more than the table says."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.many import NOW, County
from tests.access.test_urls import TABLE

FEW, MANY = 3, 12


@dataclass(frozen=True)
class Listed:
    """One list as one person asks for it; ``most`` is the number of queries it may cost."""

    name: str
    who: str
    most: int
    query: str = ""
    args: tuple = ()

    def __str__(self):
        return f"{self.name}{'?' if self.query else ''}{self.query} ({self.who})"


LISTS = (
    Listed("dashboard:workbench", "clerk", 25),
    Listed("dashboard:workbench", "handler", 24),
    Listed("dashboard:workbench", "lead", 26),
    Listed("dashboard:workbench", "staff", 32),
    Listed("dashboard:workbench", "leader", 28),
    Listed("dashboard:workbench", "county", 34),
    Listed("dashboard:workbench", "inspector", 19),
    Listed("dashboard:workbench", "mediator", 28),
    Listed("dashboard:workbench", "judge", 31),
    Listed("dashboard:workbench", "justice_officer", 31),
    Listed("dashboard:workbench", "system_admin", 7),
    *(Listed("petitions:list", who, 17) for who in ("clerk", "handler", "lead", "staff", "leader")),
    *(Listed("petitions:list", "staff", 17, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("petitions:list", "staff", 17, f"due={due}") for due in ("overdue", "today", "soon", "none")),
    Listed("petitions:list", "staff", 17, "scope=all&area=610116001&channel=visit&category=城乡建设"),
    Listed("petitions:list", "staff", 17, "scope=all&status=handling&start=2026-03-01&end=2026-04-12"),
    *(Listed("cases:list", "staff", 16, f"scope={scope}") for scope in ("", "mine", "closed", "all")),
    Listed("cases:search", "clerk", 15, "q=停水"),
    Listed("cases:category_search", "clerk", 4, "q=供水", ("kind",)),
    Listed("api-cases", "staff", 9, "scope=all"),
    Listed("api-cases", "staff", 9, "q=停水&scope=all"),
    # One case in which much has happened.
    Listed("cases:case", "handler", 30, args=("number",)),
    Listed("cases:case", "leader", 29, args=("number",)),
    *(Listed("cases:case", "handler", 29, f"show={show}", ("number",)) for show in ("steps", "papers", "comments")),
    Listed("cases:print", "handler", 24, args=("number",)),
    Listed("cases:step", "handler", 30, args=("number", "step")),
    Listed("cases:clock", "handler", 13, args=("number", "clock")),
    Listed("cases:changes", "lead", 6, "version=1", ("number",)),
    Listed("api-case", "handler", 11, args=("number",)),
    Listed("api-steps", "handler", 8, args=("number",)),
    Listed("notices:inbox", "handler", 13, "show=all"),
    Listed("notices:inbox", "handler", 13, "show=unread&kind=case"),
    Listed("notices:undelivered", "county", 11),
    Listed("jobs", "clerk", 10),
    Listed("organisation:units", "county", 11),
    Listed("organisation:unit", "county", 13, args=("unit",)),
    Listed("organisation:people", "county", 12),
    Listed("organisation:person", "county", 12, args=("person",)),
    Listed("organisation:records", "audit_admin", 8),
    Listed("organisation:password", "handler", 10),
    Listed("organisation:area_search", "clerk", 4, "q=社区"),
    Listed("organisation:unit_search", "clerk", 4, "q=局"),
    Listed("organisation:user_search", "clerk", 5, "q=李"),
    Listed("cases:paper_templates", "county", 10),
    Listed("cases:paper_template", "county", 10, args=("paper_code",)),
    Listed("cases:terms", "clerk", 10),
    Listed("cases:calendar", "county", 11),
    Listed("cases:calendar_year", "county", 11, args=("year",)),
    Listed("supervision:list", "staff", 19),
    Listed("supervision:queue", "staff", 17),
    Listed("supervision:unit", "staff", 24, args=("unit",)),
    Listed("supervision:leading", "staff", 19),
    Listed("supervision:leader_queue", "staff", 19),
    Listed("supervision:leader_proposal", "staff", 19, args=("number",)),
    Listed("supervision:accounts", "staff", 15),
    Listed("supervision:account_item", "staff", 22, args=("account", "account_item")),
    Listed("cases:case", "staff", 31, args=("account",)),
    Listed("supervision:first", "county", 13, "start=2026-03-01&end=2026-04-30"),
    Listed("supervision:first_cases", "county", 15, "start=2026-03-01&end=2026-04-30&figure=passed"),
    Listed("supervision:leaders", "county", 14),
    Listed("supervision:leader", "county", 19, args=("leader",)),
    Listed("supervision:scopes", "county", 12),
    Listed("supervision:scope", "county", 12, args=("scope",)),
    Listed("duties:list", "grid_worker", 14),
    Listed("duties:list", "clerk", 13, "show=returned"),
    Listed("duties:task", "clerk", 22, args=("task",)),
    Listed("duties:board", "county", 14, "plan=sweep"),
    Listed("duties:board", "clerk", 14, "plan=sweep"),
    Listed("duties:export", "county", 14, "plan=sweep"),
    Listed("duties:plans", "county", 11),
    Listed("duties:new_plan", "county", 11),
    Listed("duties:plan", "county", 20, args=("plan",)),
    Listed("duties:periods", "county", 12),
    *(Listed("cases:export", "staff", 13, args=(f"{code}_ledger",)) for code in ("petition", "dispute", "mediation")),
    Listed("duties:meetings", "staff", 14),
    Listed("duties:new_meeting", "clerk", 13),
    Listed("duties:meeting", "clerk", 24, args=("meeting",)),
    Listed("duties:meeting", "lead", 24, args=("meeting",)),
    Listed("duties:edit_meeting", "clerk", 16, args=("meeting",)),
    Listed("duties:minutes", "clerk", 22, args=("meeting",)),
    Listed("duties:print_meeting", "leader", 20, args=("meeting",)),
    Listed("duties:new_decision", "clerk", 13, args=("meeting",)),
    Listed("duties:decisions", "handler", 14),
    Listed("duties:decision", "handler", 14, args=("decision",)),
    Listed("duties:rosters", "county", 17, "kind=reception"),
    Listed("duties:roster_pool", "clerk", 16, args=("pool_unit", "roster_code")),
    Listed("duties:roster", "clerk", 14, args=("roster",)),
    Listed("duties:roster_notice", "leader", 12, args=("roster",)),
    Listed("duties:roster_day", "clerk", 15, args=("roster_day",)),
    Listed("duties:receptions", "county", 18),
    Listed("duties:reception_day", "clerk", 20, args=("pool_unit", "reception_day")),
    Listed("duties:visits", "county", 14),
    Listed("duties:visits_export", "county", 14),
    Listed("duties:new_visit", "clerk", 13),
    Listed("duties:visiting_leader", "clerk", 18, args=("visiting_leader",)),
    Listed("duties:visit_quotas", "county", 12),
    Listed("duties:programmes", "water_handler", 14),
    Listed("duties:programme", "staff", 14, "show=tree", args=("programme",)),
    Listed("duties:programme", "water_handler", 14, args=("programme",)),
    Listed("duties:programme_export", "county", 14, args=("programme",)),
    Listed("duties:programme_task", "water_handler", 17, args=("programme_task",)),
    Listed("petitions:register", "clerk", 14),
    Listed("mediation:register", "clerk", 15),
    Listed("mediation:register", "mediator", 15),
    *(Listed("mediation:organisations", who, 14) for who in ("clerk", "justice_officer")),
    Listed("mediation:organisations", "justice_officer", 16, "state=lacking&township=610116001"),
    Listed("mediation:organisation", "justice_officer", 20, args=("organisation",)),
    Listed("mediation:organisation", "handler", 20, args=("organisation",)),
    Listed("mediation:new_training", "justice_officer", 11, args=("organisation",)),
    Listed("mediation:judges", "justice_officer", 13),
    Listed("mediation:judge", "justice_officer", 13, args=("judge",)),
    Listed("mediation:roster", "justice_officer", 15, "month=2026-04"),
    Listed("mediation:roster_notice", "clerk", 11, "month=2026-04"),
    Listed("mediation:duty", "justice_officer", 13, args=("duty",)),
    Listed("mediation:lawyers", "justice_officer", 12),
    Listed("mediation:file", "mediator", 27, args=("track",)),
    Listed("mediation:file", "justice_officer", 27, args=("track",)),
    Listed("mediation:subsidies", "justice_officer", 13, "month=2026-04"),
    Listed("mediation:subsidy_rates", "justice_officer", 11),
    *(Listed("mediation:list", who, 21) for who in ("clerk", "mediator", "staff")),
    *(Listed("mediation:list", "staff", 21, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("mediation:list", "staff", 21, f"due={due}") for due in ("overdue", "none")),
    *(Listed("mediation:tracks", "mediator", 21, f"scope={scope}") for scope in ("", "open", "all")),
    Listed("mediation:figures", "county", 24, "period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figures", "mediator", 24, "period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 15, "figure=received&period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 15, "figure=track_open&period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 15, "figure=items_kept&period=custom&start=2026-03-01&end=2026-04-30"),
)
# What shows no rows that grow with the work.
NO_LIST = {
    "healthz",
    "organisation:login",
    "organisation:new_unit",
    "organisation:new_person",
    "organisation:edit_person",
    "organisation:appoint",
    "organisation:end_post",
    "job",
    "job-file",
    "api-docs",
    "api-schema",
    "cases:person",
    "cases:file",
    "cases:paper",
    "cases:paper_template_sample",
    "cases:paper_template_file",
    "duties:roster_open",
    "duties:new_visiting_leader",
    "duties:visit_quota",
    "duties:new_programme",
    "duties:new_programme_task",
    "duties:change_programme_task",
    "duties:evidence",
    "petitions:import",
    "petitions:import-preview",
    "mediation:new_organisation",
    "mediation:edit_organisation",
    "mediation:check_organisation",
    "mediation:new_mediator",
    "mediation:edit_mediator",
    "mediation:end_mediator",
    "mediation:new_judge",
    "mediation:new_lawyer",
    "mediation:lawyer",
    "supervision:new_leader",
}


def test_it_knows_of_every_page_whether_it_is_a_list():
    pages = {name for name, row in TABLE.items() if row.get is not None}
    listed = {entry.name for entry in LISTS}
    assert pages - listed - NO_LIST == set(), "say what this page may cost, or that it shows no list"
    assert (listed | NO_LIST) - pages == set(), "there is no such page"
    assert listed & NO_LIST == set()


@pytest.fixture
def county(cast, time_machine):
    """A county in which everything can be made to be more."""
    time_machine.move_to(NOW, tick=False)
    return County(cast)


def costs(county: County, client) -> dict[str, int]:
    """What every list costs now."""
    found = {}
    for who in sorted({entry.who for entry in LISTS}):
        client.force_login(getattr(county.cast, who), backend="governance.organisation.backends.PostBackend")
        client.get("/")  # The first page after a login writes down when the person was seen.
        for entry in (entry for entry in LISTS if entry.who == who):
            url = county.url(entry)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200, entry
            found[str(entry)] = len(queries)
    return found


def test_it_asks_no_more_for_twelve_rows_than_for_three(county, client):
    county.grow(FEW)
    few = costs(county, client)
    county.grow(MANY)
    many = costs(county, client)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {str(entry): many[str(entry)] for entry in LISTS if many[str(entry)] > entry.most} == {}
