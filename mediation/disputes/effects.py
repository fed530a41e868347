"""What the steps of a dispute do beyond columns, clocks and papers; they return the names of fields they set."""

from governance.cases import deadlines
from governance.cases.steps import actions, correcting
from governance.frame.refusals import FactMissing

from ..models import HelpReferral
from ..vocabulary import NOT_REFERRED, is_major
from .actions import check_sides, open_track
from .from_other_case import add_party


def start_mediation(dispute, *, doing, facts):
    """One more track is opened."""
    open_track(
        dispute,
        facts["track"],
        organisation=facts["organisation"],
        procedure=facts["procedure"],
        referral=facts["referral"] or NOT_REFERRED,
        referrer=facts.get("referrer"),
        received_on=facts.get("received_on"),
        note=facts.get("note", ""),
        actor=doing.actor,
        at=doing.at,
        replay=doing.replay,
    )
    return []


def grade(dispute, *, doing, facts):
    """A dispute that is not major any more owes no report."""
    if not is_major(dispute):
        deadlines.cancel(dispute, "dispute.major_report", at=doing.at, event=None)
    return []


def report_major(dispute, *, doing, facts):
    """The written report has gone out."""
    dispute.reported_on = doing.day
    return ["reported_on"]


def refer_help(dispute, *, doing, facts):
    """The party was sent on for help, with consent."""
    HelpReferral.objects.create(
        dispute=dispute,
        participant=facts["participant"],
        agency=facts["agency"],
        matter=facts["matter"],
        referred_on=doing.day,
    )


def answer_help(dispute, *, doing, facts):
    """The answer of the agency stands beside the referral."""
    referral = facts["referral"]
    if facts["answered_on"] < referral.referred_on:
        raise FactMissing({"answered_on": f"答复日期不能早于转介日期 {referral.referred_on}。"})
    referral.answered_on, referral.answer = facts["answered_on"], facts["answer"]
    referral.save(update_fields=["answered_on", "answer"])


def conclude(dispute, *, doing, facts):
    """The matter that the dispute came from shows how it ended; what was said in mediation stays where it is."""
    outcome = "已化解" if facts.get("solved_level") else "调解未成" if facts.get("ways") else "当事人撤回"
    actions.tell_origins(dispute, "调解结果", [["结果", outcome], ["纠纷编号", dispute.number]], doing)
    return []


def amend(dispute, *, doing, facts):
    """Nobody stands on both sides under the right name either."""
    changed = correcting.amend(dispute, doing=doing, facts=facts)
    try:
        check_sides(list(dispute.participants.all()), both=False)
    except FactMissing as refusal:
        raise FactMissing({"person_name": str(refusal)}) from None
    return changed


EFFECTS = {
    "amend": amend,
    "add_party": add_party,
    "start_mediation": start_mediation,
    "grade": grade,
    "report_major": report_major,
    "refer_help": refer_help,
    "answer_help": answer_help,
    "conclude": conclude,
}
