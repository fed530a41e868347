"""In whose name a person supervises."""

from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit

OVERSEE = "cases.oversee_case"


def sender_of(request) -> Unit:
    """The person's unit that oversees the widest area; raises ``StepNotAllowed`` for whoever oversees none."""
    ids = [post.unit_id for post in request.standing.posts if post.sees_area]
    ids = [pk for pk in ids if pk in request.standing.units_with(OVERSEE)]
    if not ids:
        raise StepNotAllowed("您的岗位不办理督办。")
    return min(Unit.objects.filter(pk__in=ids), key=lambda unit: len(unit.area_id))
