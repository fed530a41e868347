"""What the county office lays down of a ladder: when which light comes, who hears of it, which paper is proposed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q

from governance.frame.database.in_force import not_over
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing

from ..deadlines.replanning import replan
from ..fields.definitions import Sort
from ..models import Ladder, LadderRung

TO = LadderRung.Recipient.values
LIGHTS = LadderRung.Light.values
# At midnight what is counted by the clock, in the hours of the office everything else.
AT_HOURS = tuple(
    (each,) * 2 for each in ("00:00", *(f"{hour:02}:{half}" for hour in range(7, 21) for half in ("00", "30")))
)


@dataclass
class LadderInput:
    """A ladder as it is typed at a moment, and from which day it is so; ``rungs`` are the columns of each by name, who
    hears of it as one column a person.
    """

    at: datetime
    name: str
    basis: str
    effective_from: date
    rungs: list[dict]


def rung_of(row: dict, place: int) -> LadderRung:
    """An unsaved rung from a row of the form."""
    return LadderRung(
        rung=place,
        light=row["light"],
        offset=row["offset"],
        share=row["share"] or None,
        at_time=time.fromisoformat(row["at_time"]),
        recipients=[name for name in TO if row[name]],
        proposes=row["proposes"] or "",
    )


def row_of(rung: LadderRung) -> dict:
    """What the form of a rung that stands begins with."""
    row = {name: getattr(rung, name) for name in ("light", "offset", "share", "proposes")}
    return row | {"at_time": f"{rung.at_time:%H:%M}"} | {name: name in rung.recipients for name in TO}


def _lay_down(ladder: Ladder, wanted: LadderInput) -> str:
    """The ladder is so for what counts from that day on; what counts from an earlier one keeps the version it climbs.

    A version that was still to come is replaced. Raises FactMissing for a day that has passed, and by what is wrong
    with which rung.
    """
    today, since = office_day(wanted.at), wanted.effective_from
    if since < today:
        raise FactMissing({"effective_from": f"施行日期不早于今天 {today}。"})
    rungs = [rung_of(row, place) for place, row in enumerate(wanted.rungs, start=1)]
    for why in (*(_wrong(ladder, rung) for rung in rungs), _out_of_order(rungs)):
        if why:
            raise FactMissing({"rungs": why})
    ladder.name, ladder.basis = wanted.name, wanted.basis
    ladder.version += 1
    ladder.save()
    known = LadderRung.objects.filter(ladder=ladder.code)
    known.filter(Q(effective_from__gt=today) | Q(effective_from=since)).delete()
    known.filter(not_over(today)).update(effective_to=since - timedelta(days=1))
    for rung in rungs:
        rung.ladder, rung.effective_from = ladder.code, since
    LadderRung.objects.bulk_create(rungs)
    replan(ladder.code, today, wanted.at)
    return f"修改，第 {ladder.version} 版，{since} 起，{wanted.basis}"


def _wrong(ladder: Ladder, rung: LadderRung) -> str:
    said = f"第 {rung.rung} 级"
    if not rung.recipients:
        return f"{said}：请选择提醒谁。"
    if rung.light == LadderRung.Light.YELLOW and rung.offset >= 0:
        return f"{said}：黄灯是到期以前的，天数写负数，例如 -3。"
    if rung.light != LadderRung.Light.YELLOW and rung.offset < 0:
        return f"{said}：到期以前只亮黄灯。"
    if rung.share and rung.offset >= 0:
        return f"{said}：剩余期限只用于到期以前。"
    if rung.proposes and not ladder.supervises:
        return f"{said}：这条阶梯只提醒，不建议制发督办文书。"
    if rung.proposes and rung.light != LadderRung.Light.RED:
        return f"{said}：超期以后才建议制发督办文书。"
    return ""


def _out_of_order(rungs: list[LadderRung]) -> str:
    for lower, higher in pairwise(rungs):
        if higher.offset <= lower.offset:
            return f"第 {higher.rung} 级应晚于第 {lower.rung} 级。"
        if LIGHTS.index(higher.light) < LIGHTS.index(lower.light):
            return f"第 {higher.rung} 级的灯不能比第 {lower.rung} 级轻。"
    return ""


LADDERS = Sort(Ladder, "督办阶梯", "这条督办阶梯", _lay_down)
