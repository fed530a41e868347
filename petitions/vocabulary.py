"""The words of a petition and the questions its steps ask of it (信访工作条例, 2022). Plain Python."""

import re

from governance.cases.workflow import Fact, FirstDay
from governance.frame.days import office_day
from governance.frame.rows import choices_of

CHOICES = choices_of("petitions")

# From so many people on a visit is a collective one, and a letter one of many.
MANY = 5
CLASSES = (("suggestion", "建议意见"), ("accusation", "检举控告"), ("appeal_request", "申诉求决"))
ROUTES = CHOICES["routes"]
# Items one to four of art. 31: another procedure than that of petitions settles the matter.
STATUTORY_ROUTES = ("litigation", "arbitration", "party_appeal", "administrative")
POLITICAL_LEGAL = ("court", "procuratorate", "police", "justice")
SHORTEST_ROUTE = 6
# What another organ owes that was asked for a part.
SHARE = "petition.share"
NOWHERE = ("没有", "无")
OPINION_NUMBER = re.compile(r"\d号")
# Who writes is written to by the same way.
TOLD_AS_THEY_CAME = {"letter": "post", "fax": "fax", "email": "electronic", "online": "electronic"}
OUTCOMES = (("supported", "予以支持"), ("explained", "作出解释说明"), ("not_supported", "不予支持"))
DECISIONS = (("maintain", "维持"), ("revoke", "撤销，责令限期重新处理"), ("change", "变更"))
ADOPTED = (("whole", "采纳"), ("part", "部分采纳"), ("none", "不采纳"))
PROCEDURES = (("ordinary", "普通程序"), ("simplified", "简易办理"))
RATINGS = (("satisfied", "满意"), ("fair", "基本满意"), ("dissatisfied", "不满意"))
POOR_CAUSES = CHOICES["poor_causes"]
UNHEARD = (("no_answer", "未接通、不在"), ("declined", "不愿评价"), ("later", "约定另行回访"))
HEARD_BY = (("online", "信访人网上评价"), ("paper", "信访人书面评价"), ("phone", "电话回访"), ("visit", "当面回访"))
TOLD_BY = CHOICES["told_by"]


def _matter(row):
    """The petition that a row is about: its own, or the one whose answer is reviewed."""
    return getattr(row, "matter", row)


def why_told(row, told_by: str) -> str:
    """Why they cannot have been told that way, or nobody could be told; empty if the record says so too (art. 23)."""
    petition = _matter(row)
    if told_by == "phone" and not is_simplified(petition):
        return "按普通程序办理的应当书面告知信访人，只有简易办理的可以电话告知。"
    if told_by == "unclear" and not petition.address_unclear:
        return "登记的姓名、住址是清楚的，应当书面告知信访人；确实不清的，请先更正登记内容。"
    return ""


def likely_told(row, on) -> str:
    """By which way people are likeliest told, as the record has it: how they came, and where they can be written to."""
    petition = _matter(row)
    if petition.address_unclear:
        return "unclear"
    if petition.channel == "phone" and is_simplified(petition):
        return "phone"
    # Only where people came to, and on that day, are they still there.
    came = petition.channel == "visit" and petition.opened_at is not None and office_day(petition.opened_at) == on
    if came and petition.sender_unit_id is None:
        return "on_the_spot"
    if petition.channel in TOLD_AS_THEY_CAME:
        return TOLD_AS_THEY_CAME[petition.channel]
    return "post" if any(each.address for each in petition.petitioners) else ""


TOLD = Fact(
    "told_by",
    "告知方式",
    "choice",
    choices=TOLD_BY,
    refuted=why_told,
    begins=likely_told,
    help="先填好的，是按提出的形式推定的，请核对。",
)
SERVED_BY = CHOICES["served_by"]
# Who was told there and then is served in person; the rest as they were told.
SERVED_AS_TOLD = {"on_the_spot": "direct", "post": "post", "electronic": "electronic"}


