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
    Listed("dashboard:workbench", "clerk", 20),
    Listed("dashboard:workbench", "handler", 19),
    Listed("dashboard:workbench", "lead", 21),
    Listed("dashboard:workbench", "staff", 27),
    Listed("dashboard:workbench", "leader", 23),
    Listed("dashboard:workbench", "county", 29),
    Listed("dashboard:workbench", "inspector", 14),
    Listed("dashboard:workbench", "mediator", 20),
    Listed("dashboard:workbench", "judge", 14),
    Listed("dashboard:workbench", "justice_officer", 16),
    Listed("dashboard:workbench", "system_admin", 4),
    *(Listed("petitions:list", who, 12) for who in ("clerk", "handler", "lead", "staff", "leader")),
    *(Listed("petitions:list", "staff", 12, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("petitions:list", "staff", 12, f"due={due}") for due in ("overdue", "today", "soon", "none")),
    Listed("petitions:list", "staff", 12, "scope=all&area=610116001&channel=visit&category=城乡建设"),
    Listed("petitions:list", "staff", 12, "scope=all&status=handling&start=2026-03-01&end=2026-04-12"),
    *(Listed("cases:list", "staff", 11, f"scope={scope}") for scope in ("", "mine", "closed", "all")),
    Listed("cases:search", "clerk", 10, "q=停水"),
    Listed("cases:category_search", "clerk", 4, "q=供水", ("kind",)),
    Listed("api-cases", "staff", 9, "scope=all"),
    Listed("api-cases", "staff", 9, "q=停水&scope=all"),
    # One case in which much has happened.
    Listed("cases:case", "handler", 25, args=("number",)),
    Listed("cases:case", "leader", 25, args=("number",)),
    *(Listed("cases:case", "handler", 24, f"show={show}", ("number",)) for show in ("steps", "papers", "comments")),
    Listed("cases:print", "handler", 21, args=("number",)),
    Listed("cases:step", "handler", 25, args=("number", "step")),
    Listed("cases:clock", "handler", 8, args=("number", "clock")),
    Listed("cases:changes", "lead", 6, "version=1", ("number",)),
    Listed("api-case", "handler", 11, args=("number",)),
    Listed("api-steps", "handler", 7, args=("number",)),
    Listed("notices:inbox", "handler", 7, "show=all"),
    Listed("notices:inbox", "handler", 7, "show=unread&kind=case"),
    Listed("notices:undelivered", "county", 5),
    Listed("jobs", "clerk", 4),
    Listed("organisation:units", "county", 5),
    Listed("organisation:unit", "county", 7, args=("unit",)),
    Listed("organisation:people", "county", 6),
    Listed("organisation:person", "county", 6, args=("person",)),
    Listed("organisation:records", "audit_admin", 5),
    Listed("organisation:password", "handler", 4),
    Listed("organisation:area_search", "clerk", 4, "q=社区"),
    Listed("organisation:unit_search", "clerk", 4, "q=局"),
    Listed("organisation:user_search", "clerk", 5, "q=李"),
    Listed("cases:paper_templates", "county", 4),
    Listed("cases:paper_template", "county", 4, args=("paper_code",)),
    Listed("cases:terms", "clerk", 4),
    Listed("cases:calendar", "county", 5),
    Listed("cases:calendar_year", "county", 5, args=("year",)),
    Listed("supervision:list", "staff", 10),
    Listed("supervision:queue", "staff", 11),
    Listed("supervision:unit", "staff", 18, args=("unit",)),
    Listed("supervision:leading", "staff", 12),
    Listed("supervision:leader_queue", "staff", 10),
    Listed("supervision:leader_proposal", "staff", 11, args=("number",)),
    Listed("supervision:accounts", "staff", 7),
    Listed("supervision:account_item", "staff", 9, args=("account", "account_item")),
    Listed("cases:case", "staff", 26, args=("account",)),
    Listed("supervision:first", "county", 6, "start=2026-03-01&end=2026-04-30"),
    Listed("supervision:first_cases", "county", 9, "start=2026-03-01&end=2026-04-30&figure=passed"),
    Listed("supervision:leaders", "county", 5),
    Listed("supervision:leader", "county", 9, args=("leader",)),
    Listed("supervision:scopes", "county", 4),
    Listed("supervision:scope", "county", 4, args=("scope",)),
    Listed("duties:list", "grid_worker", 6),
    Listed("duties:list", "clerk", 5, "show=returned"),
    Listed("duties:task", "clerk", 14, args=("task",)),
    Listed("duties:board", "county", 8, "plan=sweep"),
    Listed("duties:board", "clerk", 8, "plan=sweep"),
    Listed("duties:export", "county", 11, "plan=sweep"),
    Listed("duties:plans", "county", 4),
    Listed("duties:new_plan", "county", 3),
    Listed("duties:plan", "county", 13, args=("plan",)),
    Listed("duties:periods", "county", 5),
    *(Listed("cases:export", "staff", 8, args=(f"{code}_ledger",)) for code in ("petition", "dispute", "mediation")),
    Listed("duties:meetings", "staff", 5),
    Listed("duties:new_meeting", "clerk", 7),
    Listed("duties:meeting", "clerk", 14, args=("meeting",)),
    Listed("duties:meeting", "lead", 14, args=("meeting",)),
    Listed("duties:edit_meeting", "clerk", 10, args=("meeting",)),
    Listed("duties:minutes", "clerk", 12, args=("meeting",)),
    Listed("duties:print_meeting", "leader", 13, args=("meeting",)),
    Listed("duties:new_decision", "clerk", 6, args=("meeting",)),
    Listed("duties:decisions", "handler", 6),
    Listed("duties:decision", "handler", 6, args=("decision",)),
    Listed("duties:rosters", "county", 11, "kind=reception"),
    Listed("duties:roster_pool", "clerk", 10, args=("pool_unit", "roster_code")),
    Listed("duties:roster", "clerk", 7, args=("roster",)),
    Listed("duties:roster_notice", "leader", 5, args=("roster",)),
    Listed("duties:roster_day", "clerk", 8, args=("roster_day",)),
    Listed("duties:receptions", "county", 10),
    Listed("duties:reception_day", "clerk", 10, args=("pool_unit", "reception_day")),
    Listed("duties:visits", "county", 8),
    Listed("duties:visits_export", "county", 8),
    Listed("duties:new_visit", "clerk", 4),
    Listed("duties:visiting_leader", "clerk", 12, args=("visiting_leader",)),
    Listed("duties:visit_quotas", "county", 4),
    Listed("duties:programmes", "water_handler", 8),
    Listed("duties:programme", "staff", 6, "show=tree", args=("programme",)),
    Listed("duties:programme", "water_handler", 6, args=("programme",)),
    Listed("duties:programme_export", "county", 7, args=("programme",)),
    Listed("duties:programme_task", "water_handler", 10, args=("programme_task",)),
    Listed("petitions:register", "clerk", 9),
    Listed("mediation:register", "clerk", 7),
    Listed("mediation:register", "mediator", 7),
    *(Listed("mediation:organisations", who, 8) for who in ("clerk", "justice_officer")),
    Listed("mediation:organisations", "justice_officer", 10, "state=lacking&township=610116001"),
    Listed("mediation:organisation", "justice_officer", 12, args=("organisation",)),
    Listed("mediation:organisation", "handler", 12, args=("organisation",)),
    Listed("mediation:new_training", "justice_officer", 5, args=("organisation",)),
    Listed("mediation:judges", "justice_officer", 7),
    Listed("mediation:judge", "justice_officer", 6, args=("judge",)),
    Listed("mediation:roster", "justice_officer", 9, "month=2026-04"),
    Listed("mediation:roster_notice", "clerk", 5, "month=2026-04"),
    Listed("mediation:duty", "justice_officer", 6, args=("duty",)),
    Listed("mediation:lawyers", "justice_officer", 6),
    Listed("mediation:file", "mediator", 20, args=("track",)),
    Listed("mediation:file", "justice_officer", 20, args=("track",)),
    Listed("mediation:subsidies", "justice_officer", 7, "month=2026-04"),
    Listed("mediation:subsidy_rates", "justice_officer", 4),
    *(Listed("mediation:list", who, 16) for who in ("clerk", "mediator", "staff")),
    *(Listed("mediation:list", "staff", 16, f"scope={scope}") for scope in ("mine", "closed", "all")),
    *(Listed("mediation:list", "staff", 16, f"due={due}") for due in ("overdue", "none")),
    *(Listed("mediation:tracks", "mediator", 13, f"scope={scope}") for scope in ("", "open", "all")),
    Listed("mediation:figures", "county", 17, "period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figures", "mediator", 17, "period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 10, "figure=received&period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 10, "figure=track_open&period=custom&start=2026-03-01&end=2026-04-30"),
    Listed("mediation:figure", "county", 7, "figure=items_kept&period=custom&start=2026-03-01&end=2026-04-30"),
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
    """What every list costs now, in the middle of work: the workbench has been open, the menu has its numbers."""
    found = {}
    for who in sorted({entry.who for entry in LISTS}):
        client.force_login(getattr(county.cast, who), backend="governance.organisation.backends.PostBackend")
        # The first page after a login writes down when the person was seen, and the frame remembers what it asks.
        client.get("/")
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
