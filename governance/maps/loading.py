"""Boundaries of areas from a file: taken whole, or every bad shape is named."""

from datetime import datetime

from django.db import transaction

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.models import AccessRecord, Area, User
from governance.organisation.records import record
from governance.organisation.standing import standing_of

from . import shapes
from .models import Boundary
from .outlines import LENGTHS
from .placing import shapes_of


class BoundariesRefused(Refusal):
    """Nothing was loaded; ``faults`` names every bad shape."""

    field = "file"

    def __init__(self, faults: list[str]):
        super().__init__(f"共 {len(faults)} 处不对，没有导入任何边界。")
        self.faults = faults


@transaction.atomic
def load(
    content: bytes, datum: str, *, permission: str, actor: User, at: datetime, ip: str | None = None
) -> tuple[int, list[str]]:
    """Every shape of the file is the boundary of its area; says how many, and what is worth a look.

    Raises BoundariesRefused, and changes nothing, if any shape is wrong or of an area where the person does not hold
    the permission.
    """
    try:
        drawn, faults = shapes.read(content, datum)
    except shapes.ShapesRefused as refused:
        raise BoundariesRefused([str(refused)]) from refused
    codes = {each.code for each in drawn}
    known = Area.objects.in_bulk(codes)
    faults += [
        f"第 {each.place} 个图形：{each.code} {'已经停用' if each.code in known else '没有登记'}。"
        for each in drawn
        if each.code not in known or known[each.code].successor_id
    ]
    standing = standing_of(actor, office_day(at))
    faults += [
        f"第 {each.place} 个图形：{each.code} 不在您管理的范围内。"
        for each in drawn
        if each.code in known and not standing.covers(each.code, permission)
    ]
    # A neighbour may be of another village or township.
    stored = {code: polygon for length in LENGTHS for code, polygon in shapes_of(length).items()}
    report = shapes.check(drawn, stored)
    if faults or report.faults:
        raise BoundariesRefused([*faults, *report.faults])
    for each in drawn:
        fields = {"geometry": shapes.as_json(each.polygon), "loaded_at": at}
        Boundary.objects.update_or_create(area_id=each.code, defaults=fields)
        record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"网格边界 {each.code}", reason="导入", ip=ip)
    return len(drawn), report.remarks