def likely_served(row, on) -> str:
    """By which way the answer is likeliest served, as the record has it."""
    return SERVED_AS_TOLD.get(likely_told(row, on), "")


def likely_received(row, on):
    """The day of service where it is most often this one: on which day a letter arrives its receipt says (art. 35)."""
    return None if likely_served(row, on) == "post" else on


GUIDED_BY = CHOICES["guided_by"]
SIMPLE_GROUNDS = CHOICES["simple_grounds"]
RESUMED = CHOICES["resumed"]
REFUSAL_GROUNDS = CHOICES["refusal_grounds"]
MISCONDUCT, DISSUADED = CHOICES["misconduct"], CHOICES["dissuaded"]
FINISHED = CHOICES["finished"]
# What endangers people needs no words first (art. 47 para 2).
DANGEROUS = {"dangerous", "violence"}
DISCIPLINE = "discipline"

# What the organ owes; the petitioner's own windows are not among them.
DUTIES = (
    "petition.route",
    "petition.notice",
    "petition.notice_transferred",
    "petition.objection",
    "petition.simple_accept",
    "petition.simple_handle",
    "petition.whole",
    "petition.handle",
    "petition.rehandle",
    "petition.hearing",
    "petition.assign_report",
    "petition.accusation_notice",
    "petition.accusation_take_up",
    "petition.accusation_feedback",
    "petition.accusation_check",
)


def came_directly(petition) -> bool:
    """True if no other unit sent it: what was sent goes back to its sender by an objection, and no other way."""
    return petition.sender_unit_id is None


def was_sent(petition) -> bool:
    return petition.sender_unit_id is not None


def routes_anew(petition) -> bool:
    """True if the fifteen days of art. 22 start anew when the material comes back."""
    return petition.routes_anew


def routes_anew_recalled(petition) -> bool:
    """True if the fifteen days of art. 22 start anew when the sender takes the matter back."""
    return petition.routes_anew_recalled


def why_not_refused(petition, ground: str) -> str:
    """Why this ground of refusal does not stand against the record; empty if it does (art. 19, 22, 23, 31, 36)."""
    if ground == "competence":
        return why_competent(petition)
    if ground == "pending" and not petition.is_pending_below:
        return (
            "没有关联到由下级机关、单位已经受理、在规定期限内正在办理的同一信访人的同一事项：第十九条第三款只适用于受理、办理机关的上级。"
            "请先用“关联事项”登记重复反映的那一件；由本单位办理的，继续办理或者并案。"
        )
    if ground == "legal_route" and not may_inform(petition):
        return (
            "信访部门收到的事项应当转送、交办有权处理的机关、单位；涉法涉诉的转送同级政法部门（第二十二条），"
            "不得以应当通过法定途径解决为由不予受理。"
        )
    if ground == "legal_route" and petition.route not in STATUTORY_ROUTES:
        return (
            "登记的办理途径不是诉讼、仲裁、行政复议等法定途径；确应通过法定途径解决的，先用“变更事项性质”改为相应途径。"
        )
    if ground == "concluded" and not petition.was_answered_before:
        return (
            "没有关联到同一信访人已经终结的同一信访事项：还可以请求复查、复核的没有终结；"
            "请先用“关联事项”登记已经复核终结的那一件。"
        )
    return ""


def why_competent(petition) -> str:
    """Why want of competence is no answer here; empty where it is (art. 22, 23)."""
    if not came_directly(petition):
        return (
            "这件事项是转送、交办来的：不属于本单位职权范围的，应当在规定期限内向转送、交办单位提出异议，"
            "经其核实同意后交还（第二十三条第三款），不得以此不予受理。"
        )
    if petition.lead_unit.kind == "petition_office":
        return "信访部门收到的事项应当转送、交办有权处理的机关、单位（第二十二条），不得以不属于职权范围为由不予受理。"
    return ""


