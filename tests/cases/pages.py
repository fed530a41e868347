"""The pages of cases: who passes each, and what it may cost."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from governance.cases.choices import lists as choices
from governance.cases.files import attachments
from governance.cases.law import county
from governance.cases.models import Category, CountyRule, ListChoice, RoutingRule, SavedView, StockPhrase
from tests import builders
from tests.access.doors import EXPORTERS, HIDDEN, OPEN, OWNER, REFERENCE, SEERS, WORKERS, Door, Listed, Row

# Those of the unit that holds the case of the table.
OWN = frozenset({"handler", "second_handler", "lead"})

ROWS = {
    "api-docs": Row(),
    "api-schema": Row(),
    "api-cases": Row(),
    "api-case": Row(get=HIDDEN, args=("number",)),
    "api-steps": Row(get=HIDDEN, args=("number",)),
    "api-step": Row(get=None, post=HIDDEN, args=("number", "step")),
    "cases:search": Row(post=OPEN),
    "cases:category_search": Row(args=("kind",)),
    "cases:numbers": Row(),
    "cases:list": Row(),
    "cases:together": Row(),
    "cases:together_step": Row(post=OPEN, args=("together_step",)),
    "cases:views": Row(post=OPEN),
    "cases:view_drop": Row(get=None, post=Door(OWNER, 404), args=("view",)),
    "cases:case": Row(get=HIDDEN, args=("number",)),
    "cases:print": Row(get=HIDDEN, args=("number",)),
    "cases:dossier": Row(get=Door(SEERS, 404, only=OWN), post=Door(SEERS, 404, only=OWN), args=("number",)),
    "cases:changes": Row(get=HIDDEN, args=("number",)),
    "cases:step": Row(get=HIDDEN, post=HIDDEN, args=("number", "step")),
    "cases:decide": Row(get=HIDDEN, post=Door(SEERS, 404, only=frozenset({"lead"})), args=("number", "proposal")),
    "cases:person": Row(get=HIDDEN, post=Door(SEERS, 404, only=WORKERS), args=("number", "participant")),
    "cases:file": Row(get=HIDDEN, args=("number", "attachment")),
    "cases:paper": Row(get=HIDDEN, args=("number", "paper")),
    "cases:picture": Row(get=HIDDEN, args=("number", "attachment", "picture_size")),
    "cases:paper_view": Row(get=HIDDEN, args=("number", "paper")),
    "cases:take_back": Row(get=None, post=Door(SEERS, 404, only=frozenset({"handler"})), args=("number", "proposal")),
    "cases:draft": Row(get=Door(SEERS, 404, only=frozenset({"lead"})), args=("number", "proposal")),
    "cases:rehearse": Row(get=None, post=HIDDEN, args=("number", "step")),
    "cases:clock": Row(get=HIDDEN, args=("number", "clock")),
    "cases:paper_templates": Row(get=Door(REFERENCE)),
    "cases:paper_template": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("paper_code",)),
    "cases:paper_template_sample": Row(get=Door(REFERENCE), args=("paper_code",)),
    "cases:paper_template_file": Row(get=Door(REFERENCE), args=("paper_code", "delivered")),
    "cases:paper_template_use": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("paper_code", "delivered")),
    "cases:calendar": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "cases:calendar_year": Row(get=Door(REFERENCE), args=("year",)),
    "cases:county_rules": Row(get=Door(REFERENCE)),
    "cases:county_rule": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("county_rule",)),
    "cases:routing": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "cases:routing_of": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("matter",)),
    "cases:phrases": Row(post=OPEN),
    "cases:phrase_drop": Row(get=None, post=Door(OWNER, 404), args=("phrase",)),
    "cases:routing_drop": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("routing_rule",)),
    "cases:terms": Row(),
    "cases:term_version": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("term_code",)),
    "cases:choices": Row(get=Door(REFERENCE)),
    "cases:new_choice": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("county_list",)),
    "cases:choice": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("county_list", "choice_code")),
    "cases:ladders": Row(get=Door(REFERENCE)),
    "cases:ladder": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("ladder_code",)),
    "cases:audit": Row(get=Door(frozenset({"audit_admin"}))),
    "cases:export": Row(get=Door(EXPORTERS), post=Door(EXPORTERS), args=("ledger",)),
}
LISTS = (
    *(Listed("cases:list", "staff", 6, f"scope={scope}") for scope in ("", "mine", "closed", "all")),
    Listed("cases:together", "staff", 7, "of=/petitions/%3Fscope%3Dall"),
    Listed("cases:together_step", "staff", 8, "of=/petitions/%3Fscope%3Dall", ("together_step",)),
    Listed("cases:audit", "audit_admin", 4),
    Listed("cases:search", "clerk", 7, "q=停水"),
    Listed("cases:category_search", "clerk", 3, "q=供水", ("kind",)),
    Listed("cases:numbers", "clerk", 4, "q=停水"),
    Listed("api-cases", "staff", 6, "scope=all"),
    Listed("api-cases", "staff", 6, "q=停水&scope=all"),
    # One case in which much has happened.
    Listed("cases:case", "handler", 20, args=("number",)),
    Listed("cases:case", "leader", 19, args=("number",)),
    *(Listed("cases:case", "handler", 20, f"show={show}", ("number",)) for show in ("steps", "papers", "comments")),
    Listed("cases:dossier", "handler", 8, args=("number",)),
    Listed("cases:print", "handler", 15, args=("number",)),
    Listed("cases:step", "handler", 21, args=("number", "step")),
    Listed("cases:clock", "handler", 6, args=("number", "clock")),
    Listed("cases:changes", "lead", 4, "version=1", ("number",)),
    Listed("api-case", "handler", 10, args=("number",)),
    Listed("api-steps", "handler", 13, args=("number",)),
    Listed("cases:paper_templates", "county", 3),
    Listed("cases:paper_template", "county", 3, args=("paper_code",)),
    Listed("cases:terms", "clerk", 4),
    Listed("cases:choices", "county", 3),
    Listed("cases:ladders", "county", 5),
    Listed("cases:county_rules", "county", 4),
    Listed("cases:county_rule", "county", 3, args=("county_rule",)),
    Listed("cases:routing", "county", 6),
    Listed("cases:routing_of", "county", 6, args=("matter",)),
    Listed("cases:calendar", "county", 5),
    Listed("cases:calendar_year", "county", 4, args=("year",)),
    Listed("cases:case", "staff", 20, args=("account",)),
    *(Listed("cases:export", "staff", 3, args=(f"{code}_ledger",)) for code in ("petition", "dispute", "mediation")),
)
NO_LIST = {
    "api-docs",
    "api-schema",
    "cases:person",
    "cases:file",
    "cases:paper",
    "cases:paper_view",
    "cases:picture",
    "cases:draft",
    "cases:decide",
    "cases:paper_template_sample",
    "cases:paper_template_file",
    "cases:views",
    "cases:routing_drop",
    "cases:term_version",
    "cases:ladder",
    "cases:new_choice",
    "cases:choice",
    "cases:phrases",
    "cases:paper_template_use",
}


def county_rule() -> CountyRule:
    """One question to the county, delivered as it stands."""
    county.load_reference()
    return CountyRule.objects.get(code="one_person_papers")


def world(cast, made: dict) -> dict:
    """A case with one of everything, held by the housing department."""
    case = builders.petition(cast, route="arbitration")
    event = case.events.get()
    file = SimpleUploadedFile("照片.png", _png(), content_type="image/png")
    attachment = attachments.store(case, file, actor=cast.clerk, at=case.opened_at, event=event)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "not_accept", cast.handler, later=2, **builders.REFUSAL)
    return {
        "kind": "petition",
        "county_rule": county_rule().code,
        "ledger": "petition",
        "paper_code": "transfer_letter",
        "delivered": 0,
        "number": case.number,
        "step": "comment",
        "together_step": "urge",
        "proposal": case.proposals.get().pk,
        "participant": case.participants.get().pk,
        "attachment": attachment.pk,
        "picture_size": "small",
        "paper": case.papers.earliest("pk").pk,
        "clock": case.clocks.first().pk,
        "year": 2026,
        "matter": "petition",
        "term_code": "petition.route",
        "ladder_code": "legal",
        "county_list": "committee_fields",
        "choice_code": _delivered_choice(),
        "phrase": StockPhrase.objects.create(owner=cast.clerk, box="transfer.reason", text="属于该单位职责。").pk,
        "view": SavedView.objects.create(owner=cast.clerk, listing="petition", name="超期", query="due=overdue").pk,
        "routing_rule": RoutingRule.objects.create(category=_category(), area_id="610116", unit=cast.housing).pk,
    }


def _delivered_choice() -> str:
    choices.load_reference()
    return ListChoice.objects.filter(list="committee_fields").first().code


def _category() -> Category:
    return Category.objects.create(kind="petition", name="供水", path="公共服务/供水")


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()
