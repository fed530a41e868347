"""Meetings: the agenda fills itself, minutes answer the duty, decisions keep every version and come back."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.duties.meetings import actions as meetings
from governance.duties.meetings import agenda, decisions
from governance.duties.meetings import rows as showing
from governance.duties.meetings.forms import DecisionForm, ItemForm, MinutesForm, ProofForm
from governance.duties.models import Decision, DutyTask, Meeting
from governance.duties.scan import opening
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed
from governance.notices.models import Notice
from tests import builders, disputes
from tests.duties import making
from tests.duties.making import moment
from tests.duties.meeting import AT, HELD, decided, heard, held, planned, told


def test_it_fills_the_agenda_with_what_is_open_in_the_units_range(cast, kinds):
    late = builders.petition(cast)
    crowd = builders.petition(cast, is_collective=True, people_count=6)
    major = disputes.dispute(cast, grade="major")
    elsewhere = builders.petition(cast, area=cast.area("610116002001"), unit=cast.guodu, actor=cast.outsider)
    secret = builders.accusation(cast)
    opening.open_plan(making.plan("sweep", levels=["village"]).pk, AT - timedelta(days=3))
    DutyTask.objects.update(state="missing", due_at=AT - timedelta(days=1))
    meeting = planned(cast, kinds["township"])
    rows = {item.key: item.source for item in meeting.items.all()}
    assert rows[f"case:{late.pk}"] == "late"
    assert {f"case:{crowd.pk}", f"case:{major.pk}", "missing:sweep"} <= rows.keys()
    assert not {f"case:{elsewhere.pk}", f"case:{secret.pk}"} & rows.keys()
    assert "凤栖路社区" in meeting.items.get(key="missing:sweep").text


def test_it_fills_agendas_only_from_sources_that_are_registered(cast, kinds):
    named = {code for kind in kinds.values() for code in kind.sources}
    assert named <= agenda.SOURCES.keys()


def test_it_tells_the_leads_of_the_units_that_take_part(cast, kinds):
    planned(cast, kinds["other"])
    assert "二楼会议室" in Notice.objects.get(recipient=cast.lead).text
    assert not Notice.objects.filter(recipient=cast.clerk).exists()


def test_it_keeps_off_the_agenda_what_was_taken_off_and_adds_what_came_up(cast, kinds):
    builders.petition(cast)
    meeting = planned(cast, kinds["discussion"])
    item = meeting.items.get()
    meetings.edit_agenda(meeting, partial(agenda.remove, items=[item]), 1, actor=cast.clerk, at=AT)
    new = builders.petition(cast)
    assert meetings.gather(meeting, 2, actor=cast.clerk, at=AT) == 1
    assert [row.case_id for row in meeting.items.filter(is_removed=False)] == [new.pk]
    agenda.add(meeting, case=item.case)
    agenda.add(meeting, text="通报近期情况")
    agenda.move(meeting.items.get(text="通报近期情况"), up=True, among=meeting.items.values_list("pk", flat=True))
    order = list(meeting.items.filter(is_removed=False).values_list("case_id", flat=True))
    assert order == [new.pk, None, item.case_id]


def test_several_points_are_taken_off_in_one_go(cast, kinds, login):
    cases = [builders.petition(cast) for _ in range(4)]
    meeting = planned(cast, kinds["discussion"])
    url, client = reverse("duties:meeting", args=[meeting.pk]), login(cast.clerk)
    gone = [item.pk for item in meeting.items.all()][1:3]
    nothing = client.post(url, {"act": "remove", "version": meeting.version}, follow=True).content.decode()
    assert "请先勾选议题。" in nothing and nothing.count('form="picked"') == len(cases)
    page = client.post(url, {"act": "remove", "item": gone, "version": meeting.version}, follow=True).content.decode()
    assert "已移出 2 项议题" in page and not meeting.items.filter(pk__in=gone, is_removed=False).exists()
    assert meeting.items.filter(is_removed=False).count() == 2


def test_it_answers_the_duty_of_its_window_so_that_nobody_asks_twice(cast, kinds):
    plan = making.plan(
        "meeting.township", "monthly", levels=["township"], unit_kinds=["government"], form="done", kind="meeting"
    )
    opening.open_plan(plan.pk, AT)
    meeting = held(cast, kinds["township"])
    task = DutyTask.objects.get(unit=cast.weiqu)
    assert task.state == "returned" and meeting.report.task == task
    assert "到会 1 人" in meeting.report.text
    assert DutyTask.objects.get(unit=cast.guodu).state == "open"


def test_it_answers_the_duty_by_the_day_it_was_held_and_not_by_the_day_of_the_minutes(cast, kinds):
    plan = making.plan(
        "meeting.township", "monthly", levels=["township"], unit_kinds=["government"], form="done", kind="meeting"
    )
    opening.open_plan(plan.pk, AT)
    builders.petition(cast)
    case = builders.petition(cast)
    meeting = planned(cast, kinds["township"])
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    meetings.record(meeting, heard(), meeting.version, actor=cast.clerk, at=moment("2026-12-20T09:00"))
    task = DutyTask.objects.get(unit=cast.weiqu)
    assert task.due_at < moment("2026-12-20T09:00")
    assert (task.state, task.returns.get().is_late) == ("returned", False)
    shown = showing.item_views(meeting, cast.township_lead, AT, None)
    assert f"议题 {len(shown)} 项" in task.returns.get().text and len(shown) == meeting.items.count() - 1


def test_it_corrects_minutes_beside_the_old_ones_and_for_a_reason(cast, kinds):
    meeting = held(cast, kinds["other"])
    with pytest.raises(FactMissing) as refused:
        meetings.record(meeting, heard(), meeting.version, actor=cast.clerk, at=HELD)
    assert "reason" in refused.value.errors
    meetings.record(meeting, heard(text="补记。", reason="漏记"), meeting.version, actor=cast.clerk, at=HELD)
    assert list(meeting.minutes.order_by("version").values_list("text", "is_current")) == [
        ("逐项研究。", False),
        ("补记。", True),
    ]


def test_it_refuses_minutes_before_the_meeting_and_from_others_and_after_another_editor(cast, kinds):
    meeting = planned(cast, kinds["other"])
    with pytest.raises(FactMissing) as early:
        meetings.record(meeting, heard(), 1, actor=cast.clerk, at=AT)
    assert "还没有开" in early.value.errors["text"]
    for stranger in (cast.staff, cast.outsider, cast.handler, cast.leader):
        with pytest.raises(StepNotAllowed):
            meetings.record(meeting, heard(), 1, actor=stranger, at=HELD)
    meetings.change(meeting, told(cast, kinds["other"], place="三楼"), 1, actor=cast.clerk, at=AT)
    with pytest.raises(StaleVersion, match="三楼"):
        meetings.record(meeting, heard(), 1, actor=cast.clerk, at=HELD)
    meetings.cancel(meeting, "主持人外出", 2, actor=cast.clerk, at=AT)
    with pytest.raises(Refusal, match="已取消"):
        meetings.record(meeting, heard(), 3, actor=cast.clerk, at=HELD)


def test_whoever_is_asked_to_another_meeting_or_to_none_any_more_hears_of_it(cast, kinds):
    meeting = planned(cast, kinds["other"])

    def heard_since(**fields) -> dict[str, str]:
        Notice.objects.all().delete()
        meeting.refresh_from_db()
        meetings.change(meeting, told(cast, kinds["other"], **fields), meeting.version, actor=cast.clerk, at=AT)
        return {row.recipient.username: row.text.partition("：")[0] for row in Notice.objects.all()}

    assert heard_since() == {} and heard_since(chair="彭飞") == {}
    assert heard_since(title="另一件事") == {"lead": "会议有变动"}
    both = {"title": "另一件事", "units": [cast.housing, cast.centre]}
    assert set(heard_since(**both).values()) == {"会议通知"}
    gone = heard_since(**both | {"units": [cast.centre], "place": "三楼"})
    assert gone.pop("lead") == "不再参加会议" and set(gone.values()) == {"会议有变动"}


def test_it_shows_cases_of_the_agenda_only_to_who_may_read_them(cast, kinds, login):
    case = builders.petition(cast, title="泵房停用多日")
    meeting = planned(cast, kinds["discussion"])
    url = reverse("duties:meeting", args=[meeting.pk])
    assert "泵房停用多日" in login(cast.clerk).get(url).content.decode()
    invited = login(cast.lead).get(url).content.decode()
    assert "泵房停用多日" not in invited and case.number not in invited and "您无权查看的事项" in invited
    assert login(cast.outsider).get(url).status_code == 404


@pytest.mark.parametrize("address", ["duties:meeting", "duties:print_meeting"])
def test_what_became_an_accusation_is_gone_from_the_agenda_and_no_place_is_missing(cast, kinds, login, address):
    first, second = builders.petition(cast, title="泵房停用多日"), builders.petition(cast, title="路灯不亮")
    meeting = planned(cast, kinds["discussion"])
    assert [item.case_id for item in meeting.items.order_by("position")] == [first.pk, second.pk]
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(first, "reclassify", cast.clerk, later=2, **told)
    item = meeting.items.get(case_id=second.pk)
    (point,) = showing.item_views(meeting, cast.county, HELD, None)
    assert (point.pk, point.place) == (item.pk, 1)
    page = login(cast.county).get(reverse(address, args=[meeting.pk])).content.decode()
    assert "路灯不亮" in page and "泵房停用多日" not in page and showing.HIDDEN not in page


def test_what_became_an_accusation_is_neither_taken_off_nor_in_the_way_of_other_points(cast, kinds, login):
    cases = [builders.petition(cast) for _ in range(3)]
    meeting = planned(cast, kinds["discussion"])
    first, secret, last = meeting.items.order_by("position")
    Case.objects.filter(pk=secret.case_id).update(confidentiality="restricted")
    url, client = reverse("duties:meeting", args=[meeting.pk]), login(cast.clerk)
    for asked in (secret.pk, secret.pk + 900):
        page = client.post(url, {"act": "remove", "item": asked, "version": meeting.version}, follow=True)
        assert "请先勾选议题。" in page.content.decode() and "已移出" not in page.content.decode()
    assert meeting.items.filter(is_removed=False).count() == len(cases)
    client.post(url, {"act": "up", "item": last.pk, "version": meeting.version})
    assert [row.pk for row in showing.item_views(meeting, cast.clerk, AT, None)] == [last.pk, first.pk]


def test_it_refuses_a_restricted_case_as_a_point(cast, kinds, login):
    meeting = planned(cast, kinds["other"])
    secret = builders.accusation(cast)
    typed = {"act": "add", "version": 1, "number": Case.objects.get(pk=secret.pk).number, "text": "研究这件事"}
    answer = login(cast.township_lead).post(reverse("duties:meeting", args=[meeting.pk]), typed)
    assert answer.status_code == 422 and "研究这件事" in answer.content.decode()
    assert not meeting.items.exists()


def test_it_goes_from_plan_to_a_decision_struck_off_through_its_pages(cast, kinds, login, time_machine):
    time_machine.move_to(HELD, tick=False)
    builders.petition(cast, title="泵房停用多日")
    client = login(cast.clerk)
    typed = {"kind": "discussion", "unit": cast.weiqu.pk, "day": "2026-11-18", "time": "10:00", "version": 0}
    wrong = client.post(reverse("duties:new_meeting"), {**typed, "place": "二楼", "units": "没有这个局"})
    assert wrong.status_code == 422 and "二楼" in wrong.content.decode() and not Meeting.objects.exists()
    people = {"place": "二楼", "chair": "何建军", "units": "区住建局", "attendees": "何建军 书记\n王海涛 局长"}
    client.post(reverse("duties:new_meeting"), {**typed, **people})
    meeting = Meeting.objects.get()
    item = meeting.items.get()
    url = reverse("duties:minutes", args=[meeting.pk])
    blank = client.get(url).content.decode()
    # Nobody is said to have come before somebody says so.
    assert 'name="came_0"' in blank and "checked" not in blank and "全部到会" in blank
    empty = client.post(url, {"version": 1, "recorder": ""}).content.decode()
    assert "请填写记录人" in empty and "请写明会议情况" in empty
    said = {"version": 1, "recorder": "周晓兰", "came_0": "on", "note_1": "出差", f"said_{item.pk}": "三日内修复"}
    assert client.post(url, said).status_code == 302
    new = {"text": "修复泵房", "unit": "区住建局", "due_on": "2026-11-30", "case": item.case_id}
    more = client.post(reverse("duties:new_decision", args=[meeting.pk]), {**new, "then": "more", "text": "核对水费"})
    assert more.url == reverse("duties:new_decision", args=[meeting.pk])
    assert client.post(more.url, new).url == reverse("duties:meeting", args=[meeting.pk])
    sheet = client.get(reverse("duties:print_meeting", args=[meeting.pk])).content.decode()
    for words in ("议事例会会议记录", "何建军（书记）", "王海涛（局长）：出差", "三日内修复", "修复泵房"):
        assert words in sheet
    decision = Decision.objects.get(text="修复泵房")
    owner = login(cast.handler)
    assert "修复泵房" in owner.get(reverse("duties:list")).content.decode()
    assert "修复泵房" in owner.get("/").content.decode()
    page = reverse("duties:decision", args=[decision.pk])
    empty = owner.post(page, {"act": "settle", "version": 1, "proof": ""})
    assert empty.status_code == 422 and "请填写落实情况" in empty.content.decode()
    assert owner.post(page, {"act": "settle", "version": 1, "proof": "已修复"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == "done"


def test_it_names_a_dispute_once_and_not_its_tracks_beside_it(cast, kinds):
    whole = disputes.dispute(cast, grade="major")
    track = disputes.track(cast, of=whole)
    disputes.accept(track, cast)
    meeting = planned(cast, kinds["disputes"])
    assert [item.case_id for item in meeting.items.all()] == [whole.pk]


def test_it_keeps_what_a_second_editor_typed_and_says_that_the_first_was_faster(cast, kinds, login):
    meeting = planned(cast, kinds["other"], starts_at=AT + timedelta(days=900))
    client, url = login(cast.clerk), reverse("duties:edit_meeting", args=[meeting.pk])
    typed = {"act": "change", "kind": "other", "unit": cast.weiqu.pk, "day": "2029-05-01", "time": "10:00"}
    typed |= {"place": "四楼", "chair": "沈立群", "version": 1}
    meetings.change(meeting, told(cast, kinds["other"], place="三楼"), 1, actor=cast.township_lead, at=AT)
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "已被他人更新（现为：" in page and "三楼" in page and "四楼" in page
    assert client.post(url, typed | {"version": 2}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "四楼"


def test_what_accuses_somebody_is_asked_about_before_it_stands_in_minutes_decisions_and_points(cast, kinds):
    """Everybody invited reads them (信访工作条例 art. 30 para 3)."""
    meeting = planned(cast, kinds["township"])
    said = {"text": "有人控告包村干部收受礼金", "recorder": "周晓兰", "version": 1}
    minutes = {"meeting": meeting, "items": [], "rows": [], "former": None, "recorder": "周晓兰"}
    for form in (
        MinutesForm(said, **minutes),
        ItemForm(said, user=cast.clerk, version=1),
        DecisionForm(said, cases=Case.objects.none()),
        ProofForm({"proof": said["text"], "version": 1}),
    ):
        form.is_valid()
        assert "检举控告" in form.errors["not_accusing"][0], form
    assert MinutesForm(said | {"not_accusing": "on"}, **minutes).is_valid()


def test_nobody_s_illness_stands_in_minutes_decisions_and_points(cast, kinds):
    """精神卫生法 art. 4."""
    meeting = planned(cast, kinds["township"])
    said = {"text": "张某患精神分裂症，多次报警", "recorder": "周晓兰", "version": 1}
    minutes = {"meeting": meeting, "items": [], "rows": [], "former": None, "recorder": "周晓兰"}
    for form, name in (
        (MinutesForm(said, **minutes), "text"),
        (ItemForm(said, user=cast.clerk, version=1), "text"),
        (DecisionForm(said, cases=Case.objects.none()), "text"),
        (ProofForm({"proof": said["text"], "version": 1}), "proof"),
    ):
        assert not form.is_valid() and "应当保密" in form.errors[name][0], form
    assert MinutesForm(said | {"text": "张某多次报警"}, **minutes).is_valid()


def test_several_organs_receive_together_and_each_goes_away_with_what_it_has_to_do(cast, kinds):
    """信访工作条例 art. 18: what was brought is a point, what was promised a task with its unit and day."""
    plan = making.plan(
        "reception.joint", "monthly", levels=["county"], unit_kinds=["office"], form="done", kind="reception"
    )
    opening.open_plan(plan.pk, AT)
    together = told(cast, kinds["joint_reception"], unit=cast.office, units=[cast.housing, cast.water])
    meeting = meetings.plan(together, actor=cast.county, at=AT)
    case = builders.petition(cast)
    agenda.add(meeting, case=case)
    meetings.record(meeting, heard(), meeting.version, actor=cast.county, at=HELD)
    meeting.refresh_from_db()
    assert meeting.report.task == DutyTask.objects.get(unit=cast.office)
    due = AT.date() + timedelta(days=7)
    made = decisions.decide(
        meeting, text="三日内恢复供水", case=case, unit=cast.housing, person="", due_on=due, actor=cast.county, at=HELD
    )
    assert (made.unit, made.case_id) == (cast.housing, case.pk)


def test_one_more_meeting_begins_where_and_with_whom_they_met_last(cast, kinds, login):
    before = planned(cast, kinds["joint"])
    page = login(cast.clerk).get(reverse("duties:new_meeting"))
    form = page.context["form"]
    assert (form["place"].value(), form["chair"].value()) == (before.place, before.chair)
    assert form["day"].value() is None and form["title"].value() is None
    assert page.content.decode().count(before.units.first().name) >= 1
    # Of another kind they have held none; most often they meet where they met otherwise, though with others.
    first = login(cast.clerk).get(f"{reverse('duties:new_meeting')}?kind={kinds['other'].code}").context["form"]
    assert (first["place"].value(), first["chair"].value()) == (before.place, before.chair)
    assert not first["units"].value()


def test_whoever_arranges_a_meeting_knows_which_kinds_everybody_reads_of(cast, kinds, login):
    client = login(cast.clerk)
    shown = client.get(reverse("duties:new_meeting")).content.decode()
    assert "联合接访向群众公布：日期、地点、主持人和参加单位群众看得到" in shown
    told = client.get(reverse("duties:meeting", args=[planned(cast, kinds["joint_reception"]).pk])).content.decode()
    assert "联合接访（向群众公布）" in told
    inner = planned(cast, kinds["joint"])
    assert "向群众公布" not in client.get(reverse("duties:edit_meeting", args=[inner.pk])).content.decode()


def test_a_year_s_meetings_are_counted_by_kind_with_what_became_of_their_decisions(cast, login, kinds):
    meeting = held(cast, kinds["joint_handling"])
    planned(cast, kinds["discussion"])
    planned(cast, kinds["joint_handling"], starts_at=AT + timedelta(days=400))
    decided(cast, meeting)
    page = login(cast.clerk).get(reverse("duties:meeting_counts"), {"year": "2026"})
    lines = [(row.label, [cell.text for cell in row.cells]) for row in page.context["table"].rows]
    assert lines == [
        ("集中会办", ["1", "0", "0", "1", "0", "1"]),
        ("议事例会", ["0", "1", "0", "0", "0", "0"]),
    ]
    next_year = login(cast.clerk).get(reverse("duties:meeting_counts"), {"year": "2027"}).content.decode()
    assert '<option value="2027" selected>' in next_year
    opened = page.context["table"].rows[0].cells[0].url
    listed = login(cast.clerk).get(opened)
    assert [row["meeting"] for row in listed.context["rows"]] == [meeting]
    assert not login(cast.outsider).get(reverse("duties:meeting_counts"), {"year": "2026"}).context["table"].rows


@pytest.mark.parametrize(
    ("asked", "shown"), [("2027", 2027), ("2017", 2017), ("2016", 2026), ("2028", 2026), ("x", 2026)]
)
def test_the_year_that_is_counted_is_one_of_those_that_can_be_chosen(cast, login, time_machine, asked, shown):
    """What is planned of the next year is counted too; a year that nobody offers is this one."""
    time_machine.move_to(AT, tick=False)
    page = login(cast.clerk).get(reverse("duties:meeting_counts"), {"year": asked})
    assert f'<option value="{shown}" selected>' in page.content.decode()
    assert page.context["table"].title == f"{shown}年各类会议"


def test_the_first_meeting_of_a_unit_begins_under_its_head(login, cast):
    shown = login(cast.clerk).get(reverse("duties:new_meeting"))
    assert shown.context["form"].initial["chair"] == cast.township_lead.name
    type(cast.township_lead).objects.filter(pk=cast.township_lead.pk).update(is_active=False)
    assert login(cast.clerk).get(reverse("duties:new_meeting")).context["form"].initial["chair"] == ""
