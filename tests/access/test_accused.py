"""Whoever is accused asks everything of the site with every account they have, and hears nothing.

What everybody knew before it became an accusation is asked for as well: pages, lists, searches, files, messages,
letters, log lines and jobs hold no canary. A guard of reading taken out makes it red; those of writing stand in
``test_accused_guards``.
"""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.cases.access import door, veil
from governance.cases.access.proof import breaches
from governance.cases.knowing import queryset, words
from governance.cases.models import Case
from governance.duties.findings import actions as findings
from governance.duties.meetings import decisions
from governance.duties.meetings import rows as meeting_rows
from governance.duties.meetings import views as meeting_views
from governance.duties.models import Reception
from governance.duties.visits import views as visits
from governance.frame.days import office_day
from governance.notices import inbox
from governance.notices.delivery import deliver_due
from governance.notices.models import Notice
from governance.organisation.models import Post
from governance.publications import access as publications
from governance.supervision.models.accounts import AccountItems
from tests import builders
from tests.access import pages
from tests.access.accused import (
    ACCUSED,
    AFTER_THE_RESULT,
    WORDS,
    accuse_both_ways,
    accuse_by_clue,
    accuse_person,
    before,
    end,
    hide,
)
from tests.access.sweep import Question, Sweep, client_of
from tests.builders import within_the_day
from tests.cast import known
from tests.questions import forget

# Whoever plays every part asks everything; the others ask what stands behind no row, and at the door of each case.
WIDEST = "many"
NOTHING = Q(pk__in=())
# What the accused person is, may become, and where they may be sent.
POSTS = (None, ("weiqu", "security_admin"), ("centre", "unit_lead"), ("discipline", "handler"))


@pytest.fixture(scope="module")
def sweep(kept):
    """Everything that can be asked once it is an accusation."""
    with time_machine.travel(within_the_day(), tick=False):
        cast = known()
        world = pages.world(cast)
        story = before(cast, timezone.now())
        deliver_due(timezone.now())
        mail.outbox = []
        hide(story)
        end(story)
        yield Sweep(story, world)


def test_it_stands_hidden_by_every_rule(db, sweep):
    assert [case.confidentiality for case in sweep.story.cases] == ["restricted"] * 7
    assert [str(each) for each in breaches(office_day(sweep.story.now))] == []


@pytest.mark.parametrize("part", ["doors", "pages", "lists", "searches"])
def test_whoever_plays_every_part_meets_it_nowhere(db, sweep, part):
    questions = list(getattr(sweep, part)())
    assert len(questions) > 40
    assert sweep.met(WIDEST, questions) == []


@pytest.mark.parametrize("username", sorted(set(ACCUSED) - {WIDEST}))
def test_no_account_of_the_accused_meets_it(db, sweep, username):
    assert sweep.met(username, sweep.plain()) == []


def test_no_letter_and_no_line_of_the_log_tells_of_it(db, sweep, caplog):
    mail.outbox = []
    deliver_due(timezone.now())
    client = client_of(sweep.story, WIDEST)
    for case in sweep.story.cases:
        client.get(reverse("cases:case", args=[case.pk]))
    said = [f"{letter.subject} {letter.body} {letter.alternatives}" for letter in mail.outbox]
    said += [record.getMessage() for record in caplog.records]
    assert [word for word in sweep.canaries if any(word in each for each in said)] == []


def test_who_deals_with_it_reads_all_that_came_after_the_result(db, sweep):
    """What the accused are asked for above is there to be met."""
    asked = [Question("get", reverse("cases:case", args=[Case.objects.get(pk=sweep.story.case.pk).number]))]
    (met,) = sweep.met("inspector", asked)
    assert [name for name in AFTER_THE_RESULT if WORDS[name] not in met] == []


@pytest.fixture
def moved(db, sweep):
    """The mediator of its dispute, who has messages about it, serves the accused government now."""
    cast = sweep.story.cast
    role = Group.objects.get(name="handler")
    Post.objects.create(user=cast.mediator, unit=sweep.story.government, role=role, starts_on=date(2024, 1, 1))


def test_whoever_knew_and_goes_to_the_accused_meets_it_no_more(sweep, moved):
    assert sweep.met("mediator", sweep.plain()) == []


def all_of_them(queryset, *_, **__):
    return queryset.all()


def nothing_kept_away(standing):
    return []


