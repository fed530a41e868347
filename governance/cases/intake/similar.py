"""Cases that may be the same matter as one that is being registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, IntegerField, Q, Value

from governance.organisation.areas.lying import inside, together_with
from governance.organisation.models import Area

from ..models import Case, Participant
from ..people.same import of_same_people
from ..search.bigrams import grams
from .alike import Nearby, likeliest

MOST_SIMILAR = 5
SAME_PLACE_DAYS = 90
# So many of the newest in the township are compared by their words, and texts of so many pairs of characters.
MOST_COMPARED, SHORTEST_TEXT = 500, 12


@dataclass(frozen=True)
class Similar:
    """A case that may be the same matter, and what the two have in common.

    Of the ``same_person`` it is ``certain`` by number, account or address; a name alone only asks the question.
    """

    case: Case
    reason: str
    same_person: bool
    certain: bool = False


class Common(Func):
    """The entries that two arrays have in common, each once."""

    arity = 2
    arg_joiner = ") INTERSECT SELECT unnest("
    template = "ARRAY(SELECT unnest(%(expressions)s))"
    output_field = ArrayField(CharField())


def similar(
    people: list[Participant],
    area,
    category,
    texts: Iterable[str] = (),
    *,
    visible,
    parts,
    at: datetime,
    word: str,
    sorted_out: bool = True,
) -> list[Similar]:
    """Cases of the same person first, then of the same name in the same township, of the same words there, and of the
    same place and category: of the same place alone where no category tells cases apart (not ``sorted_out``).

    ``texts`` are title and text as they were typed. ``visible`` are the cases that the reader may know of; a name
    counts for people in these ``parts``; ``word`` is what the reason calls a case. Each is named once, with its
    strongest reason.
    """
    visible = visible.select_related("lead_unit")
    found: dict[int, Similar] = {}
    for case in of_same_people(people, visible)[:MOST_SIMILAR]:
        found[case.pk] = Similar(case, "同一人", same_person=True, certain=True)
    names = [person.name for person in people if person.is_named]
    around = Q() if area is None else inside(Area.township_of(area.code))
    if names and area is not None:
        same_name = Participant.objects.filter(name__in=names, part__in=parts).values("case_id")
        nearby = visible.filter(around, pk__in=same_name)
        for case in nearby.order_by("-opened_at", "-id")[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, "同名同镇街", same_person=True))
    if area is not None:
        for case in _of_same_words(visible.filter(around), grams(*texts), at):
            found.setdefault(case.pk, Similar(case, "同镇街，文字相近", same_person=False))
    if area is not None and (category is not None or not sorted_out):
        there = visible.filter(together_with(area.pk), category=category, merged_into=None)
        same_place = there.filter(opened_at__gte=at - timedelta(days=SAME_PLACE_DAYS))
        reason = f"同一地点、同类{word}" if sorted_out else "同一地点"
        for case in same_place.order_by("-opened_at", "-id")[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, reason, same_person=False))
    return list(found.values())[:MOST_SIMILAR]


def _of_same_words(nearby, typed: list[str], at: datetime) -> list[Case]:
    """Of the newest of these cases those whose text says much the same, the likeliest first."""
    if len(typed) < SHORTEST_TEXT:
        return []
    since = at - timedelta(days=SAME_PLACE_DAYS)
    newest = nearby.filter(opened_at__gte=since, merged_into=None)
    newest = newest.order_by("-opened_at", "-id").values("pk")[:MOST_COMPARED]
    size = Func(F("grams"), function="cardinality", output_field=IntegerField())
    compared = Case.objects.filter(pk__in=newest).annotate(size=size).filter(size__gte=SHORTEST_TEXT)
    common = Common(F("grams"), Value(typed, ArrayField(CharField())))
    nearby = [Nearby(*row) for row in compared.values_list("pk", common, "size").order_by("pk")]
    likely = likeliest(typed, nearby)[:MOST_SIMILAR]
    found = Case.objects.select_related("lead_unit").in_bulk(likely)
    return [found[pk] for pk in likely]