def why_no_route(petition, text: str) -> str:
    """Why these words lead nowhere: whoever is turned away is told where to turn to and how (art. 23)."""
    told = text.strip()
    nowhere = len(told) < SHORTEST_ROUTE or told.startswith(NOWHERE)
    return "请写明向哪个机关、按什么程序办理。" if nowhere else ""


def why_no_opinion(petition, number: str) -> str:
    """Why this is not the number of a paper; empty where it is one."""
    return "" if OPINION_NUMBER.search(number) else "请填写复核意见书的文号，例如西信复核〔2025〕12号。"


def why_not_common_superior(petition, told: dict) -> dict[str, str]:
    """Why the organ named does not decide who deals with it, by the fact: it stands above all that are concerned."""
    if told["ground"] != "superior":
        return {}
    concerned = [told["to_unit"], *([petition.lead_unit] if was_sent(petition) else [])]
    beside = next((unit for unit in concerned if not petition.is_under(unit, told["by"])), None)
    if beside is None:
        return {}
    said = f"{told['by'].short_name}不是{beside.short_name}的上一级机关、单位"
    return {"by": f"{said}；受理有争议的，由共同的上一级决定，没有的由信访工作联席会议协调（第二十四条）。"}


def why_not_first(petition, told: dict) -> dict[str, str]:
    """Why the organ named does not lead as the first, by the fact: it holds the matter, or was the first to do so."""
    if told["ground"] != "first" or told["to_unit"].pk in (petition.lead_unit_id, petition.first_unit_id):
        return {}
    said = f"{told['to_unit'].short_name}不是首先收到、受理这件事项的单位；经协商一致的，选“有关单位协商一致”并附记录。"
    return {"ground": said}


# What must have happened before the days that the steps of a petition write down.
TOLD_ON = FirstDay(lambda petition: petition.served_on or office_day(petition.opened_at), "答复、告知信访人的日期")
ACCEPTED = FirstDay(lambda petition: petition.accepted_on, "受理日期")
ANSWERED = FirstDay(lambda row: row.answered_on, "作出答复、意见的日期")
SERVED = FirstDay(lambda petition: petition.served_on, "送达日期")


def why_too_early(petition, reported_at) -> str:
    """Why nothing was reported then; empty if the matter had come in (art. 25)."""
    return "报告时间不能早于收到信访事项的时间。" if reported_at < petition.opened_at else ""


def is_urgent(petition) -> bool:
    """True for what is major and urgent and may have consequences in society (art. 25)."""
    return petition.is_urgent


def is_reported_upward(petition) -> bool:
    """True for what is urgent and came to a petition department, which reports it to the next one too (art. 25)."""
    return petition.is_urgent and petition.petition_office is not None


def was_sent_by_petition_office(petition) -> bool:
    """True if the petition department received it, whoever deals with it now."""
    return petition.sent_by.kind == "petition_office"


def why_not_reported(petition, reported_to: list[str]) -> str:
    """Which report is missing of what is urgent; empty where none is (art. 25)."""
    if not {"government", "department", "conference"} <= set(reported_to):
        return "应当报告本级党委和政府，通报相关主管部门和本级信访工作联席会议办公室（第二十五条第一款）。"
    return why_not_upward(petition, reported_to) if petition.lead_unit.kind == "petition_office" else ""


def why_no_proposal(petition, told: dict) -> dict[str, str]:
    """What a petition department has to propose to the government that decides; empty where it does (art. 22)."""
    if petition.lead_unit.kind != "petition_office" or told.get("proposal"):
        return {}
    return {"proposal": "信访部门应当及时提出建议，报请本级党委和政府决定（第二十二条第一项）。"}


def why_not_upward(petition, reported_to: list[str]) -> str:
    """Which report is missing of those that a petition department owes; empty where none is (art. 25 para 2)."""
    if {"petition_office", "national"} <= set(reported_to):
        return ""
    return "信访部门应当同时报告上一级信访部门和国家信访局（第二十五条第二款）。"


def may_inform(petition) -> bool:
    """A petition department transfers, reports or assigns; it guides only those who come about litigation (art. 22)."""
    if petition.lead_unit.kind != "petition_office":
        return True
    return petition.channel == "visit" and petition.route == "litigation"


