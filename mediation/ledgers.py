"""The ledgers of mediation: disputes (矛盾纠纷排查调处台账), and the tracks on which they are mediated."""

from collections import defaultdict

from django.db.models.expressions import RawSQL

from governance.cases.lists.ledger import Ledger, Told, status_label
from governance.jobs.spreadsheets import Column

from .lists import NEAREST
from .models import Dispute, Track, TrackMediator
from .vocabulary import (
    ENDING_GROUNDS,
    GRADES,
    LEVELS,
    NOT_REFERRED,
    REFERRALS,
    SCALES,
    SOURCES,
    TRACK_KINDS,
    TRACK_LABELS,
)

SOURCE, SCALE, GRADE, LEVEL = dict(SOURCES), dict(SCALES), dict(GRADES), dict(LEVELS)
REFERRAL, ENDING = dict(REFERRALS), dict(ENDING_GROUNDS)


def _of_dispute(row: dict, told: Told) -> tuple:
    tracks = [
        f"{TRACK_LABELS[part['kind']]}（{part['lead_unit__short_name']}）{status_label(part)}"
        for part in told.parts[row["pk"]]
    ]
    return (
        SOURCE[row["source"]],
        GRADE[row["grade"]],
        SCALE[row["scale"]],
        row["people_count"],
        row["amount"],
        "；".join(tracks),
        LEVEL.get(row["solved_level"], ""),
        row["reported_on"],
    )


def _mediators(keys: RawSQL) -> dict[int, list[str]]:
    """Who mediates now, by track."""
    serving = defaultdict(list)
    found = TrackMediator.objects.filter(track__in=keys, until=None).order_by("since", "id")
    for key, name in found.values_list("track_id", "mediator__name"):
        serving[key].append(name)
    return serving


def _of_track(row: dict, told: Told) -> tuple:
    return (
        row["parent__number"],
        TRACK_LABELS[row["kind"]],
        REFERRAL[row["referral"]] if row["referral"] != NOT_REFERRED else "",
        "、".join(told.more[row["pk"]]),
        row["accepted_on"],
        row["ended_on"],
        ENDING.get(row["ending_ground"], ""),
        row["replied_on"],
    )


DISPUTES = Ledger(
    "dispute",
    "矛盾纠纷台账",
    "矛盾纠纷",
    Dispute,
    ("dispute",),
    "mediation:list",
    people="当事人",
    columns=(
        Column("来源", 12),
        Column("等级", 10),
        Column("规模", 10),
        Column("涉及人数", 9),
        Column("涉及金额（元）", 14),
        Column("调解情况", 40),
        Column("化解层级", 10),
        Column("书面报告日期", 12),
    ),
    fields=("source", "grade", "scale", "people_count", "amount", "solved_level", "reported_on"),
    cells=_of_dispute,
    **NEAREST,
)
TRACKS = Ledger(
    "mediation",
    "调解案件台账",
    "调解案件",
    Track,
    TRACK_KINDS,
    "mediation:tracks",
    people="当事人",
    columns=(
        Column("纠纷编号", 16),
        Column("调解方式", 12),
        Column("委派委托", 14),
        Column("调解员", 16),
        Column("受理日期", 12),
        Column("结束日期", 12),
        Column("终止情形", 16),
        Column("回函日期", 12),
    ),
    fields=("parent__number", "referral", "accepted_on", "ended_on", "ending_ground", "replied_on"),
    cells=_of_track,
    more=_mediators,
)
