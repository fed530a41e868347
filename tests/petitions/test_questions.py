"""A question and its answer for everybody to read (网络问政): agreed to, drafted without names, approved, published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.cases.history import Act
from governance.cases.models import Case
from governance.cases.steps import secrecy
from governance.publications.kinds.defining import add_kind
from governance.publications.models import Publication, PublicationKind
from petitions.models import Petition
from tests import builders
from tests.petitions.handing_in import fill_in, say
from tests.publications.pages import OPEN_BOOKS

pytestmark = pytest.mark.django_db

SERVED = {"method": "electronic", "receiver": "本人", "proof": "已签收"}
REPLY = "赵秀英您好：凤栖路社区3组8号一带的路灯本月修好。"


@pytest.fixture(autouse=True)
def kind(db):
    return add_kind(
        replace(OPEN_BOOKS, name="网络问政答复", drafters=[]), actor=None, at=builders.OPENED, code="answers"
    )


def asked(cast, **fields) -> Petition:
    """A suggestion whose asker agrees to have it told, answered and served."""
    told = {"petition_class": "suggestion", "route": "", "may_be_told": True, "title": "建议修路灯"} | fields
    case = builders.kept(cast, summary="赵秀英反映路灯不亮，电话13911112222。", **told)
    builders.studied(case, cast.handler)
    builders.step(case, "reply", cast.lead, later=3, reply=REPLY, adopted="none")
    served_on = (case.opened_at + timedelta(days=4)).date()
    builders.step(case, "serve", cast.handler, later=4, served_on=served_on, **SERVED)
    return case


def drafted(cast, login, case):
    return login(cast.lead).post(reverse("petitions:tell_all", args=[case.number]))


def test_an_answer_goes_out_without_names_and_only_once_it_is_approved(cast, login):
    case = asked(cast)
    page = login(cast.lead).get(f"/cases/{case.number}/").content.decode()
    assert reverse("petitions:tell_all", args=[case.number]) in page
    answer = drafted(cast, login, case)
    made = Publication.objects.get()
    assert answer.url == reverse("publications:publication", args=[made.pk])
    assert (made.kind.code, made.unit, made.state) == ("answers", cast.housing, "draft")
    assert "路灯不亮" in made.body and "本月修好" in made.body and "提问人您好" in made.body
    assert not [word for word in ("赵秀英", "13911112222", "3组8号", case.number) if word in made.title + made.body]
    # Nobody reads it before somebody else has approved it.
    assert "路灯" not in Client().get(reverse("publications:notices")).content.decode()
    assert drafted(cast, login, case).status_code == 403
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("fields", [{"may_be_told": False}, {"petition_class": "appeal_request", "route": "handling"}])
def test_nothing_is_drafted_that_was_not_agreed_to_or_is_a_paper_of_their_own(cast, login, fields):
    if fields.get("petition_class"):
        case = builders.kept(cast, may_be_told=True)
        builders.step(case, "issue_opinion", cast.lead, later=3, **builders.OPINION)
        served_on = (case.opened_at + timedelta(days=4)).date()
        builders.step(case, "serve", cast.handler, later=4, served_on=served_on, **SERVED)
    else:
        case = asked(cast, **fields)
    page = login(cast.lead).get(f"/cases/{case.number}/").content.decode()
    assert reverse("petitions:tell_all", args=[case.number]) not in page
    assert drafted(cast, login, case).status_code == 403
    assert not Publication.objects.exists()


def test_whoever_may_not_know_of_it_or_does_not_draft_is_told_so(cast, login):
    case = asked(cast)
    path = reverse("petitions:tell_all", args=[case.number])
    assert login(cast.outsider).post(path).status_code == 404
    PublicationKind.objects.filter(code="answers").update(is_active=False)
    assert login(cast.lead).post(path).status_code == 403


def test_what_turns_out_to_accuse_somebody_says_nothing_any_more(cast, login):
    case = asked(cast)
    drafted(cast, login, case)
    row = Petition.objects.get(pk=case.pk)
    secrecy.conceal(row, Act(cast.petition_clerk, case.opened_at + timedelta(days=9)))
    made = Publication.objects.get()
    assert (made.state, made.title, made.body) == ("dropped", "已撤下", "")


def test_a_citizen_ticks_it_and_an_accusation_is_never_told(client, cast):
    fill_in(client, people={"may_be_told": "on"})
    assert say(client, "check").status_code == 302
    assert Petition.objects.get().may_be_told
    other = Client()
    fill_in(other, matter={"petition_class": "accusation"}, people={"may_be_told": "on"})
    assert say(other, "check").status_code == 302
    hidden = Petition.objects.get(petition_class="accusation")
    assert not hidden.may_be_told
    assert Case.objects.count() == 2
