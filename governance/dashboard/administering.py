"""What waits in the morning for those who run the platform: accounts, deliveries, tokens, the security record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from governance.cases.calendar.at_hand import calendar_shown
from governance.cases.models import Heartbeat
from governance.exchange import actions as exchange
from governance.exchange.models import Parcel, Token
from governance.frame.days import day_text, minute_text, office_day, office_moment
from governance.frame.pages.paging import count_up_to, count_words
from governance.notices.models import Delivery
from governance.organisation.accounts import deeds
from governance.organisation.accounts.overlooked import ENDING_DAYS, STALE_DAYS, ending_by, stale_at
from governance.organisation.models import AccessRecord, User
from governance.organisation.standing import Standing

Verb = AccessRecord.Verb
# What of the security record is looked at first, as it stands in its list.
LOOKED_AT = (
    (Verb.DENIED, "点开了岗位不允许的页面，反复出现的要问清楚"),
    (Verb.LOCKED, "连续输错密码，账号被锁定"),
    (Verb.LOGIN_FAILED, "密码或者动态口令不对"),
    (Verb.PERMISSION, "谁给谁加了、减了岗位"),
    (Verb.ACCOUNT, "新增、停用账号，重置密码"),
    (Verb.SETTING, "改了哪些设置，理由是什么"),
    (Verb.UNMASK, "谁看了谁的身份信息，事由是否说得通"),
    (Verb.EXPORT, "带走了什么"),
)
SCAN_LATE = timedelta(minutes=3)


@dataclass(frozen=True)
class Watched:
    """One thing that is looked at: how much of it there is, and the page where it is seen to."""

    label: str
    note: str
    text: str
    url: str = ""
    waits: bool = True


def _counted(label: str, note: str, count: int, unit: str, url: str) -> Watched:
    return Watched(label, note, count_words(count, unit), url, waits=bool(count))


def watched(user: User, standing: Standing, now: datetime) -> list[Watched]:
    """Every row that the person's posts are for, what waits before what is in order."""
    found = [
        row for permission, rows in WATCHES if permission in standing.permissions for row in rows(user, standing, now)
    ]
    return sorted(found, key=lambda row: not row.waits)


def _confirming(user: User, standing: Standing, now: datetime) -> Iterator[Watched]:
    waiting = deeds.waiting_for(user, now)
    own = sum(deed.asked_by_id == user.pk for deed in waiting)
    others = len(waiting) - own + len(deeds.unconfirmed_for(user, now))
    url = reverse("organisation:deeds")
    yield _counted("等您确认的账号办理", "别人提出的任命、重置密码、恢复账号", others, "项", url)
    yield _counted("您提出、等另一人确认的", "确认以前没有生效，不再需要的可以撤回", own, "项", url)


def _accounts(user: User, standing: Standing, now: datetime) -> Iterator[Watched]:
    people = User.objects.filter(is_active=True)
    for state, label, note, some in (
        ("ending", f"{ENDING_DAYS} 天内到期的任职", "到期后不能再办理；要留任的提前延长", ending_by(office_day(now))),
        ("stale", f"{STALE_DAYS} 天没有登录的账号", "不再使用的停用", stale_at(now)),
    ):
        url = f"{reverse('organisation:people')}?{urlencode({'state': state})}"
        yield _counted(label, note, count_up_to(people.filter(some)), "人", url)


def _deliveries(user: User, standing: Standing, now: datetime) -> Iterator[Watched]:
    failed = count_up_to(Delivery.objects.filter(state=Delivery.State.FAILED))
    note = "邮件、短信没有送到，原因写在清单里，可以重新发送"
    yield _counted("未能送达的消息", note, failed, "条", reverse("notices:undelivered"))
    beat = Heartbeat.objects.filter(name="scan_deadlines").first()
    late = beat is None or now - beat.at > SCAN_LATE
    said = "后台服务没有运行，提醒和督办停着，请马上检查" if late else "每分钟一次，提醒和督办按时发出"
    yield Watched("期限扫描", said, minute_text(beat.at) if beat else "还没有扫描过", waits=late)


def _partners(user: User, standing: Standing, now: datetime) -> Iterator[Watched]:
    url, today = reverse("exchange:partners"), office_day(now)
    failed = count_up_to(Parcel.objects.filter(exchange.failed()))
    yield _counted("推送不出去的", "对接平台没有收下，原因写在它的页面里", failed, "条", url)
    ending = Token.objects.filter(revoked_at=None, expires_on__range=(today, today + timedelta(days=ENDING_DAYS)))
    note = "到期后对方不能再调用，提前发放新的"
    yield _counted(f"{ENDING_DAYS} 天内到期的令牌", note, count_up_to(ending), "个", url)


def _records(user: User, standing: Standing, now: datetime) -> Iterator[Watched]:
    since = _last_workday(office_day(now))
    rows = AccessRecord.objects.filter(at__gte=office_moment(since), verb__in=[verb for verb, _ in LOOKED_AT])
    counts = dict(rows.order_by().values_list("verb").annotate(Count("pk")))
    for verb, note in LOOKED_AT:
        query = urlencode({"verb": verb, "since": since.isoformat()})
        said = f"{day_text(since)} 以来；{note}"
        yield _counted(verb.label, said, counts.get(verb, 0), "条", f"{reverse('organisation:records')}?{query}")


def _last_workday(today: date) -> date:
    """The last working day before today: what happened since then nobody has looked at yet."""
    calendar = calendar_shown()
    return next(day for n in range(1, 30) if calendar.is_working(day := today - timedelta(days=n)))


WATCHES: tuple[tuple[str, Callable[[User, Standing, datetime], Iterator[Watched]]], ...] = (
    ("organisation.confirm_account", _confirming),
    ("organisation.manage_organisation", _accounts),
    ("exchange.manage_partners", _partners),
    ("notices.manage_delivery", _deliveries),
    ("organisation.view_audit", _records),
)