def may_accept(petition) -> bool:
    """Matters of litigation are separated from petitions: the political and legal organs deal with them (art. 28)."""
    return petition.route != "litigation" or petition.lead_unit.kind in POLITICAL_LEGAL


def runs_sixty_days(petition) -> bool:
    """Only matters of art. 31 item six run the sixty days of art. 34; simplified ones run their own."""
    return petition.route == "handling" and petition.procedure == "ordinary"


def goes_on_sixty_days(petition) -> bool:
    """True if the sixty days have begun: they run on whoever holds it by now."""
    return petition.accepted_on is not None and runs_sixty_days(petition)


def is_not_taken_on(petition) -> bool:
    return petition.accepted_on is None


def several_came(petition) -> bool:
    return petition.people_count > 1


def why_not_by_all(petition, told: dict) -> dict[str, str]:
    """Why the matter does not end with this withdrawal; empty where all who put it forward have withdrawn."""
    count = petition.asking
    if count == 1 or told.get("by_all"):
        return {}
    sentence = (
        f"这一事项还有 {count} 人提出，其中有人撤回的，其他人的请求继续办理。"
        "都已撤回的，请勾选这一项，并附上每个人的申请或者经其确认的记录。"
    )
    return {"by_all": sentence}


def why_nobody_is_left(petition, told: dict) -> dict[str, str]:
    """Why the one cannot leave while the others go on; empty where somebody is still named."""
    if len(petition.petitioners) > 1:
        return {}
    sentence = "登记了姓名的信访人只剩这一位，撤回以后没有人可以告知、答复。都已撤回的，用“信访人撤回”。"
    return {"person": sentence}


def has_not_asked_to_withdraw(petition) -> bool:
    return petition.asked_to_withdraw is None


def wants_application(petition) -> bool:
    """True where the application is still to be shown; that of one person over the network stands in the history."""
    return petition.asked_to_withdraw is None or petition.asking > 1


BY_ALL = Fact("by_all", "多人提出的，信访人都已撤回", "flag", required=False)


def is_simplified(petition) -> bool:
    return petition.procedure == "simplified"


def ends_with_opinion(petition) -> bool:
    """A handling opinion is issued under art. 31 item six; everything else is answered."""
    return petition.petition_class == "appeal_request" and petition.route == "handling"


def is_answered_otherwise(petition) -> bool:
    return not ends_with_opinion(petition)


def may_be_replied_to(petition) -> bool:
    """What was put forward on another platform may be answered there, without an opinion in the form of art. 32."""
    return is_answered_otherwise(petition) or petition.is_answered_elsewhere


def is_accusation(petition) -> bool:
    return petition.petition_class == "accusation"


def is_not_accusation(petition) -> bool:
    return not is_accusation(petition)


def is_under_discipline(petition) -> bool:
    """True for an accusation that a discipline organ deals with: it follows the rules of that organ (art. 30)."""
    return petition.petition_class == "accusation" and petition.lead_unit.kind == "discipline"


def is_named_accusation(petition) -> bool:
    """True for the first accusation by somebody who can be told what becomes of it, at a discipline organ."""
    told = not petition.is_repeat and not petition.address_unclear
    return told and is_under_discipline(petition) and bool(petition.petitioners)


def was_sent_down(petition) -> bool:
    """True for an accusation that one discipline organ has sent to another."""
    return is_under_discipline(petition) and petition.sent_by.kind == "discipline"


def is_suggestion(petition) -> bool:
    return petition.petition_class == "suggestion"


def why_not_adopted(petition, adopted: str) -> str:
    """Why this is not said here: only suggestions are adopted (art. 29); empty if it may be."""
    return "" if is_suggestion(petition) else "只有建议意见类事项才填写采纳情况（第二十九条）。"


def wants_adoption(petition) -> bool:
    """True where it has to be said whether a suggestion is adopted; what another platform answered says it its way."""
    return is_suggestion(petition) and not petition.is_answered_elsewhere


