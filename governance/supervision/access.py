"""In whose name a person supervises."""

from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

OVERSEE = "cases.oversee_case"


def _units(standing: Standing) -> list[int]:
    """The person's units that oversee an area; who guides a line of work oversees its cases and no area."""
    ids = [post.unit_id for post in standing.posts if post.sees_area]
    return [pk for pk in ids if pk in standing.units_with(OVERSEE)]


def may_send(standing: Standing) -> bool:
    """True for whoever makes papers of supervision and puts leaders in charge."""
    return bool(_units(standing))


def sender_of(request) -> Unit:
    """The person's unit that oversees the widest area; raises ``StepNotAllowed`` for whoever oversees none."""
    ids = _units(request.standing)
    if not ids:
        raise StepNotAllowed("您的岗位不办理督办。")
    return min(Unit.objects.filter(pk__in=ids), key=lambda unit: len(unit.area_id))
