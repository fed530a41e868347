"""Whether a track is taken on here: who asked for it, who has it elsewhere, who mediates."""

from ..vocabulary import PEOPLE, TRACK_LABELS, is_referred


def why_before_report(track, moment) -> str:
    """Nothing is passed on before it was reported; empty if that fits."""
    clock = track.clocks.filter(term_code="police.misrouted", ended_at=None).first()
    return "移送时间不能早于接报时间。" if clock is not None and moment < clock.started_at else ""


def is_of_the_parties(track) -> bool:
    """True if the parties have asked for it themselves, and no organ waits for it back."""
    return not is_referred(track)


def taken_on_elsewhere(track) -> list:
    """What the police, a court or an administrative organ other than whoever referred it here have taken on or settled
    of the same dispute (若干规定 art. 22)."""
    others = track.parent.parts.exclude(kind=PEOPLE).exclude(status__in=("referred", "declined", "failed", "misrouted"))
    if is_referred(track):
        others = others.exclude(lead_unit=track.sender_unit_id)
    return [each for each in others.select_related("lead_unit").order_by("id") if not each.is_restricted]


def why_elsewhere(track, told: dict) -> dict[str, str]:
    """Why people's mediation does not take the dispute on unasked; empty where it may."""
    if told.get("elsewhere") or not (found := taken_on_elsewhere(track)):
        return {}
    named = "、".join(f"{each.lead_unit.short_name}（{TRACK_LABELS[each.kind]} {each.number}）" for each in found)
    sentence = (
        f"同一纠纷已由{named}受理或者解决。人民法院、公安机关、行政机关已经受理或者解决的，人民调解委员会不予受理"
        "（《人民调解工作若干规定》第二十二条），用“不予受理”告知其他途径；不是同一件事，或者受理机关同意由人民调解的，勾选这一项。"
    )
    return {"elsewhere": sentence}


def has_mediator(track) -> bool:
    """Somebody mediates who was not recused."""
    return any(row.until is None for row in track.mediators.all())
