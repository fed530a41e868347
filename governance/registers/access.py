"""Who may see a register and keep it. The one place that decides it."""

from django.db.models import Q, QuerySet
from django.http import Http404

from governance.frame.refusals import FactMissing
from governance.organisation.models import AccessRecord, Area, Unit
from governance.organisation.records import record
from governance.organisation.standing import Standing, lies_in

from .models import Entry, Register

SEE = "cases.view_case"
KEEP = "registers.keep_register"
MANAGE = "registers.manage_registers"
PERSONAL = "cases.view_personal"
SHORTEST_REASON = 4


def register_for(code: str) -> Register:
    """The register of that code that is in use; raises Http404 for any other."""
    found = Register.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise Http404("没有这本台账。")
    return found


def visible(register: Register, standing: Standing) -> QuerySet[Entry]:
    """The rows of the register that the person may see."""
    rows = register.entries.all()
    if register.sight == Register.Sight.ALL:
        return rows if SEE in standing.permissions else rows.none()
    return rows.filter(standing.within("unit", area="" if register.sight == Register.Sight.OVERSEERS else "area"))


def visible_of_all(standing: Standing) -> QuerySet[Entry]:
    """The rows of every register that the person may see."""
    return Entry.objects.filter(sight(standing))


def sight(standing: Standing) -> Q:
    """The condition that the person may see a row, of whichever register."""
    for_all = Q(register__sight=Register.Sight.ALL) if SEE in standing.permissions else Q(pk__in=())
    against = Q(register__sight=Register.Sight.OVERSEERS)
    return for_all | (standing.within("unit", area="area") & ~against) | (standing.within("unit") & against)


def entry_for(register: Register, standing: Standing, pk: int) -> Entry:
    """One row that the person may see; raises Http404 for any other."""
    found = visible(register, standing).select_related("unit", "area__parent__parent").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条登记。")
    return found


def may_keep(register: Register, standing: Standing) -> bool:
    """True if the person keeps rows of this register for at least one unit."""
    return any(_keeps(register, post.unit_kind) or post.sees_area for post in standing.posts_with(KEEP))


def may_change(entry: Entry, standing: Standing) -> bool:
    """True if the row is kept by a unit of the person's, or by one in an area that they oversee."""
    return standing.reaches(entry.unit, KEEP)


def check_keeper(register: Register, unit: Unit, area: Area, standing: Standing) -> None:
    """Raises FactMissing for a unit that does not keep this register, lies beyond the person's reach or does not answer
    in that place."""
    if not _keeps(register, unit.kind):
        kinds = "、".join(Unit.Kind(kind).label for kind in register.keepers)
        raise FactMissing({"unit": f"这本台账由{kinds}登记。"})
    if not standing.reaches(unit, KEEP):
        raise FactMissing({"unit": "只能登记本单位或所辖单位的内容。"})
    if wrong := wrong_place(unit, area):
        raise FactMissing({"area": wrong})


def wrong_place(unit: Unit, area: Area) -> str:
    """What is said of a place that is counted and inspected as another's; nothing where the unit answers there."""
    return "" if lies_in(area.pk, [unit.area_id]) else f"{unit.short_name}只登记{unit.area.name}以内的地点。"


def _keeps(register: Register, kind: str) -> bool:
    return not register.keepers or kind in register.keepers


def units_kept_by(register: Register, standing: Standing) -> Q:
    """The condition on a unit that the person may enter rows of the register for it."""
    own = Q(pk__in=standing.units_with(KEEP)) | standing.inside("area", KEEP)
    return own & Q(kind__in=register.keepers) if register.keepers else own


def may_reveal(entry: Entry, standing: Standing) -> bool:
    """True if the person may ask for the whole number: of those who keep the row, whoever works with such numbers."""
    return PERSONAL in standing.permissions and may_change(entry, standing)


def reveal_phone(entry: Entry, user, *, reason: str, at, ip: str | None = None) -> str:
    """The number in clear, for one who may ask for it; the look stands in the security record with its reason."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise FactMissing({"reason": "请写明查看事由，至少四个字。"})
    record(AccessRecord.Verb.UNMASK, actor=user, at=at, subject=f"{entry.register} {entry.name}", reason=reason, ip=ip)
    return entry.phone