def is_studied(petition) -> bool:
    """True unless it is a suggestion that nobody has studied: first it is, then it is answered (art. 29)."""
    return not wants_adoption(petition) or petition.last_taken("study") != ""


def studied_as(petition, on) -> str:
    """What whoever studied it last thought of it."""
    return petition.studied_as


def why_not_carried_out(petition, told: dict) -> dict[str, str]:
    """What is missing of when a suggestion is carried out, by the fact: what is adopted is, what is not is not."""
    if wants_adoption(petition) and not told.get("adopted"):
        return {"adopted": "请选择采纳情况：建议意见应当研究论证，科学合理的采纳或者部分采纳（第二十九条）。"}
    is_adopted = told.get("adopted") in ("whole", "part")
    if is_adopted and not told.get("execution_days") and wants_adoption(petition):
        return {"execution_days": "采纳的，请写明答复送达后多少日内落实；已经落实的，写 1。"}
    if told.get("execution_days") and not is_adopted:
        return {"execution_days": "采纳、部分采纳建议意见的才填写落实期限。"}
    return {}


def is_supported(petition) -> bool:
    """What was found right is carried out, and somebody sees to it (art. 32); so is what was adopted (art. 29)."""
    return petition.outcome == "supported" or (petition.adopted in ("whole", "part") and bool(petition.execution_days))


def is_appeal(petition) -> bool:
    """Only where two sides dispute something there is anything to mediate (art. 33)."""
    return petition.petition_class == "appeal_request"


def address_is_known(petition) -> bool:
    return not petition.address_unclear


def is_simple(petition) -> bool:
    """True for what can follow the simplified procedure at all; what stops being so leaves it."""
    return (
        petition.petition_class != "accusation"
        and not petition.is_repeat
        and not petition.is_collective
        and petition.people_count < MANY
        and petition.route in ("", "handling")
    )


def may_be_simplified(petition) -> bool:
    """True for what is simple, and neither urgent nor a matter of several organs."""
    return is_simple(petition) and not is_simplified(petition) and not petition.is_urgent and not petition.partners


def is_rated_here(petition) -> bool:
    """True if what the petitioner thinks of it is asked for in this county."""
    return petition.is_rated


def why_not_political_legal(petition, unit) -> str:
    """Why it does not go there: what litigation settles goes to a political and legal organ (art. 22, 28)."""
    if petition.route != "litigation" or unit.kind in POLITICAL_LEGAL:
        return ""
    return (
        "涉法涉诉事项转送同级政法部门（第二十二条第二项）："
        "公安机关、人民法院、人民检察院、司法行政机关。登记的办理途径不对的，先用“变更事项性质”改正。"
    )


def why_not_discipline(petition, told: dict) -> dict[str, str]:
    """Why an accusation does not go from a petition department to that organ, by the fact (art. 22 para 2).

    What discipline organs take in goes to the one under whose authority the accused stand; to another organ that is
    competent (art. 30 para 1) where it is said why.
    """
    unit = told["to_unit"]
    if petition.lead_unit.kind != "petition_office" or is_not_accusation(petition):
        return {}
    if unit.kind == DISCIPLINE:
        above = petition.is_managed_by(unit)
        return {} if above else {"to_unit": "按照管理权限转送：被检举控告的单位不在这个纪检监察机关的管理范围内。"}
    if (told.get("other_organ") or "").strip():
        return {}
    said = "属于纪检监察机关受理的检举控告，应当按照管理权限转送有关纪检监察机关（第二十二条第二款）"
    return {"other_organ": f"{said}；由其他有权处理的机关办理的，写明理由。"}


def why_no_police(petition, told: dict) -> dict[str, str]:
    """Why nothing was to be reported to the police yet, by the fact: words come first (art. 47)."""
    done, seen = set(told["done"]), set(told["misconduct"])
    if "police" not in done or done - {"police"} or seen & DANGEROUS:
        return {}
    return {"done": "应当先劝阻、批评或者教育（第四十七条第一款）；构成违反治安管理行为的，再报公安机关依法处理。"}


