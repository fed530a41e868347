"""What higher apps bring to an account: what is confided to its owner, and how somebody is told of something."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import AppConfig

from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.frame.registry import Registry

from ..models import Post, User

# The hourly look may have stood still over a long holiday.
LATELY = timedelta(days=30)
# Where people confirm what others asked for.
DEEDS_PAGE = "/organisation/deeds"


@dataclass(frozen=True)
class Confiding:
    """What an app confides to persons.

    Posts that carry one of ``leads_to`` are told of what is confided, those that carry one of ``takes_in`` may hold
    some of it. ``suspend`` takes it out of the person's hands; ``restore`` gives back what may be given at this
    person's word, and says whether that was all. ``in_hand`` says in a sentence what waits in the person's hands, and
    ``let_go`` has it wait for somebody else, since the moment.
    """

    app: str
    leads_to: tuple[str, ...]
    takes_in: tuple[str, ...]
    suspend: Callable[[User], None]
    restore: Callable[[User, User], bool]
    in_hand: Callable[[User], str]
    let_go: Callable[[User, datetime], None]


def _of_app(app: AppConfig, value: dict) -> Iterable[Confiding]:
    return [Confiding(app.label, **value)]


CONFIDED: Registry[Confiding] = Registry("what is confided to persons", field="confides", code="app", read=_of_app)


@dataclass(frozen=True)
class Handing:
    """What an app has people do: ``in_hand`` says what waits for them, ``let_go`` frees it since the moment.

    ``move`` frees what they were to do for these units alone: they have left them, and have posts elsewhere. What names
    nobody any more once they are gone, as a draft of the unit, has nothing to let go.
    """

    app: str
    in_hand: Callable[[User, date], list["InHand"]]
    let_go: Callable[[User, datetime], None] = lambda user, at: None
    move: Callable[[User, frozenset[int], datetime], None] = lambda user, left, at: None


@dataclass(frozen=True)
class InHand:
    """A sentence about what waits for somebody who leaves, and the page on which it is given to another."""

    said: str
    link: str = ""


def _handing_of(app: AppConfig, value: dict) -> Iterable[Handing]:
    return [Handing(app.label, **value)]


HANDED: Registry[Handing] = Registry("what people do", field="hands_over", code="app", read=_handing_of)
# Each takes the people's keys, the sentence, the way on, the moment and a key for the fact.
TELLERS: Registry[Callable] = Registry("ways to tell somebody of an account", field="tells", code="__name__")


def suspend(user: User) -> None:
    """Nothing that was confided to the person is in their hands."""
    for confiding in CONFIDED.values():
        confiding.suspend(user)


def restore(user: User, *, by: User) -> bool:
    """What may be given back at that person's word is in the owner's hands again; true if nothing stays away."""
    restored = [confiding.restore(user, by) for confiding in CONFIDED.values()]
    return all(restored)


def in_hand(user: User, today: date) -> list[InHand]:
    """What waits in the person's hands, in every app."""
    confided = [InHand(said) for confiding in CONFIDED.values() if (said := confiding.in_hand(user))]
    return confided + [each for handing in HANDED.values() for each in handing.in_hand(user, today)]


def let_go(user: User, at: datetime) -> None:
    """Whatever waits in the person's hands waits for somebody else."""
    for confiding in CONFIDED.values():
        confiding.let_go(user, at)
    free(user, at)


def free(user: User, at: datetime) -> None:
    """Nothing that the person was to do still names them."""
    for handing in HANDED.values():
        handing.let_go(user, at)


def free_the_gone(at: datetime) -> None:
    """The same for everybody whose last post ended lately, and for what whoever moved was to do where they were."""
    today = office_day(at)
    lately = Post.objects.filter(ends_on__lt=today, ends_on__gte=today - LATELY)
    left: dict[User, set[int]] = defaultdict(set)
    for post in lately.select_related("user"):
        left[post.user].add(post.unit_id)
    held: dict[int, set[int]] = defaultdict(set)
    for user_id, unit_id in Post.objects.current(today).filter(user__in=left).values_list("user", "unit"):
        held[user_id].add(unit_id)
    each_alone("people who left", left, lambda user: _free_of(user, left[user], held[user.pk], at))


def _free_of(user: User, left: set[int], held: set[int], at: datetime) -> None:
    if not held:
        free(user, at)
        return
    for handing in HANDED.values():
        handing.move(user, frozenset(left - held), at)


def tell(people: Iterable[int], text: str, *, at: datetime, key: str, link: str = "") -> None:
    """Each of these people is told the sentence once, in every way there is."""
    for teller in TELLERS.values():
        teller(sorted(people), text, at=at, key=key, link=link)
