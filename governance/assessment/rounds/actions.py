"""A round: everything of a standard in a place is appraised in one go."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import Area, User
from governance.organisation.standing import standing_of

from ..access import CONCLUDE
from ..appraisals.actions import open_appraisals
from ..models import Round, Standard
from ..subjects import Draw, drawn, subjects


@transaction.atomic
def open_round(
    standard: Standard, *, name: str, area: Area, due_on: date, actor: User, at: datetime, draw: Draw | None = None
) -> Round:
    """Every subject in the area that is not being appraised already is from now on, and its unit is told.

    Of closed cases it is those that are drawn.
    """
    standing = standing_of(actor, office_day(at))
    if not standing.covers(area.pk, CONCLUDE):
        raise StepNotAllowed("只能在所辖范围内组织验收。")
    try:
        with transaction.atomic():
            made = Round.objects.create(
                standard=standard, name=name, area=area, due_on=due_on, opened_by=actor, opened_at=at
            )
    except IntegrityError as taken:
        raise FactMissing({"name": "这项标准已有同名的批次。"}) from taken
    chosen = drawn(standard, actor, area, draw) if draw else subjects(standard, standing, inside=area.pk)
    if draw and not chosen:
        raise FactMissing({"each": "这段时间里没有可以抽取的办结事项。"})
    by_lot = draw.words if draw else ""
    open_appraisals(standard, chosen, due_on=due_on, actor=actor, at=at, round=made, chosen_by=by_lot)
    return made
