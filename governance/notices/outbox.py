"""The one way to tell somebody something. Rows join the caller's transaction; sending comes after it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace

from governance.frame.days import office_time
from governance.frame.wording import clipped

from .channels import channels
from .kinds import KINDS
from .models import Notice
from .quiet import quiet_hours

TEXT_LENGTH = 300
# What stands in a message that tells nothing any more and is shown to nobody.
WITHDRAWN = "内容已经撤回。"


@dataclass(frozen=True)
class Message:
    """One message to be posted; ``key`` names the fact, so that posting it again changes nothing."""

    recipient_id: int
    kind: str
    text: str
    link: str
    key: str
    restricted: bool = False
    subject_key: str = ""


def post(
    recipient,
    *,
    text: str,
    key: str,
    kind: str,
    at: datetime,
    link: str = "",
    subject_key: str = "",
    restricted: bool = False,
) -> bool:
    """The message lies in the recipient's inbox; false if a message with this key was there before."""
    row = Message(recipient.pk, kind, text, link, key, restricted, subject_key)
    return post_many([row], at) == 1


def post_many(rows: Iterable[Message], at: datetime) -> int:
    """Every message lies in its inbox once, ready to be delivered; says how many were new.

    Two statements whatever the number of rows. ``text`` is cut to 300 characters. An unknown ``kind`` raises
    ValueError. A restricted message is shown in full only inside the system.
    """
    # Two transactions that post the same keys must take them in one order, or each waits for the other.
    rows = sorted(rows, key=lambda row: row.key)
    if not rows:
        return 0
    ids = _insert_notices(rows, at)
    if ids:
        _insert_deliveries(ids, at)
    return len(ids)


def tell_of_account(people: Iterable[int], text: str, *, at: datetime, key: str, link: str = "") -> None:
    """Each of these people is told of something that was done to an account, or is to be."""
    post_many([Message(pk, "account", text, link, f"{key}:{pk}") for pk in people], at)


def withdraw(subject_key: str, *, but_for) -> int:
    """Messages about the subject are there for nobody any more but those users, and for those only as long as they may
    know of it; says how many were withdrawn. That one was taken back would tell whoever had read it."""
    about = Notice.objects.filter(subject_key=subject_key)
    gone = about.exclude(recipient__in=but_for).update(text=WITHDRAWN, link="", subject_key="", restricted=True)
    about.filter(restricted=False).update(restricted=True)
    return gone


def renumber(before: str, after: str) -> int:
    """Messages about the subject lead to it under its new name; says how many there are."""
    found = Notice.objects.filter(subject_key=before)
    text, link = (Replace(name, Value(before), Value(after)) for name in ("text", "link"))
    return found.update(subject_key=after, text=text, link=link)


def _insert_notices(rows: list[Message], at: datetime) -> list[tuple[int, bool]]:
    urgent = {row.kind: KINDS[row.kind].urgent for row in rows}
    # One JSON value is parsed ten times faster than seven lists of constants.
    new = [vars(row) | {"text": clipped(row.text, TEXT_LENGTH)} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO notices_notice
                (recipient_id, kind, text, link, subject_key, key, restricted, created_at)
            SELECT recipient_id, kind, text, link, subject_key, key, restricted, %s
            FROM json_to_recordset(%s) AS new(recipient_id bigint, kind text, text text, link text,
                subject_key text, key text, restricted boolean)
            ON CONFLICT (key) DO NOTHING
            RETURNING id, kind
            """,
            [at, json.dumps(new, ensure_ascii=False)],
        )
        return [(id, urgent[kind]) for id, kind in cursor.fetchall()]


def _insert_deliveries(ids: list[tuple[int, bool]], at: datetime) -> None:
    """Who cannot be reached over a channel gets no row there: nothing is late that was never owed."""
    if not channels():
        return
    new = [{"id": id, "urgent": urgent} for id, urgent in ids]
    quiet_ends = quiet_hours(settings.NOTICE_QUIET_HOURS).first_open(office_time(at))
    ways = " UNION ALL ".join(
        f"SELECT id, urgent, %s FROM person WHERE {channel.reachable}" for channel in channels().values()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH person AS (
                SELECT n.id, new.urgent, u.email, u.phone, p.email_notices
                FROM json_to_recordset(%s) AS new(id bigint, urgent boolean)
                JOIN notices_notice n ON n.id = new.id
                JOIN organisation_user u ON u.id = n.recipient_id AND u.is_active
                LEFT JOIN notices_preference p ON p.user_id = u.id
            )
            INSERT INTO notices_delivery
                (notice_id, urgent, channel, state, attempts, last_error, asked_at, next_try_at)
            SELECT way.*, 'waiting', 0, '', %s, CASE WHEN way.urgent THEN %s ELSE %s END
            FROM ({ways}) AS way(id, urgent, channel)
            """,
            [json.dumps(new), at, at, quiet_ends, *channels()],
        )
