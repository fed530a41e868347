"""One area by its code, which says its level and in which other it lies: the county itself, and the rows of a sheet."""

from governance.frame.refusals import FactMissing
from governance.frame.wording import one_line

from ..models import Area
from .loading import ABOVE, NAME_LENGTH

CODES = "区划代码应为 6 位（县、市、区）、9 位（乡镇、街道）、12 位（村、社区）或者 15 位（网格）数字。"


def plain_code(code: str) -> str:
    """The digits of the area itself: the statistical list fills up those of a county or township with noughts."""
    if len(code) != Area.CODE_LENGTH[Area.Level.VILLAGE]:
        return code
    return code.removesuffix("000").removesuffix("000")


def enter(code: str, name: str) -> Area:
    """The area stands under that name. Raises FactMissing, which says what is wrong with the code or the name."""
    name = one_line(name)
    level = Area.level_of(code) if code.isascii() and code.isdecimal() else ""
    if not level:
        raise FactMissing({"code": CODES})
    if not 0 < len(name) <= NAME_LENGTH:
        raise FactMissing({"name": f"名称要写，最多 {NAME_LENGTH} 个字。"})
    area = Area.objects.filter(code=code).first() or Area(code=code, level=level, parent=_around(code, level))
    area.name = name
    area.save()
    return area


def _around(code: str, level: str) -> Area | None:
    """The area in which a new one lies; a centre has one county, in which all others lie."""
    if level == Area.Level.COUNTY:
        county = Area.objects.filter(level=level).first()
        if county is None:
            return None
        raise FactMissing({"code": f"本平台是{county.name}（{county.code}）的，不能再登记一个县。"})
    above = Area.Level(ABOVE[Area.Level(level)])
    around = Area.objects.filter(code=code[: Area.CODE_LENGTH[above]]).first()
    if around is None:
        expected = code[: Area.CODE_LENGTH[above]]
        raise FactMissing({"code": f"{code} 的上级应为{above.label} {expected}，还没有登记，表里也要排在它前面。"})
    return around
