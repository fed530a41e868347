"""Case page, lists and search as people meet them: through URLs."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.cases import access, deadlines
from governance.cases.history import Act, write_event
from governance.cases.models import Case, Category
from governance.cases.views.case_timeline import _by_day
from governance.frame.pages.paging import page_of as page_of_rows
from governance.organisation.models import AccessRecord, Synonym
from tests import builders
from tests.builders import CHINA

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page_of(case, *rest) -> str:
    return reverse("cases:case", args=[case.number]) + "".join(f"{part}/" for part in rest)


@pytest.fixture
def recent():
    """A moment of this week's past, so that nothing is late."""
    return timezone.now() - timedelta(days=1)


def test_it_shows_the_case_with_people_masked_and_the_next_step(login, cast):
    case = builders.in_status(cast, "handling")
    page = text(login(cast.handler).get(page_of(case)))
    assert case.title in page and "139****2222" in page and "13911112222" not in page
    assert "赵秀英" in page and "凤栖路社区***" in page and "3组8号" not in page
    assert f'href="{page_of(case, "steps", "issue_opinion")}"' in page


def test_it_masks_names_for_those_who_only_look_on(login, cast):
    case = builders.in_status(cast, "handling")
    page = text(login(cast.leader).get(page_of(case)))
    assert "赵**" in page and "赵秀英" not in page and "凤栖路社区3组8号" not in page
    assert page_of(case, "people") not in page


def test_it_answers_the_same_for_a_hidden_case_and_a_number_never_given_out(login, cast):
    case = builders.in_status(cast, "handling")
    client = login(cast.outsider)
    assert client.get(page_of(case)).status_code == 404
    assert client.get(reverse("cases:case", args=["XF1999-000001"])).status_code == 404
    for path in (("print",), ("changes",), ("steps", "accept"), ("clocks", "1"), ("people", "1"), ("files", "1")):
        assert client.get(page_of(case, *path)).status_code == 404, path


def test_it_reveals_a_number_for_a_reason_and_keeps_the_record(login, cast):
    case = builders.in_status(cast, "handling")
    url = page_of(case, "people", case.participants.get().pk)
    client = login(cast.handler)
    assert "13911112222" not in text(client.get(url))
    refused = client.post(url, {"reason": "看"})
    assert refused.status_code == 422 and "至少四个字" in text(refused) and "13911112222" not in text(refused)
    long = client.post(url, {"reason": "长" * 201})
    assert long.status_code == 422 and "最多 200 字，现在有 201 字" in text(long) and "13911112222" not in text(long)
    seen = text(client.post(url, {"reason": "电话核实诉求"}))
    assert "13911112222" in seen and "凤栖路社区3组8号" in seen
    record = AccessRecord.objects.get(verb="unmask")
    assert (record.actor, record.reason) == (cast.handler, "电话核实诉求")


def test_it_records_the_opening_of_a_restricted_case_and_every_printing(login, cast):
    accusation = builders.accusation(cast)
    client = login(cast.clerk)
    assert client.get(page_of(accusation)).status_code == 200
    assert client.get(page_of(accusation, "print")).status_code == 200
    said = AccessRecord.objects.filter(subject=access.named_in_records(accusation))
    assert list(said.order_by("pk").values_list("verb", flat=True)) == ["open", "open", "print"]


