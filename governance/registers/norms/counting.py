"""What there should be in each area by a standard, what there is, and what is short."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Left

from governance.organisation.areas.figures import figures_of
from governance.organisation.areas.lying import now_in
from governance.organisation.models import Area
from governance.organisation.standing import ANY_WORK, Standing

from ..access import visible
from ..models import Entry, Norm


@dataclass(frozen=True)
class Need:
    """One area by one standard, or one row; ``wanted`` is None where the figure that it goes by is not known."""

    area: Area
    figure: int | None
    wanted: int | None
    there: int
    short: int
    entry: Entry | None = None


def wanted_by(norm: Norm, figure: int | None) -> int | None:
    """How many the standard wants of an area with this figure: none outside its band, None where it is not known.

    3 for each 1,000 of 2,500 are 8: begun thousands count.
    """
    if not norm.figure:
        return norm.amount
    if figure is None:
        return None
    if figure < norm.least or (norm.below is not None and figure >= norm.below):
        return 0
    return -(-norm.amount * figure // norm.per) if norm.per else norm.amount


def needs(norm: Norm, standing: Standing, year: int, *, inside: str = "") -> list[Need]:
    """Every area to which the standard applies, of those where the person works or that they oversee.

    Those that lack most stand first.
    """
    found = Area.in_use().filter(_reached(standing), level=norm.level, code__startswith=inside)
    areas = list(found.select_related("parent__parent").order_by("code"))
    figures = figures_of(norm.figure, year) if norm.figure else {}
    there = there_by_area(norm, year, visible(norm.register, standing))
    rows = [_need(norm, area, figures.get(area.pk), there[area.pk]) for area in areas]
    # What stands outside the band of the standard belongs to another one.
    rows = [need for need in rows if need.wanted != 0]
    return sorted(rows, key=lambda need: (-need.short, need.wanted is not None, need.area.pk))


def _reached(standing: Standing) -> Q:
    reached = Q(pk__in={post.area for post in standing.posts_with(ANY_WORK)})
    for code in standing.areas:
        reached |= Q(code__startswith=code)
    return reached


def _need(norm: Norm, area: Area, figure: int | None, there: int) -> Need:
    wanted = wanted_by(norm, figure)
    return Need(area, figure, wanted, there, max((wanted or 0) - there, 0))


def there_by_area(norm: Norm, year: int, entries: QuerySet[Entry]) -> Counter:
    """What there is of these entries in each area of the level, by its code; what lies in an area above it is in none.

    What is wanted every year counts by the day in the row, the rest by standing in force.
    """
    length = Area.CODE_LENGTH[Area.Level(norm.level)]
    rows: QuerySet = entries.filter(ended_on=None)
    if norm.dated:
        rows = rows.filter(**{f"facts__{norm.dated}__startswith": f"{year}-"})
    if norm.only_field:
        rows = rows.filter(**{f"facts__{norm.only_field}": norm.only_code})
    rows = rows.order_by().annotate(inside=Left(now_in(), length)).values("inside")
    if norm.counts:
        number = Cast(KeyTextTransform(norm.counts, "facts"), IntegerField())
        return Counter({row["inside"]: row["found"] or 0 for row in rows.annotate(found=Sum(number))})
    return Counter({row["inside"]: row["found"] for row in rows.annotate(found=Count("pk"))})


def needs_of_rows(norm: Norm, rows: Iterable[Entry], standing: Standing, year: int) -> list[Need]:
    """Each of the rows by a standard that another register answers, as far as the person may see what stands there;
    those that lack most stand first.

    What is written there names a row by its name and whatever is added to it; of two such names it is the longer.
    """
    named = _named(norm, standing, year)
    found = []
    for entry in rows:
        wanted = entry.facts.get(norm.counts, norm.amount) if norm.counts else norm.amount
        found.append(Need(entry.area, None, wanted, named[entry.name], max(wanted - named[entry.name], 0), entry))
    return sorted(found, key=lambda need: (-need.short, need.area.pk, need.entry.pk if need.entry else 0))


def named_by_nothing(norm: Norm, standing: Standing, year: int) -> int:
    """How many rows of the answering register that the person may see name no row of this one."""
    return _named(norm, standing, year)[""]


def _named(norm: Norm, standing: Standing, year: int) -> Counter:
    """How many rows of the answering register name each row of this one, by its name; under "" those that name none."""
    answers = (visible(norm.answered_by, standing) if norm.answered_by else Entry.objects.none()).filter(ended_on=None)
    if norm.dated:
        answers = answers.filter(**{f"facts__{norm.dated}__startswith": f"{year}-"})
    names = sorted(set(rows_under(norm).values_list("name", flat=True)), key=len, reverse=True)
    known = set(names)
    counts: Counter = Counter()
    for words in answers.values_list(KeyTextTransform(norm.names_field, "facts"), flat=True):
        said = (words or "").strip()
        counts[said if said in known else next((name for name in names if name in said), "")] += 1
    return counts


def rows_under(norm: Norm) -> QuerySet[Entry]:
    """The rows in force to which a standard for each row applies."""
    rows = norm.register.entries.filter(ended_on=None)
    return rows.filter(**{f"facts__{norm.only_field}": norm.only_code}) if norm.only_field else rows


def by_township(rows: list[Need]) -> list[Need]:
    """One line a township for all that lies in it; None is wanted where nothing is known of any of its areas."""
    groups: dict[str, list[Need]] = {}
    for need in rows:
        groups.setdefault(Area.township_of(need.area.pk), []).append(need)
    townships = Area.objects.select_related("parent__parent").in_bulk(groups)
    found = [_whole(townships[code], group) for code, group in groups.items()]
    return sorted(found, key=lambda need: (-need.short, need.area.pk))


def _whole(area: Area, parts: list[Need]) -> Need:
    known = [need for need in parts if need.wanted is not None]
    wanted, there, short = total(parts)
    return Need(area, None, wanted if known else None, there, short)


def beyond(rows: list[Need]) -> int:
    """How many stand in one area or another beyond what is wanted there."""
    return sum(max(need.there - need.wanted, 0) for need in rows if need.wanted is not None)


def total(rows: list[Need]) -> tuple[int, int, int]:
    """Wanted, there and short in all; what is beyond the standard in one area fills no gap in another."""
    return sum(need.wanted or 0 for need in rows), sum(need.there for need in rows), sum(need.short for need in rows)
