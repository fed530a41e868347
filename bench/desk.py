"""What the daily jobs cost in presses: each done in Chromium on a fresh demo county (docs/desk.md says what counts)."""

import sys
from datetime import timedelta
from functools import partial

from django.utils import timezone

from governance.cases.models import Case, Clock, Paper, Proposal
from governance.duties.models import Meeting
from governance.frame.days import office_day
from governance.organisation.models import Post
from governance.supervision.models import SupervisionPaper

from .demo import demo_county
from .hands import Hands

REGISTRAR, HANDLER, LEAD, CENTRE = "zhangmin", "liwenbin", "wanghaitao", "sunguoqing"
LEADERS = ("yuanlixin", "dongzhiqiang", "gaomin", "jiangtao")
BEFORE_PETITION, BEFORE_DISPUTE = 41, 67


def run() -> None:
    """One line a job; what could not be done is said at the end."""
    failed = []
    with demo_county() as (browser, address):
        for part in (petition, dispute, papers, meetings, rest):
            try:
                part(partial(Hands, browser, address))
            except Exception as wrong:  # the other parts are counted all the same
                failed.append(f"{part.__name__}: {wrong}")
    if failed:
        sys.exit("\n".join(failed))


def day(ahead: int) -> str:
    """So many days from now, as a box of a day takes it."""
    return str(office_day(timezone.now()) + timedelta(days=ahead))


def petition(person) -> None:
    """One petition from its registration to the file."""
    clerk, handler, lead = person(REGISTRAR).at("/"), person(HANDLER), person(LEAD)
    clerk.key("n")
    clerk.write(name_1="周立民", address_1="凤栖路小区3号楼", area="凤栖路社区")
    clerk.write(summary="反映凤栖路小区3号楼二次供水水泵夜间噪声扰民，物业一直没有处理。")
    clerk.button("登记并转送")
    number = clerk.number
    costs = [clerk.lap("petition: register", 8)]
    clerk.pick(to_unit="住建")
    clerk.write(reason="供水设施由住建部门管理。")
    clerk.choose(told_by="post")
    clerk.send()
    costs.append(clerk.lap("petition: route it, at once", 6))
    handler.led_to(f"/cases/{number}/steps/accept/").choose(told_by="post")
    handler.send()
    costs.append(handler.lap("petition: accept it", 3))
    _answered(handler, number)
    costs.append(handler.lap("petition: draft the opinion", 8))
    first = Proposal.objects.filter(case__number=number, decision="")
    first.update(proposed_at=timezone.now() - timedelta(days=365))
    lead.at("/").press(lead.page.locator(f"#approvals form[action*='{number}'] button[value=approve]"))
    costs.append(lead.lap("petition: approve it", 2))
    handler.led_to(f"/cases/{number}/steps/serve/").choose(method="post")
    handler.write(served_on=day(0), proof="EMS 1234567890123，本人签收")
    handler.send()
    costs.append(handler.lap("petition: serve it", 6))
    clerk.led_to(f"/cases/{number}/steps/rate/").choose(alike="satisfied", heard_by="phone")
    clerk.send()
    costs.append(clerk.lap("petition: rate it", 3))
    # The file is closed a month later, when nobody can ask for a review any more.
    rights = Clock.objects.filter(case__number=number, term_code="petition.review_apply", ended_at=None)
    rights.update(due_at=timezone.now() - timedelta(hours=1))
    handler.led_to(f"/cases/{number}/steps/archive/").tick("papers_complete", "rating_asked")
    handler.send()
    costs.append(handler.lap("petition: close the file", 5))
    _whole("petition: the whole of it", sum(costs), BEFORE_PETITION)


def _answered(handler: Hands, number: str) -> None:
    handler.led_to(f"/cases/{number}/steps/issue_opinion/").write(facts="经查属实。", opinion="责令物业十日内整改。")
    handler.write(legal_basis="《物业管理条例》第三十五条。")
    handler.choose(outcome="explained")
    handler.send()


def _whole(words: str, cost: int, before: int) -> None:
    sys.stdout.write(f"{words:<46} together {cost}  before {before}  less by {100 * (before - cost) / before:.0f} %\n")


def at_work(unit: int, role: str) -> str:
    """The login name of somebody with that role in the unit."""
    posts = Post.objects.current(office_day(timezone.now())).filter(unit_id=unit, role__name=role)
    return posts.order_by("id").values_list("user__username", flat=True)[0]


