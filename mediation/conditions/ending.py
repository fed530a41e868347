"""Why a track does not end so, and what is still owed to others after it."""

from ..vocabulary import is_referred, referred_by_court


def why_not_ended_so(track, ground: str) -> str:
    """Mediation does not end because somebody was told, unless they were; empty if that fits."""
    if ground == "false_claim" and referred_by_court(track) and track.status != "suspended":
        said = "发现可能是虚假调解的，先用“中止调解并报告”，审查以后再终止"
        return f"{said}（《关于人民法院特邀调解的规定》第十八条）。"
    if ground != "escalating":
        return ""
    told = (
        track.events.filter(step="report_police").exists() or track.parent.events.filter(step="report_police").exists()
    )
    return "" if told else "还没有报告公安机关：请先用“报告公安机关”登记报告的时间和情形（《人民调解法》第二十五条）。"


def why_not_told_to(track, code: str) -> str:
    """A court hears of what it has referred; empty if that fits."""
    if code == "court" and not referred_by_court(track):
        return "不是人民法院委派、委托的调解，向本调解组织报告。"
    return ""


def owes_reply(track) -> bool:
    """The referrer has not been told the result in writing."""
    return is_referred(track) and track.replied_on is None


def has_no_reply_open(track) -> bool:
    """Nothing is owed to a referrer."""
    return not owes_reply(track)


def has_follow_up_open(track) -> bool:
    """A planned visit has not been made."""
    return track.follow_ups.filter(visited_on=None).exists()
