"""Cases that may be the same matter as one that is being registered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.organisation.models import Area

from ..models import Case, Participant
from ..people.same import of_same_people

MOST_SIMILAR = 5
SAME_PLACE_DAYS = 90


@dataclass(frozen=True)
class Similar:
    """A case that may be the same matter, and what the two have in common.

    Of the ``same_person`` it is ``certain`` by number, account or address; a name alone only asks the question.
    """

    case: Case
    reason: str
    same_person: bool
    certain: bool = False


def similar(people: list[Participant], area, category, *, visible, parts, at: datetime, word: str) -> list[Similar]:
    """Cases of the same person first, then of the same name in the same township, then of the same place and category.

    ``visible`` are the cases that the reader may know of; a name counts for people in these ``parts``; ``word`` is
    what the reason calls a case. Each is named once, with its strongest reason.
    """
    visible = visible.select_related("lead_unit")
    found: dict[int, Similar] = {}
    for case in of_same_people(people, visible)[:MOST_SIMILAR]:
        found[case.pk] = Similar(case, "同一人", same_person=True, certain=True)
    names = [person.name for person in people if person.is_named]
    if names and area is not None:
        same_name = Participant.objects.filter(name__in=names, part__in=parts).values("case_id")
        nearby = visible.filter(pk__in=same_name, area__code__startswith=Area.township_of(area.code))
        for case in nearby.order_by("-opened_at", "-id")[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, "同名同镇街", same_person=True))
    if area is not None and category is not None:
        since = at - timedelta(days=SAME_PLACE_DAYS)
        same_place = visible.filter(area=area, category=category, opened_at__gte=since, merged_into=None)
        for case in same_place.order_by("-opened_at", "-id")[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, f"同一地点、同类{word}", same_person=False))
    return list(found.values())[:MOST_SIMILAR]