def dispute(person) -> None:
    """One dispute from its registration to the file of its mediation."""
    clerk = person(REGISTRAR).at("/mediation/register/")
    clerk.clicks += 2
    clerk.write(applicant_name_1="吕平安", respondent_name_1="董力行")
    clerk.pick(category="邻里", area="凤栖路")
    clerk.write(summary="楼上漏水泡坏吊顶，双方对赔偿数额有争议。")
    clerk.send()
    number = clerk.number
    clerk.lap("dispute: register")
    costs = []

    def lap(words: str, before: int = 0) -> None:
        costs.append(mediator.lap(f"dispute: {words}", before))

    clerk.led_to(f"/cases/{number}/steps/start_mediation/").send()
    costs.append(clerk.lap("dispute: put to the committee", 7))
    track = Case.objects.get(parent__number=number)
    mediator, step = person(at_work(track.lead_unit_id, "mediator")), f"/cases/{track.number}/steps/{{}}/".format
    mediator.led_to(step("accept")).tick("consent", "informed")
    mediator.send()
    mediator.choose(mediator="", chosen_by="appointed")
    mediator.send()
    lap("accept it, name who mediates", 10)
    mediator.led_to(step("hold_session")).write(content="双方各自陈述，同意赔偿。")
    mediator.choose(result="agreed")
    mediator.send()
    lap("a session", 8)
    if "sign_agreement" not in mediator.page.url:
        mediator.led_to(step("sign_agreement"))
    mediator.write(facts="楼上水管破裂漏水。", content="赔偿800元。")
    mediator.write(**{"items-0-what": "赔偿吊顶损失", "items-0-amount": "800", "items-0-due_on": day(5)})
    mediator.choose(**{"items-0-manner": "cash"})
    mediator.tick("signed")
    mediator.send()
    lap("the agreement", 17)
    mediator.led_to(step("apply_confirmation")).choose(court="", bar="")
    mediator.tick("jointly")
    mediator.send()
    lap("application to the court", 7)
    mediator.led_to(step("follow_up")).write(content="都已履行。")
    mediator.choose(method="", satisfaction="", performing="")
    mediator.send()
    lap("follow-up", 6)
    mediator.led_to(step("record_performance")).write(proof="收条")
    mediator.send()
    if "confirm_performed" not in mediator.page.url:
        mediator.led_to(step("confirm_performed"))
    mediator.send()
    lap("what was promised is kept, and confirmed", 12)
    _whole("dispute: the whole after its registration", sum(costs), BEFORE_DISPUTE)


def papers(person) -> None:
    """A paper of supervision about all that one unit has let pass, and a leader in charge."""
    centre = person(CENTRE).at("/")
    centre.press(centre.page.locator("main a[href='/supervision/queue/']"))
    centre.touch(centre.page.locator("main [data-check-all]:visible"))
    centre.button("拟制")
    number = centre.number
    centre.write(answer_days="10", requirement="按期办结并报告。")
    centre.send()
    costs = [centre.lap("supervision: a paper on all of one unit, put forward")]
    for leader in map(person, LEADERS):
        agree = leader.led_to(f"/cases/{number}/").page.locator("main button[value=approve]")
        if agree.count():
            leader.press(agree)
            costs.append(leader.lap("supervision: sign it"))
            break
    target = SupervisionPaper.objects.get(number=number).target_unit_id
    answered = person(at_work(target, "handler")).led_to(f"/cases/{number}/steps/receive/")
    answered.send()
    answered.led_to(f"/cases/{number}/steps/answer/").write(cause="人手不足。", measures="已全部办结。")
    answered.send()
    costs.append(answered.lap("supervision: receive it and feed back"))
    centre.led_to(f"/cases/{number}/steps/lift/").write(found="属实。")
    centre.tick("still_late")
    centre.send()
    costs.append(centre.lap("supervision: lift it"))
    _whole("supervision: the whole of it", sum(costs), 37)
    centre.at("/").press(centre.page.locator("main a[href='/supervision/leading/queue/']"))
    centre.press(centre.page.locator("main button[name=leader]"))
    centre.lap("a leader takes a case in charge", 3)


def meetings(person) -> None:
    """A meeting planned, its minutes, what it decided, and that this was carried out."""
    clerk = person(REGISTRAR)
    for words, before in (("the first", 7), ("one more", 7)):
        clerk.at("/duties/meetings/").clicks += 1
        clerk.press(clerk.page.locator("main a[href^='/duties/meetings/new']"))
        clerk.write(day=day(2), place="三楼会议室", chair="何建军", units="区住建局")
        clerk.send()
        clerk.lap(f"meeting: plan {words}", before)
    meeting = Meeting.objects.latest("pk")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    clerk.led_to(f"/duties/meetings/{meeting.pk}/").link("记录会议")
    clerk.write(text="逐件听取了办理情况，明确了责任单位和完成期限。")
    clerk.send()
    clerk.lap("meeting: its minutes")
    clerk.link("登记议定事项")
    for words, way in (("what it decided, one", "登记，再记一项"), ("what it decided, one more", "登记")):
        clerk.write(text="约谈物业企业，落实水泵更换。")
        clerk.pick(unit="住建")
        clerk.write(due_on=day(5))
        clerk.button(way)
        clerk.lap(f"meeting: {words}")
    decision = meeting.decisions.earliest("pk")
    clerk.led_to(f"/duties/meetings/decisions/{decision.pk}/").write(proof="水泵已更换，见验收单。")
    clerk.send()
    clerk.lap("meeting: what it decided is carried out")


def rest(person) -> None:
    """What is done on lists."""
    centre = person(CENTRE).at("/")
    centre.press(centre.page.locator(".nav a[href='/petitions/']"))
    centre.link("导出")
    centre.send()
    centre.lap("export the ledger", 5)
    paper = Paper.objects.filter(case__kind="petition", case__confidentiality="normal").latest("pk")
    number = paper.case.number
    centre.at("/").page.keyboard.press("/")
    centre.keys += 1
    centre.page.keyboard.type(number)
    centre.page.wait_for_url(f"**/cases/{number}/")
    centre.lap("find a case by its number", 2)
    centre.press(centre.page.locator("main a[href*='/papers/'][href$='/view/']"))
    centre.clicks += 1  # 打印 of the browser
    centre.lap("read a paper and print it", 3)
