"""What papers, forms and refusals say of a term is the version in force, and no text keeps a number of its own."""

import re
from dataclasses import replace
from datetime import date

import pytest

from governance.cases import deadlines, registry
from governance.cases.law.in_force import shown_with_lengths, with_lengths
from governance.cases.models import Term
from governance.cases.soundness import Names, problems
from governance.cases.steps.forms import StepForm
from governance.cases.views.case_parts import step_view
from governance.frame.days import ONE_DAY
from petitions.workflow import WORKFLOW
from tests import builders, disputes
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
A_LENGTH = re.compile("[0-9〇一二三四五六七八九十百] *(个工作日|日|个月|小时)")


def amended(code: str, amount: int, **changes) -> None:
    """A new version of the term is in force since the first day of 2026."""
    since = date(2026, 1, 1)
    former = deadlines.term_for(code, since)
    Term.objects.filter(pk=former.pk).update(effective_to=since - ONE_DAY)
    former.pk, former._state.adding = None, True
    former.version, former.amount, former.effective_from, former.effective_to = 9, amount, since, None
    for name, value in changes.items():
        setattr(former, name, value)
    former.save(force_insert=True)


def test_no_step_keeps_a_number_of_days_in_its_words():
    said = {
        f"{kind.workflow.kind}.{step.name}": text
        for kind in registry.KINDS.values()
        for step in kind.workflow.steps
        for text in (
            step.help,
            step.article,
            *(guard.sentence for guard in step.guards),
            *(each.help for fact in step.facts for each in (fact, *fact.columns)),
        )
        if A_LENGTH.search(text)
    }
    assert said == {}


def test_a_table_that_names_no_term_is_found_at_start_up():
    step = replace(WORKFLOW.steps[0], help="收到之日起{petition.nothing}内转送。")
    table = replace(WORKFLOW, steps=(step, *WORKFLOW.steps[1:]))
    names = Names(permissions={}, papers={}, effects={}, terms={"petition.route"})
    assert "step transfer: unknown term petition.nothing" in problems(table, names)


def test_papers_of_a_petition_say_the_terms_in_force(cast):
    for code, amount, changes in (
        ("petition.notice_transferred", 12, {}),
        ("petition.objection", 4, {}),
        ("petition.handle", 50, {"extension_cap": 20}),
        ("petition.review_apply", 25, {}),
    ):
        amended(code, amount, **changes)
    case = builders.petition(cast, replay=False)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    sent = text(case.papers.get(code="transfer_letter"))
    assert "12日内书面告知" in sent and "4个工作日内提出异议" in sent
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    accepted = text(case.papers.get(code="acceptance_notice"))
    assert "自受理之日起50日内" in accepted and "延长期限不超过20日" in accepted
    builders.step(case, "issue_opinion", cast.lead, later=20, replay=False, **builders.OPINION)
    assert "收到本意见书之日起25日内" in text(case.papers.get(code="handling_opinion"))


def test_papers_of_mediation_say_the_terms_in_force(cast):
    amended("mediation.confirm_apply", 40)
    track = disputes.track(cast)
    accepted_on = track.opened_at.date()
    builders.step(track, "accept", cast.mediator, replay=False, accepted_on=accepted_on, **disputes.ACCEPT)
    assert "自协议生效之日起40日内共同" in text(track.papers.get(code="rights_notice"))


def test_forms_and_buttons_say_the_terms_in_force(cast):
    amended("petition.route", 9)
    amended("petition.handle", 60, extension_cap=15)
    case = builders.kept(cast)
    day = case.opened_at.date()
    assert "收到之日起9日内转送" in step_view(case, WORKFLOW.step("transfer"), day).explanation
    form = StepForm(WORKFLOW.step("extend"), case, cast.handler, at=case.opened_at)
    assert form.fields["days"].help_text == "最长15日"


def test_the_length_is_that_of_the_day(cast):
    amended("petition.handle", 50)
    words = "自受理之日起{petition.handle}内办结"
    assert with_lengths(words, date(2025, 12, 31)) == "自受理之日起60日内办结"
    assert (
        with_lengths(words, date(2026, 1, 1)) == shown_with_lengths(words, date(2026, 1, 1)) == "自受理之日起50日内办结"
    )
