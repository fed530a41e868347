"""What mediators, clerks and judges tell on the pages of a dispute and its tracks, by the labels they read."""

from django.urls import reverse

from mediation import reference
from mediation.models import Dispute, Track

from .screens import Desk, Screen

LEAK = {
    "申请人 › 姓名（名称）": "韩素珍",
    "申请人 › 电话": "13922220001",
    "申请人 › 证件号": "610116196503120029",
    "申请人 › 住址": "凤栖路社区5号楼301室",
    "被申请人 › 姓名（名称）": "孟广田",
    "被申请人 › 电话": "13922220002",
    "被申请人 › 住址": "凤栖路社区5号楼401室",
    "纠纷类型": "邻里/相邻污染损害防止",
    "发生地": "韦曲街道 / 凤栖路社区",
    "详细地点": "5号楼",
    "纠纷概况": "楼上卫生间漏水，泡坏楼下墙面。双方就赔偿数额有争议。",
    "涉及金额（元）": "5,000",
    "标题": "凤栖路社区5号楼漏水纠纷",
}
ACCEPT = {"双方当事人同意调解": True, "已告知当事人权利义务": True}
SESSION = {
    "方式": "到场",
    "地点（视频会议链接）": "社区调解室",
    "参加人": "韩素珍、孟广田",
    "调解记录": "韩素珍称墙面起皮两次，孟广田承认防水层老化。",
    "结果": "需要继续调解",
}
AGREEMENT = {
    "形式": "书面协议",
    "主要事实、争议事项和各方责任": "401室防水层老化渗漏，泡坏301室墙面，孟广田承担责任。",
    "协议内容": "孟广田修好防水层，分两次赔偿韩素珍墙面损失共五千元。",
    "履行地点": "凤栖路社区居委会",
    "份数": "3",
    "当事人、调解员已签名，调解组织已盖章；口头协议已由调解员记录并经当事人确认": True,
}
ENDING = {
    "情形": "分歧较大，难以达成协议",
    "理由": "双方对责任认识不一。",
    "告知当事人的其他途径": ["向人民法院起诉", "申请法律援助"],
}
TRACKS = {"人民调解": "people_mediation", "行政调解": "administrative_mediation", "治安调解": "police_mediation"}


def register(desk: Desk, told: dict) -> tuple[Screen, Dispute]:
    """The dispute that is told on the register page, and the page that opens then."""
    reference.load()
    page = desk.send(desk.get(reverse("mediation:register")).form.type(told), to=reverse("mediation:register"))
    assert "已登记，编号" in page.text, f"{page.status} {page.wrong}"
    return page, Dispute.objects.latest("id")


def start(desk: Desk, whole: Dispute, way: str, organisation: str, **told) -> Track:
    """One more way of mediation is opened from the page of the dispute."""
    facts = {"调解方式": way, "调解组织（单位）": organisation, "适用程序": "一般纠纷", "委派委托": "不是委派、委托"}
    desk.take(whole, "启动调解", {**facts, **told})
    return Track.objects.filter(parent=whole).latest("id")


def sit(desk: Desk, case, moment: str, **told) -> Screen:
    """The parties sit down at that moment of 2026: ``03-16T15:00``."""
    return desk.take(case, "记录调解", {**SESSION, "调解时间": f"2026-{moment}", **told})


def agreement(signed: str, rows: list[dict], **told) -> dict:
    """A written agreement of that day of 2026 with what was promised."""
    day = f"2026-{signed}"
    return {**AGREEMENT, "达成（签名）日期": day, "生效日期": day, "履行事项": rows, **told}


def promise(what: str, manner: str, due: str, amount: str = "") -> dict:
    """One line of what was promised, due on that day of 2026."""
    told = {"事项": what, "方式": manner, "履行期限": f"2026-{due}"}
    return told | ({"金额（元）": amount} if amount else {})
