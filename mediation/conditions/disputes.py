"""What steps ask of a dispute as a whole, and of what became of its tracks."""

from ..vocabulary import JUDICIAL, ORGANISERS, PEOPLE, POLICE, PROCEDURES_OF, RECONCILIATION, TRACK_KINDS, is_major

# Where a track has ended, and where with an agreement that was performed.
TRACK_PERFORMED = ("performed", "archived", "reconciled", "on_spot")
TRACK_ENDED = (*TRACK_PERFORMED, "failed", "declined", "by_law")


def is_open_for_report(dispute) -> bool:
    """A dispute that is major now and of which no written report has gone out."""
    return (
        is_major(dispute)
        and dispute.reported_on is None
        and not dispute.clocks.filter(term_code="dispute.major_report", ended_at=None).exists()
    )


def has_both_sides(dispute) -> bool:
    """Somebody asks for mediation, and it is known of whom."""
    return {person.part for person in dispute.participants.all()} >= {"applicant", "respondent"}


def track_of_unit(dispute, on) -> str:
    """The track on which the unit that holds the dispute mediates itself; people's mediation where it does on none."""
    kind = dispute.lead_unit.kind
    return next((track for track in (POLICE, JUDICIAL, RECONCILIATION) if kind in ORGANISERS[track]), PEOPLE)


def procedure_of_unit(dispute, on) -> str:
    """The procedure that is usual on that track."""
    return PROCEDURES_OF[track_of_unit(dispute, on)][0]


def several_ask(dispute) -> bool:
    """More than one applicant asks for mediation still."""
    return len(dispute.applicants) > 1


def why_not_by_all(dispute, told: dict) -> dict[str, str]:
    """Why the dispute does not end with this withdrawal; empty where all who asked for mediation have withdrawn."""
    if told.get("by_all") or not several_ask(dispute):
        return {}
    sentence = (
        f"还有 {len(dispute.applicants)} 名申请人，其中有人撤回的，其他人申请的调解继续进行，用“部分申请人撤回”。"
        "都已撤回的，请勾选这一项，并附上每个人的申请或者经其确认的记录。"
    )
    return {"by_all": sentence}


def was_withdrawn_before(dispute, told: dict) -> bool:
    """True if it was withdrawn on an earlier day than that on which it is written down."""
    return told.get("withdrawn_on") is not None


def why_not_judged_so(dispute, told: dict) -> dict[str, str]:
    """Why the judgement does not go with what happened: a risk rests on something, and nothing is beside nothing."""
    if "none" not in told["factors"]:
        return {}
    if len(told["factors"]) > 1:
        return {"factors": "选了“没有以上情形”的，不再选其他情形。"}
    return {} if told["risk"] == "low" else {"risk": "没有客观情形的，判为低风险。"}


def is_with_an_organ(dispute) -> bool:
    """True where an organ holds it, which may ask another one within its duties (个人信息保护法 art. 34)."""
    return dispute.lead_unit.kind not in ("village", "mediation")


def is_to_be_sent(dispute, told: dict) -> bool:
    """True of a letter that is made here, and did not go out elsewhere with a number and a day of its own."""
    return not (told.get("sent_on") or told.get("paper_number"))


def why_not_shown_sent(dispute, told: dict) -> dict[str, str]:
    """What of a letter that went out elsewhere is not told: without its day and number its head has yet to sign one."""
    missing = {"sent_on": "请填写已发函件的日期。", "paper_number": "请填写已发函件的文号。"}
    return {} if is_to_be_sent(dispute, told) else {name: said for name, said in missing.items() if not told.get(name)}


def asked_abroad(dispute) -> bool:
    """True if somebody beyond the county was asked, who can answer."""
    return dispute.last_taken("ask_abroad") != ""


def every_track_has_ended(dispute) -> bool:
    """No track is still being mediated, performed or filed without its outcome."""
    return all(part.status in TRACK_ENDED for part in dispute.parts.all())


def performed_tracks(dispute) -> list:
    """The tracks that ended with an agreement that was performed, or that the police took as one that was."""
    tracks = (part.track for part in dispute.parts.all() if part.kind in TRACK_KINDS)
    return [track for track in tracks if track.status in TRACK_PERFORMED and not track.ending_ground]


def is_performed_somewhere(dispute) -> bool:
    """At least one track ended with an agreement that was performed."""
    return bool(performed_tracks(dispute))


def nothing_came_of_it(dispute) -> bool:
    """Nobody mediates in it, and nothing that was agreed has been performed."""
    return every_track_has_ended(dispute) and not is_performed_somewhere(dispute)
