"""Whoever asks not to be named to the organ that deals with it is named there by no page, paper or search."""

import pytest
from django.urls import reverse

from governance.citizens import codes
from governance.organisation.models import AccessRecord
from petitions.intake.actions import register_petition
from petitions.models import Petition, WithheldPerson
from petitions.withholding.actions import forget_before
from tests import builders
from tests.papers.reading import text
from tests.petitions.handing_in import hand_in
from tests.petitions.test_register import register

pytestmark = pytest.mark.django_db
NAME, PHONE, HOME = "赵秀英", "13911112222", "凤栖路社区3组8号"


@pytest.fixture
def petition(cast) -> Petition:
    """Taken in at the township, answered and served by the housing department."""
    made = Petition(
        title="反映小区停水",
        summary="请求尽快恢复供水。",
        area=cast.area("610116001002"),
        channel="letter",
        petition_class="appeal_request",
        route="handling",
        opened_at=builders.OPENED,
        lead_unit=cast.weiqu,
    )
    register_petition(made, actor=cast.clerk, at=builders.OPENED, people=[builders.person()], withheld=True)
    builders.step(made, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(made, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    builders.step(made, "issue_opinion", cast.lead, later=20, replay=False, **builders.OPINION)
    return made


def read(login, who, petition, reason="核实地址，送达答复"):
    return login(who).post(reverse("petitions:withheld", args=[petition.number]), {"reason": reason})


def test_the_organ_reads_it_on_no_page_paper_search_or_program(cast, login, petition):
    for who in (cast.handler, cast.lead):
        client = login(who)
        pages = [client.get(f"/cases/{petition.number}/"), client.get("/petitions/?scope=all")]
        pages += [client.get(f"/cases/{petition.number}/print/"), client.get(f"/api/cases/{petition.number}/")]
        for page in pages:
            said = page.content.decode()
            assert page.status_code == 200 and "不公开姓名" in said
            assert not [word for word in (NAME, PHONE, "赵*", "139****", HOME) if word in said]
        for word in (NAME, PHONE):
            assert petition.number not in client.post("/search/", {"q": word}).content.decode()
        assert read(login, who, petition).status_code == 403
    for paper in petition.papers.all():
        assert NAME not in text(paper) and HOME not in text(paper)
    assert petition.papers.count() >= 4
    assert NAME not in str([event.facts for event in petition.events.all()])


@pytest.mark.parametrize("who", ["clerk", "township_lead", "staff"])
def test_who_took_it_in_and_the_centre_read_it_with_a_reason_on_record(cast, login, petition, who):
    reader = getattr(cast, who)
    assert (
        reverse("petitions:withheld", args=[petition.number])
        in login(reader).get(f"/cases/{petition.number}/").content.decode()
    )
    short = read(login, reader, petition, "看")
    assert short.status_code == 422 and NAME not in short.content.decode()
    answer = read(login, reader, petition)
    said = answer.content.decode()
    assert NAME in said and PHONE in said and HOME in said and "no-store" in answer["Cache-Control"]
    row = AccessRecord.objects.get(verb="unmask")
    assert (row.actor, row.subject) == (reader, petition.number) and "核实地址" in row.reason and NAME not in row.reason


def test_two_whose_names_are_withheld_are_not_taken_for_one(cast, login, petition):
    register(login(cast.clerk), withheld="on", name_1="孙丽", phone_1="13955556666", address_1="二组")
    second = Petition.objects.latest("pk")
    assert [person.name for person in second.people] == ["不公开姓名"]
    typed = {"name_1": "不公开姓名", "phone_1": "", "address_1": ""}
    assert not second.is_repeat and petition.number not in str(
        login(cast.clerk)
        .post(reverse("petitions:preview"), {"area": "韦曲街道 / 凤栖路社区"} | typed)
        .context["similar"]
    )


def test_a_citizen_asks_for_it_on_the_page_and_looks_it_up_all_the_same(cast, client):
    page = hand_in(client, people={"withheld": "on"}).content.decode()
    petition = Petition.objects.get()
    assert petition.number in page
    assert [person.name for person in petition.people] == ["不公开姓名"]
    assert (petition.address_unclear, WithheldPerson.objects.count()) == (False, 1)
    code = codes.give(petition, at=petition.opened_at)
    client.post("/public/petitions-look/", {"number": petition.number, "code": code})
    assert NAME not in client.get("/public/petitions-mine/").content.decode()


def test_it_stands_sealed_and_goes_by_its_retention_rule(petition):
    row = WithheldPerson.objects.get()
    assert NAME not in str(row.told_sealed) and NAME in row.told
    assert forget_before(builders.OPENED.replace(year=2040)) == 0
    Petition.objects.filter(pk=petition.pk).update(status="archived", next_due_at=None, closed_at=builders.OPENED)
    assert forget_before(builders.OPENED.replace(year=2040)) == 1
