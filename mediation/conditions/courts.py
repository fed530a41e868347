"""How an agreement stands with the court that is asked to confirm it."""

from governance.cases.worktime import months_later

from ..vocabulary import PEOPLE
from .limits import court_ordinary, court_summary, delegated, entrusted_ordinary, entrusted_summary


def courts_confirm(track) -> bool:
    """Agreements of committees, and those reached before filing by invitation of a court; one reached after filing is
    examined by the court that entrusted it, which makes its own paper (特邀调解规定 art. 19, 20).
    """
    if track.kind == PEOPLE:
        return track.referral not in ("entrusted_ordinary", "entrusted_summary")
    return delegated(track)


def has_no_confirmation(track) -> bool:
    """Nobody has asked the court to confirm the agreement in force."""
    agreement = track.agreement
    return agreement is not None and not hasattr(agreement, "confirmation")


def waits_for_filing(track) -> bool:
    """The court has the application and has not said whether it takes it."""
    return waits_for_court(track) and track.agreement.confirmation.accepted_on is None


def waits_for_court(track) -> bool:
    """The court has the application and has not decided."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and not agreement.confirmation.result


def by_court_paper(track) -> bool:
    """What is agreed once a suit is filed is in the court's own paper (民事诉讼法 art. 100, 特邀调解规定 art. 20)."""
    in_suit = (entrusted_ordinary, entrusted_summary, court_ordinary, court_summary)
    return any(asked(track) for asked in in_suit)


def why_not_enforced(track, ways: list[str]) -> str:
    """Only what a court has confirmed, or has written itself, is enforced (人民调解法 art. 33, 民事诉讼法 art. 100)."""
    if "enforce" not in ways or was_confirmed(track) or by_court_paper(track):
        return ""
    return "这份协议没有经人民法院确认有效，也不是由人民法院制作调解书的，不能申请强制执行；当事人可以起诉。"


def was_confirmed(track) -> bool:
    """The court's confirmation of the agreement in force stands."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and agreement.confirmation.result == "confirmed"


def why_not_in_a_year(track, told: dict) -> dict[str, str]:
    """Why nobody can have asked then that a confirmation be revoked, by the fact (司法确认程序规定 art. 10)."""
    known, asked = told["known_on"], told["asked_on"]
    last = months_later(known, 12)
    if asked < known:
        return {"asked_on": f"申请日期不能早于知道权益被侵害的日期 {known}。"}
    if asked > last:
        return {"asked_on": f"应当自知道权益被侵害之日起一年内申请，到 {last} 为止。"}
    return {"decided_on": f"决定日期不能早于申请日期 {asked}。"} if told["decided_on"] < asked else {}


def was_dismissed(track) -> bool:
    """The court has dismissed the application: the parties may change the agreement or make another."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and agreement.confirmation.result == "dismissed"
