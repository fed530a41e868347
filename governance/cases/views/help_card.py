"""The help that was asked for people of a case, for those who work on it."""

from .. import access
from ..registry import Section, workflow_of


def card(row, user, now) -> list[Section]:
    """Who was sent on to whom, for what, and what became of it; nothing for anybody else."""
    if workflow_of(row).step("refer_help") is None:
        return []
    if not access.may_read_within(user, row) or not row.referrals:
        return []
    return [Section("cases/_help.html", {"rows": [_shown(each) for each in row.referrals]})]


def _shown(referral) -> dict[str, str]:
    answer = f"{referral.answered_on} {referral.answer}" if referral.answered_on else "等候答复"
    ended = f" · {referral.ended_on} 结束" if referral.ended_on else ""
    return {
        "person": referral.participant.name,
        "agency": referral.get_agency_display(),
        "matter": referral.matter,
        "referred_on": str(referral.referred_on),
        "answer": answer + ended,
    }