def test_it_takes_a_step_from_its_form(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    client = login(cast.handler)
    form = client.get(page_of(case, "steps", "accept"))
    assert "告知方式" in text(form) and 'name="version"' in text(form)
    response = client.post(page_of(case, "steps", "accept"), {"told_by": "electronic", "version": case.version})
    assert response.url == page_of(case)
    case.refresh_from_db()
    assert case.status == "handling"


def test_it_sends_only_the_form_to_htmx(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    part = text(login(cast.handler).get(page_of(case, "steps", "accept"), headers={"HX-Request": "true"}))
    assert "<html" not in part and 'name="told_by"' in part


def test_it_says_at_the_field_what_a_step_still_needs(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    response = login(cast.handler).post(page_of(case, "steps", "object"), {"reason": "", "version": case.version})
    assert response.status_code == 422
    assert "请填写异议理由。" in text(response)
    case.refresh_from_db()
    assert case.status == "routed"


def test_it_keeps_what_was_typed_when_somebody_else_was_faster(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    seen = case.version
    builders.step(case, "comment", cast.lead, at=timezone.now(), note="请尽快受理。")
    sent = {"reason": "不属于本单位职责。", "version": seen}
    response = login(cast.handler).post(page_of(case, "steps", "object"), sent)
    assert response.status_code == 409
    assert "王海涛" in text(response) and "不属于本单位职责。" in text(response)
    assert f'name="version" value="{case.version}"' in text(response)


def test_it_tells_the_reader_what_others_did_meanwhile(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    seen = case.version
    client = login(cast.handler)
    changes = page_of(case, "changes")
    assert client.get(changes, {"version": seen}).status_code == 204
    builders.step(case, "comment", cast.lead, at=timezone.now(), note="请尽快受理。")
    assert "王海涛" in text(client.get(changes, {"version": seen}))
    login(cast.lead)
    assert client.get(changes, {"version": seen}).status_code == 204


@pytest.mark.parametrize("label", ["批注内容", "意见"])
def test_it_shows_a_comment_as_its_text_whatever_the_text_was_called(login, cast, recent, label):
    case = builders.petition(cast, at=recent - timedelta(hours=1))
    facts = {"told": [[label, "请尽快受理。"]]}
    write_event(case, step="comment", label="批注", act=Act(cast.lead, recent), facts=facts)
    entry = login(cast.staff).get(page_of(case)).context["timeline"][0]
    assert (entry.verb, entry.text, entry.facts) == ("批注", "请尽快受理。", [])


def test_it_answers_an_impossible_step_with_its_reason(login, cast):
    case = builders.in_status(cast, "archived")
    response = login(cast.handler).get(page_of(case, "steps", "accept"))
    page = text(response)
    assert response.status_code == 409 and "事项现在的状态是“已归档”，不能“受理”" in page
    # It stands on the page of the case itself, with who brought the case there; nobody else is suspected.
    last = case.events.exclude(to_status="").latest("seq")
    assert f"{last.actor_name} " in page and f"办理了“{last.label}”" in page and case.title in page
    assert "别人" not in page
    part = login(cast.handler).get(page_of(case, "steps", "accept"), headers={"HX-Request": "true"})
    assert part.status_code == 409 and "不能“受理”" in text(part) and "<html" not in text(part)


def test_it_refuses_a_step_to_the_wrong_post_with_a_sentence(login, cast, recent):
    case = builders.in_status(cast, "routed", at=recent)
    response = login(cast.leader).post(page_of(case, "steps", "accept"), {"told_by": "post"})
    assert response.status_code == 403 and "您的岗位不能" in text(response)


def test_it_lets_the_lead_approve_what_waits(login, cast, recent):
    case = builders.in_status(cast, "handling", at=recent - timedelta(days=3))
    builders.step(case, "extend", cast.handler, at=recent, days=20, reason="需要鉴定。", told_by="post")
    proposal = case.proposals.get()
    url = reverse("cases:decide", args=[case.number, proposal.pk])
    client = login(cast.lead)
    assert "等待审批：延长办理期限" in text(client.get(page_of(case)))
    case.refresh_from_db()
    refused = client.post(url, {"decision": "reject", "reason": "", "version": case.version})
    assert refused.status_code == 422 and "退回" in text(refused)
    assert client.post(url, {"decision": "approve", "version": case.version}).url == page_of(case)
    assert case.clocks.get(term_code="petition.handle").extension == 20


def test_it_explains_why_the_date_is_this_one(login, cast):
    case = builders.in_status(cast, "handling")
    clock = case.clocks.get(term_code="petition.handle")
    page = text(login(cast.handler).get(page_of(case, "clocks", clock.pk)))
    assert "第三十四条" in page and "60日" in page and clock.due.isoformat() in page and "累计" in page


def test_it_filters_the_timeline(login, cast, recent):
    case = builders.in_status(cast, "handling", at=recent - timedelta(days=3))
    builders.step(case, "comment", cast.lead, at=recent, note="请先协调临时措施。")
    client = login(cast.handler)
    whole = [entry.verb for entry in client.get(page_of(case)).context["timeline"]]
    assert whole == ["批注", "受理", "转送", "登记"]
    assert [e.verb for e in client.get(page_of(case), {"show": "comments"}).context["timeline"]] == ["批注"]
    assert [e.verb for e in client.get(page_of(case), {"show": "steps"}).context["timeline"]] == [
        "受理",
        "转送",
        "登记",
    ]


def test_only_what_came_about_by_the_same_day_and_proposes_alike_is_said_once():
    def row(said: str, *, proposes: str = ""):
        return SimpleNamespace(clock=SimpleNamespace(due=said, due_said=lambda: said), proposes=proposes)

    first, second = row("2026-03-25"), row("2026-03-25")
    later, paper = row("2026-03-26"), row("2026-03-25", proposes="urge")
    assert list(_by_day([first, later, second, paper])) == [[first, second], [later], [paper]]


def test_it_shows_lateness_in_the_history_at_the_moment_it_came_about(login, cast):
    case = builders.petition(cast)
    deadlines.scan(case.opened_at + timedelta(days=20))
    entries = login(cast.clerk).get(page_of(case)).context["timeline"]
    late = [entry for entry in entries if entry.kind == "late"]
    assert [entry.verb for entry in late] == ["书面告知、登记转办超期"], "what came about at once is said once"
    assert all("到期日 2026-03-25 已过" in entry.text and "督办文书" in entry.text for entry in late)
    assert [entry.verb for entry in entries][-1] == "登记"


# Lists


def list_url(**query) -> str:
    return reverse("petitions:list", query=query)


def numbers(response) -> list[str]:
    return [row.number for row in response.context["rows"]]


def test_it_puts_the_nearest_deadline_first(login, cast, recent):
    later = builders.petition(cast, at=recent)
    sooner = builders.petition(cast, at=recent - timedelta(days=5))
    assert numbers(login(cast.clerk).get(list_url())) == [sooner.number, later.number]


def test_it_lists_only_what_the_reader_may_see(login, cast, recent):
    builders.petition(cast, at=recent)
    builders.accusation(cast, at=recent)
    assert len(numbers(login(cast.clerk).get(list_url()))) == 2
    assert len(numbers(login(cast.township_lead).get(list_url()))) == 2
    assert len(numbers(login(cast.leader).get(list_url()))) == 1
    assert numbers(login(cast.outsider).get(list_url())) == []


def test_it_narrows_the_list_to_one_township(login, cast, recent):
    case = builders.petition(cast, at=recent)
    client = login(cast.clerk)
    assert numbers(client.get(list_url(area="610116001"))) == [case.number]
    assert numbers(client.get(list_url(area="610116002"))) == []


def test_it_turns_pages_without_losing_or_repeating_a_row(login, cast, recent, monkeypatch):
    monkeypatch.setitem(page_of_rows.__kwdefaults__, "size", 3)
    made = [builders.petition(cast, at=recent - timedelta(hours=n // 2)) for n in range(8)]
    client, seen, url = login(cast.clerk), [], list_url()
    for _ in range(4):
        response = client.get(url)
        seen += numbers(response)
        if not response.context["page"].next_url:
            break
        url = response.context["page"].next_url
    assert sorted(seen) == sorted(case.number for case in made)
    assert len(seen) == 8
    assert "after" in parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("mark", ["rubbish", "MjAyNnw", "fA", "%%%"])
def test_it_shows_the_first_page_for_a_mark_it_cannot_read(login, cast, recent, mark):
    case = builders.petition(cast, at=recent)
    assert numbers(login(cast.clerk).get(list_url(after=mark))) == [case.number]


def test_it_costs_the_same_queries_for_one_row_and_for_thirty(login, cast, recent, django_assert_num_queries):
    client = login(cast.clerk)
    builders.petition(cast, at=recent)
    client.get(list_url())
    with CaptureQueriesContext(connection) as for_one:
        client.get(list_url())
    for n in range(29):
        builders.petition(cast, at=recent - timedelta(hours=n))
    with django_assert_num_queries(len(for_one)):
        assert len(numbers(client.get(list_url()))) == 30


def test_it_says_in_the_list_and_on_the_page_that_an_answer_came_late(login, cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.lead, later=80, **builders.OPINION)
    client = login(cast.handler)
    assert "超期办结" in client.get(list_url()).context["rows"][0].due
    assert "超期办结" in client.get(page_of(case)).context["case"]["due"]


# Search


def test_it_goes_straight_to_a_case_named_by_its_number(login, cast, recent):
    case = builders.petition(cast, at=recent)
    client = login(cast.clerk)
    assert client.get(reverse("cases:search"), {"q": case.number.lower()}).url == page_of(case)


def test_it_finds_by_words_and_says_when_a_word_is_too_short(login, cast, recent):
    case = builders.petition(cast, at=recent)
    client = login(cast.clerk)
    assert numbers(client.get(reverse("cases:search"), {"q": "停水"})) == [case.number]
    assert "至少两个字" in text(client.get(reverse("cases:search"), {"q": "a"}))
    assert "没有找到" in text(client.get(reverse("cases:search"), {"q": "火星移民"}))
    assert client.get(reverse("cases:search")).status_code == 200


def test_it_suggests_categories_that_have_every_word(login, cast):
    Category.objects.create(kind="petition", name="物业管理", path="城乡建设/物业管理")
    Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
    url = reverse("cases:category_search", args=["petition"])
    client = login(cast.clerk)

    def found(words):
        return [line["value"] for line in client.get(url, {"q": words}).json()["results"]]

    assert found("城乡 物业") == found("cxjs wygl") == ["城乡建设 › 物业管理"]
    # Nothing is called so: what people say means something that is.
    Synonym.objects.create(word="停车", means="物业管理")
    caches["remembered"].clear()
    assert found("小区停车") == found("tingche") == ["城乡建设 › 物业管理"]
    assert found("火星") == []


def test_it_offers_first_what_the_unit_took_lately(login, cast):
    rare, often = (Category.objects.create(kind="petition", name=name, path=name) for name in ("供水", "物业"))
    Category.objects.create(kind="petition", name="收费", path="物业/收费", parent=often)
    for category in (rare, often, often):
        builders.petition(cast, category=category)
    url = reverse("cases:category_search", args=["petition"])
    answer = login(cast.clerk).get(url).json()
    assert [line["value"] for line in answer["lately"]] == ["物业", "供水"]
    assert {line["value"]: line.get("more") for line in answer["results"]} == {"供水": None, "物业": True}
    assert "lately" not in login(cast.outsider).get(url).json()


# Workbench


def test_it_counts_in_four_figures_and_each_opens_the_list_it_counts(login, cast):
    late = builders.petition(cast, at=datetime(2026, 3, 10, 10, tzinfo=CHINA))
    builders.petition(cast, at=timezone.now() - timedelta(days=1))
    client = login(cast.clerk)
    figures = client.get("/").context["figures"]
    assert [(figure.label, figure.value) for figure in figures] == [
        ("今天到期", "0"),
        ("已超期", "1"),
        ("待我办理", "2"),
        ("待我审批", "0"),
    ]
    for figure in figures[:3]:
        assert len(client.get(figure.url).context["rows"]) == int(figure.value), figure
    rows = client.get("/").context["rows"]
    assert rows[0].number == late.number
    assert "转送" in rows[0].next_step


def test_it_shows_those_who_oversee_the_units_that_are_late(login, cast):
    builders.petition(cast)
    page = login(cast.county).get("/")
    assert [(unit.name, unit.late, unit.open) for unit in page.context["late_units"]] == [("韦曲街道办", 1, 1)]
    assert "催办" in page.context["rows"][0].next_step


def test_it_shows_an_administrator_no_cases(login, cast):
    builders.petition(cast)
    page = login(cast.system_admin).get("/")
    assert page.status_code == 200 and "rows" not in page.context and "今天要看的" in text(page)
    assert Case.objects.exists()


def test_it_finds_words_within_the_list_and_keeps_numbers_out_of_the_address(login, cast):
    builders.petition(cast, title="三号楼停水三天")
    builders.petition(cast, title="路灯不亮")
    client = login(cast.clerk)
    found = client.get("/petitions/?scope=all&q=停水").content.decode()
    assert "三号楼<mark>停水</mark>三天" in found and "路灯不亮" not in found and "“停水”" in found
    for words, said in (("3", "请输入至少两个字的词，或者一个姓"), ("13911110000", "电话和证件号不写进网址")):
        page = client.get("/petitions/", {"scope": "all", "q": words}).content.decode()
        assert said in page and "路灯不亮" in page
    # A word that was looked for is marked, which parts the title: what is not marked of it stands nowhere either.
    assert "<mark>路灯</mark>不亮" in client.get("/petitions/?scope=all&q=路灯").content.decode()
    assert "不亮" not in login(cast.outsider).get("/petitions/?scope=all&q=路灯").content.decode()


def test_what_waits_for_approval_is_told_once_and_marks_the_case_wherever_it_stands(login, cast, time_machine):
    case = builders.petition(cast, replay=False)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, replay=False, **builders.ACCEPT)
    builders.step(case, "issue_opinion", cast.handler, later=3, replay=False, **builders.OPINION)
    time_machine.move_to(case.opened_at + timedelta(days=4), tick=False)
    page = login(cast.lead).get(page_of(case))
    assert page.content.decode().count(builders.OPINION["opinion"]) == 1
    assert "待审批" in page.context["case"]["state"]
    listed = {row.number: row for row in login(cast.lead).get("/petitions/").context["rows"]}
    assert "待审批" in listed[case.number].state
    proposal = case.proposals.get()
    later = case.opened_at + timedelta(days=4)
    builders.actions.decide(proposal, approve=False, actor=cast.lead, at=later, reason="写清楚。")
    listed = {row.number: row for row in login(cast.handler).get("/petitions/").context["rows"]}
    assert "审批退回" in listed[case.number].state and "待审批" not in listed[case.number].state
    builders.step(case, "issue_opinion", cast.handler, later=4, replay=False, **builders.OPINION)
    listed = {row.number: row for row in login(cast.handler).get("/petitions/").context["rows"]}
    assert "待审批" in listed[case.number].state and "审批退回" not in listed[case.number].state
    proposal = case.proposals.get(decision="")
    builders.actions.decide(proposal, approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=4))
    page = login(cast.lead).get(page_of(case))
    assert page.content.decode().count(builders.OPINION["opinion"]) == 1
    assert "待审批" not in page.context["case"]["state"]