def why_not_finished(petition, ground: str) -> str:
    """Why it has not ended that way; empty where it has (《山东省信访条例》第四十六条)."""
    if ground == "mediated" and not petition.is_mediated:
        return "没有从这件事项转出、已经化解的矛盾纠纷；用“转矛盾纠纷调解”交调解组织，化解以后再办结。"
    return ""


def is_not_rated(petition) -> bool:
    return not petition.rating


def is_rated_poorly(petition) -> bool:
    """True if either organ was found wanting."""
    return "dissatisfied" in (petition.rating, petition.office_rating)


def organ_above(petition, on) -> str:
    """The organ one level up from the one that decides (art. 35), where the tree of units knows it."""
    above = petition.lead_unit.parent
    return above.name if above else ""


def within_its_powers(petition, on) -> str:
    """Why it goes where it goes, in the law's words (art. 22), to be said more closely where that is not all."""
    about = f"（{petition.category.name}）" if petition.category else ""
    return f"所反映的事项{about}属于该单位职权范围。"


def whoever_decides(petition, on) -> str:
    """The organ that decides, which most often carries out what it supports (art. 32)."""
    return petition.lead_unit.name


def is_to_be_asked(petition) -> bool:
    """True if the county asks what the petitioner thinks of it and the record does not say that anybody did."""
    return petition.is_rated and not petition.rating and not petition.was_called_back


def shares_together(petition, on) -> str:
    """What the organs that were asked have answered, each by its name: what one answer to all is made of (art. 24)."""
    return "\n".join(f"{share.organ}：{share.said}" for share in petition.shares if share.said)


def who_asked(row, on) -> str:
    """Who asked, if it is one person and everybody who knows of the matter may know who."""
    petition = _matter(row)
    asked = petition.petitioners
    return asked[0].name if len(asked) == 1 and not petition.is_restricted else ""


def why_not_above(petition, organ: str) -> str:
    """No organ reviews what it decided itself (art. 35); empty if another one is named."""
    decided, named = petition.lead_unit, "".join(organ.split())
    if decided.name in named or named.startswith(decided.short_name):
        return f"复查机关是原办理机关的上一级机关、单位，不能是作出处理意见的{decided.short_name}（第三十五条）。"
    return ""


def why_repeated(petition, told: dict) -> dict[str, str]:
    """What of a new opinion only repeats the revoked one, by its fact: the same facts do not carry the same result."""
    revoked = petition.revoked_opinion
    if revoked is None or told["outcome"] != revoked["outcome"]:
        return {}
    if squeezed(told["facts"]) == squeezed(revoked["facts"]):
        return {"facts": "事实和理由与被撤销的处理意见相同，不得以同一事实和理由作出与原处理意见相同的处理意见。"}
    if not told.get("new_facts"):
        return {"new_facts": "结论与被撤销的处理意见相同的，请写明据以作出结论的新的事实和理由。"}
    return {}


def squeezed(words: str) -> str:
    """The words without spaces and signs, as two texts are compared."""
    return "".join(sign for sign in words if sign.isalnum())


def why_not_new(petition, words: str) -> str:
    """Why these words are no new facts; empty if they say something."""
    return "" if len(squeezed(words)) >= SHORTEST_ROUTE else "请具体写明新的事实和理由。"


def wants_new_facts(petition) -> bool:
    """True if it was answered before: an opinion was revoked, or a recheck has had the last word."""
    return petition.revoked_opinion is not None or petition.is_concluded_matter


NEW_FACTS = Fact(
    "new_facts",
    "新的事实和理由",
    "long",
    required=False,
    refuted=why_not_new,
    asked_where=wants_new_facts,
    help="撤销后重新处理、结论仍然相同的，重复反映复核终结的事项的填写：同一事实和理由不能作出相同的意见，也不再受理",
)
