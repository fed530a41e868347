"""Many people, one matter (集中反映的问题): where, since when, how many, and who deals with it.

信访工作条例 art. 10 and 14: what concerns many is analysed and dealt with together. It counts matters and how many
brought them, and names nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from governance.cases.models import Case, CaseLink
from governance.cases.models.case import opened_between
from governance.frame.days import office_day

from ..models import Petition
from .grouping import groups

# So many petitions are one topic; of fewer there is nothing to deal with together.
FEWEST = 3
# The newest links are read; a county has fewer in a year.
MOST_LINKS = 5000
TELLING = (CaseLink.Kind.RELATED, CaseLink.Kind.REPEAT)


@dataclass(frozen=True)
class Topic:
    """Petitions about one thing: ``matters`` without those that repeat one of the same person, ``people`` who came."""

    title: str
    places: list[str]
    first: date
    last: date
    matters: int
    repeats: int
    people: int
    units: list[str]
    open: int
    petitions: list[Petition]


def topics(user, *, days: int, at: datetime) -> list[Topic]:
    """What the reader may know of that came in these days, the most people first; of what few may know nothing."""
    since = at - timedelta(days=days)
    came = Case.objects.visible_to(user, kinds=("petition",)).filter(opened_between(since, at))
    came = came.filter(kind="petition", opened_at__gte=since, merged_into=None).exclude(
        confidentiality=Case.Confidentiality.RESTRICTED
    )
    links = CaseLink.objects.filter(kind__in=TELLING, case__in=came.values("pk"), other__in=came.values("pk"))
    found = groups(links.order_by("-pk").values_list("case_id", "other_id")[:MOST_LINKS])
    wanted = [group for group in found if len(group) >= FEWEST]
    read = Petition.objects.select_related("area", "lead_unit").in_bulk(set().union(*wanted))
    made = [_topic(sorted((read[pk] for pk in group), key=lambda each: (each.opened_at, each.pk))) for group in wanted]
    return sorted(made, key=lambda topic: (-topic.people, -topic.matters, topic.first))


def _topic(petitions: list[Petition]) -> Topic:
    first = [petition for petition in petitions if not petition.is_repeat]
    return Topic(
        title=petitions[0].title,
        places=list(dict.fromkeys(petition.area.name for petition in petitions)),
        first=office_day(petitions[0].opened_at),
        last=office_day(petitions[-1].opened_at),
        matters=len(first),
        repeats=len(petitions) - len(first),
        people=sum(petition.people_count for petition in petitions),
        units=list(dict.fromkeys(petition.lead_unit.short_name for petition in petitions)),
        open=sum(petition.closed_at is None for petition in petitions),
        petitions=petitions,
    )
