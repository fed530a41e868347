"""What the security record keeps of hidden matters: that they were read and knocked at, and nothing of theirs."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from governance.cases import access
from governance.cases.search import cases as search
from governance.cases.steps import secrecy
from governance.frame.seals.sealing import keyed_hash
from governance.notices.inbox import unread_count as inbox_counts
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord, Post, User
from governance.organisation.records import record
from petitions.messages import importing
from petitions.messages.checking import Message
from tests import builders
from tests.attachments.samples import picture, upload
from tests.grid import events

pytestmark = pytest.mark.django_db


def records(**how):
    return list(AccessRecord.objects.filter(**how).order_by("pk").values_list("subject", "reason"))


@pytest.fixture
def case(cast):
    made = builders.accusation(cast)
    file = upload("某某受贿.png", picture("PNG"))
    builders.step(made, "comment", cast.township_lead, replay=False, note="附上照片。", files=[file])
    return made


def test_every_way_in_to_a_hidden_matter_leaves_a_record(cast, case, login):
    client = login(cast.township_lead)
    ways = (
        reverse("cases:case", args=[case.number]),
        reverse("cases:step", args=[case.number, "comment"]),
        reverse("cases:changes", args=[case.number]),
        reverse("cases:person", args=[case.number, case.participants.get().pk]),
        reverse("cases:print", args=[case.number]),
        reverse("api-case", args=[case.number]),
        reverse("api-steps", args=[case.number]),
    )
    for way in ways:
        before = AccessRecord.objects.filter(verb="open").count()
        assert client.get(way).status_code < 400, way
        assert AccessRecord.objects.filter(verb="open").count() == before + 1, way
    assert client.post(ways[1], {"note": ""}).status_code == 422
    assert AccessRecord.objects.filter(verb="open").count() == len(ways) + 1


def test_no_record_names_what_is_hidden_its_files_or_its_people(cast, case, login):
    client = login(cast.township_lead)
    client.get(reverse("cases:file", args=[case.number, case.attachments.get().pk]))
    client.get(reverse("cases:print", args=[case.number]))
    person = case.participants.get()
    client.post(reverse("cases:person", args=[case.number, person.pk]), {"reason": "核实举报人身份"})
    told = records(verb__in=("open", "print", "download", "unmask"))
    assert {subject for subject, _ in told} == {access.named_in_records(case)}
    said = " ".join(f"{subject} {reason}" for subject, reason in told)
    assert case.number not in said and "某某受贿" not in said and person.name[0] not in said


def test_knocking_at_a_number_leaves_a_record_whether_there_is_something_or_not(cast, case, login):
    client = login(cast.outsider)
    for number in (case.number, "XF2026-999999"):
        assert client.get(reverse("cases:case", args=[number])).status_code == 404
    knocks = records(verb="denied")
    assert [reason for _, reason in knocks] == ["没有这件事项，或者不得知悉"] * 2
    assert case.number not in " ".join(subject for subject, _ in knocks)


def test_an_import_does_not_tell_that_the_writer_has_accused_somebody(cast, case):
    message = Message(2, "SEC-1", "用户庚雀", "停水", timezone.now(), "小区停水三天。", "", None, "")
    written = {"account_hash": keyed_hash(message.user)}
    case.participants.update(**written)
    assert importing._first_petitions([message]) == {}
    ordinary = builders.petition(cast)
    ordinary.participants.update(**written)
    assert importing._first_petitions([message]) == {written["account_hash"]: ordinary.pk}


def test_a_way_in_a_knock_and_a_refusal_say_from_where_they_came(cast, case, login):
    client = login(cast.township_lead)
    client.get(reverse("cases:case", args=[case.number]), REMOTE_ADDR="192.0.2.7")
    client.get(reverse("cases:case", args=["XF2026-999999"]), REMOTE_ADDR="192.0.2.8")
    client.get(reverse("organisation:records"), REMOTE_ADDR="192.0.2.9")
    said = AccessRecord.objects.filter(verb__in=("open", "denied")).order_by("pk").values_list("ip", flat=True)
    assert list(said) == ["192.0.2.7", "192.0.2.8", "192.0.2.9"]


@pytest.mark.parametrize("address", ["cases:step", "api-step"])
def test_a_refusal_behind_the_door_names_no_hidden_number(cast, case, login, address):
    builders.let_in(case, cast.grid_worker)
    client = login(cast.grid_worker)
    told = {"facts": {"told_by": "post"}, "version": case.version}
    how = {"content_type": "application/json"} if address == "api-step" else {}
    answer = client.post(reverse(address, args=[case.number, "accept"]), told if how else told["facts"], **how)
    assert answer.status_code == 403
    (told,) = records(verb="denied")
    assert case.number not in told[0] and access.mark_of(case.number) in told[0]


def test_why_somebody_looked_stands_in_the_history_of_what_is_hidden_and_not_in_the_record(cast, case, login):
    login(cast.township_lead).post(
        reverse("cases:person", args=[case.number, case.participants.get().pk]), {"reason": "核实举报人张三身份"}
    )
    (told,) = records(verb="unmask")
    assert "张三" not in "".join(told) and told[1] == "事由写在该事项的办理记录中"
    event = case.events.get(step="unmask")
    assert ["事由", "核实举报人张三身份"] in event.facts["told"]
    case.refresh_from_db()
    assert case.version == 1 + case.events.count()


@pytest.fixture
def hidden_later(cast):
    """Known to the housing department, told of in another file, its people looked at; then an accusation."""
    made, other = builders.in_status(cast, "routed"), builders.petition(cast)
    builders.step(other, "link", cast.clerk, other=made, relation="related")
    builders.step(other, "comment", cast.clerk, replay=False, note=f"与 {made.number} 一并考虑。")
    record("unmask", actor=cast.handler, at=timezone.now(), subject=f"{made.number} 赵**", reason="联系信访人")
    names = {"petition_class": "accusation", "route": "", "accused_unit": cast.housing, "reason": "补充说明。"}
    before = made.number
    builders.step(made, "reclassify", cast.lead, later=1, replay=False, **names)
    return before, made, other


def test_the_auditor_meets_no_number_that_was_hidden_since(cast, hidden_later, login):
    before, made, _ = hidden_later
    page = login(cast.audit_admin).get(reverse("organisation:records")).content.decode()
    assert before not in page and made.number not in page and "赵**" not in page and "联系信访人" not in page
    assert access.mark_of(before) in page


@pytest.mark.parametrize("address", ["cases:case", "cases:print", "api-case"])
def test_the_file_of_another_case_leads_nobody_else_to_it(cast, hidden_later, login, address):
    before, made, other = hidden_later
    page = login(cast.staff).get(reverse(address, args=[other.number])).content.decode()
    assert before not in page and made.number not in page and "限制知悉" not in page
    page = login(cast.township_lead).get(reverse(address, args=[other.number])).content.decode()
    assert before in page


def test_a_paper_that_names_it_is_handed_out_no_more(cast, hidden_later, login):
    before, _, other = hidden_later
    builders.step(other, "transfer", cast.clerk, later=2, replay=False, to_unit=cast.water, **builders.TRANSFER)
    paper = other.papers.first()
    address = reverse("cases:paper", args=[other.number, paper.pk])
    assert login(cast.staff).get(address).status_code == 200
    other.papers.filter(pk=paper.pk).update(contents={**paper.contents, "事由": f"与{before}并案"})
    assert login(cast.staff).get(address).status_code == 404
    assert login(cast.township_lead).get(address).status_code == 200


def test_a_message_is_read_no_more_by_who_has_moved_to_the_accused(cast, case, login):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    inbox, client = reverse("notices:inbox"), login(cast.inspector)
    said = Notice.objects.get(recipient=cast.inspector)
    assert case.title in client.get(inbox).content.decode()
    role = cast.inspector.posts.get().role
    Post.objects.create(user=cast.inspector, unit=cast.housing, role=role, starts_on=date(2024, 1, 1))
    caches["remembered"].clear()
    page = client.get(f"{inbox}?show=all").content.decode()
    assert case.title not in page and case.number not in page
    assert client.post(reverse("notices:open", args=[said.pk])).status_code == 404
    assert inbox_counts(User.objects.get(pk=cast.inspector.pk)) == 0


def test_nothing_is_left_to_who_knew_through_a_post_that_has_ended(cast, case):
    Post.objects.filter(user=cast.clerk).update(ends_on=date(2026, 3, 11))
    role = Post.objects.get(user=cast.handler).role
    Post.objects.create(user=cast.clerk, unit=cast.water, role=role, starts_on=date(2026, 3, 12))
    builders.step(case, "comment", cast.township_lead, later=1, replay=False, note="续办。")
    at = builders.OPENED + timedelta(days=2)
    assert case.user_permissions.filter(user=cast.clerk).exists()
    assert secrecy.end_knowing(at) == 1
    assert not case.user_permissions.filter(user=cast.clerk).exists()
    case.refresh_from_db()
    assert case.version == 1 + case.events.count() and case.events.latest("seq").label == "知悉终止"
    assert secrecy.end_knowing(at) == 0


def test_who_looks_a_person_up_by_a_number_may_view_personal_data_and_leaves_a_record(cast, login):
    ordinary, phone = builders.petition(cast), builders.person().phone
    client, address = login(cast.leader), reverse("cases:search")
    assert ordinary.number not in client.post(address, {"q": phone}).content.decode()
    assert not search.search(cast.leader, phone).exists()
    assert records(verb="unmask") == []
    assert ordinary.number in login(cast.clerk).post(address, {"q": phone}).content.decode()
    ((subject, _),) = records(verb="unmask")
    assert subject.startswith("按号码查找") and phone not in subject


def test_a_grid_worker_sees_who_reported_an_event_and_finds_nobody_by_a_number(cast, login):
    who = builders.person()
    event = events.event(cast, people=[who])
    other = builders.petition(cast, unit=cast.fengqi)
    assert access.may_see_names(cast.grid_worker, event) and not access.may_see_names(cast.grid_worker, other)
    client = login(cast.grid_worker)
    lists = {name: client.get(reverse(name)).content.decode() for name in ("grid:events", "petitions:list")}
    assert other.number in lists["petitions:list"] and event.number in lists["grid:events"]
    assert who.name in lists["grid:events"] and who.name not in lists["petitions:list"]
    assert event.number not in client.post(reverse("cases:search"), {"q": who.phone}).content.decode()
    assert records(verb="unmask") == []