# What is taken out, what stands in its place, who then meets it, and where.
READING = {
    "the door": (queryset.CaseQuerySet, "visible_to", all_of_them, WIDEST, "cases:list"),
    "whom it is kept from": (words, "words_against", nothing_kept_away, "let_in", "cases:list"),
    "the door of one case": (door, "words_against", nothing_kept_away, "let_in", "cases:case"),
    "findings of sweeps": (findings, "hidden_from", lambda standing: NOTHING, WIDEST, "duties:findings"),
    "decisions": (decisions, "hidden_from", lambda standing: NOTHING, WIDEST, "duties:decisions"),
    "decisions of a meeting": (meeting_views, "hidden_from", lambda standing: NOTHING, WIDEST, "duties:meeting"),
    "decisions on an agenda": (meeting_rows, "hidden_from", lambda standing: NOTHING, "handler", "duties:list"),
    "numbers in histories": (veil, "hidden_numbers", lambda *_: set(), WIDEST, "cases:case"),
    "numbers in the record": (veil, "hidden_numbers", lambda *_: set(), "audit_admin", "organisation:records"),
    "marks of numbers": (veil, "mark_of", lambda number: number, "audit_admin", "organisation:records"),
    "receptions": (Reception, "is_shown", lambda *_: True, WIDEST, "duties:reception_day"),
    "visits": (visits, "_may_read", lambda *_: True, WIDEST, "duties:visiting_leader"),
    "circulars": (publications, "hidden_in", lambda *_: set(), WIDEST, "publications:publication"),
    "account items": (AccountItems, "get_queryset", models.Manager.get_queryset, WIDEST, "supervision:account_item"),
}


@pytest.mark.parametrize("guard", READING)
def test_a_guard_of_reading_taken_out_is_noticed(db, sweep, monkeypatch, guard):
    where, name, instead, username, address = READING[guard]
    if username == "let_in":
        builders.let_in(sweep.story.case, sweep.story.cast.many)
        username = WIDEST
    questions = sweep.at(address)
    assert sweep.met(username, questions) == []
    monkeypatch.setattr(where, name, instead)
    forget()
    assert sweep.is_met(username, questions)


def test_the_guard_of_the_inbox_taken_out_is_noticed(sweep, moved, monkeypatch):
    asked = [Question("get", f"{reverse('notices:inbox')}?show=all")]
    assert sweep.met("mediator", asked) == []
    monkeypatch.setattr(inbox, "_shown_to", lambda user: Notice.objects.filter(recipient=user))
    assert sweep.is_met("mediator", asked)


@pytest.mark.parametrize("post", POSTS)
def test_the_accused_person_meets_it_with_no_post_that_they_are_given(db, sweep, post):
    """何建军 as he is, as administrator of accounts, and sent to the very units that hold such matters."""
    cast = sweep.story.cast
    person = Sweep(accuse_both_ways(cast, sweep.story.now), sweep.world)
    assert [case.lead_unit for case in person.story.cases] == [cast.centre] * 2
    if post is not None:
        unit, role = getattr(cast, post[0]), Group.objects.get(name=post[1])
        if post[1] == "security_admin":
            Post.objects.filter(user=cast.township_lead).delete()
        Post.objects.create(user=cast.township_lead, unit=unit, role=role, starts_on=date(2024, 1, 1))
        for case in person.story.cases:
            builders.let_in(case, cast.township_lead)
    assert person.met("township_lead", [*person.plain(), *person.doors()]) == []


@pytest.mark.parametrize("accuse", [accuse_person, accuse_by_clue])
def test_the_guard_of_the_accused_person_taken_out_is_noticed(db, sweep, monkeypatch, accuse):
    person = Sweep(accuse(sweep.story.cast, sweep.story.now), sweep.world)
    builders.let_in(person.story.case, sweep.story.cast.township_lead)
    asked = person.at("cases:list")
    assert person.met("township_lead", asked) == []
    monkeypatch.setattr(words, "words_against", nothing_kept_away)
    assert person.is_met("township_lead", asked)


def test_whoever_knocks_is_written_down_without_the_number(db, sweep, monkeypatch):
    """The auditor of the accused reads who knocked where, and learns no number of it."""
    knocks = [Question("get", reverse("cases:case", args=[case.number])) for case in sweep.story.cases]
    client = client_of(sweep.story, WIDEST)
    for knock in knocks:
        assert client.get(knock.url).status_code == 404
    records = sweep.at("organisation:records")
    assert sweep.met("audit_admin", records) == []
    monkeypatch.setattr(door, "mark_of", lambda number: number)
    monkeypatch.setattr(veil, "mark_of", lambda number: number)
    assert client.get(knocks[0].url).status_code == 404
    assert sweep.is_met("audit_admin", records)
