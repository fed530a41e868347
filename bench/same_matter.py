"""What proposing the same matter costs among all petitions of a county, and whether what is proposed is one matter.

The cost: in a county filled with ``CASES`` cases, what the database takes for one proposal, over one statement written
by hand that compares the same texts and asks nobody who may know of them.

The judgement: on real messages, against judgements made by hand. ``MESSAGES`` names a sheet of messages with the heads
留言编号, 留言主题, 留言时间 and 留言详情; without it there is nothing to judge. The judgements hold numbers of messages
and no text.
"""

import csv
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.county import filled
from bench.filling.words import DETAILS, ENDINGS, MATTERS
from governance.cases.intake.alike import Nearby, likeliest
from governance.cases.intake.similar import MOST_COMPARED, SAME_PLACE_DAYS, SHORTEST_TEXT, similar
from governance.cases.models import Participant
from governance.cases.search.bigrams import grams
from governance.organisation.models import Area, User
from petitions.models import Petition

JUDGED = Path(__file__).parent / "judgements" / "same_matter.csv"
# The messages name no townships; those of one district or county are as many as those of one.
PLACE = re.compile(r"([A-Z]\d+)[区县]|([A-Z]\d*)市")
FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")


@dataclass(frozen=True)
class Message:
    """What was written, as pairs of characters, when and where."""

    number: int
    at: datetime
    place: str
    pairs: frozenset[str]


CASES = int(os.environ.get("CASES", 1_000_000))
# Who types: at a township's window, in the petition office of the county, in its governance office.
READERS = {"街道窗口": "zhangmin", "信访局": "weihong", "县综治办": "gaomin"}
TEXTS, MOST_MS = 40, 100
BARE = """
    SELECT id, ARRAY(SELECT unnest(grams) INTERSECT SELECT unnest(%s::text[])), cardinality(grams)
    FROM (
        SELECT id, grams FROM cases_case
        WHERE kind = 'petition' AND area_id LIKE %s AND opened_at >= %s AND merged_into_id IS NULL
        ORDER BY opened_at DESC, id DESC LIMIT %s
    ) AS newest
"""


def run() -> None:
    """What a proposal costs, and how right it is."""
    with filled(CASES) as turn_to:
        turn_to(CASES)
        for label, login in READERS.items():
            _say_cost(label, User.objects.get(username=login))
    _judge()


@dataclass
class Asked:
    """Seconds that the database took for what ran within ``with connection.execute_wrapper(asked)``."""

    seconds: float = 0.0
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += perf_counter() - start
            self.statements.append((sql, params))

    def explained(self) -> tuple[float, int, int]:
        """The database's own account of the same statements: milliseconds, blocks in memory, blocks from disk."""
        milliseconds, kept, read = 0.0, 0, 0
        with connection.cursor() as cursor:
            for sql, params in self.statements:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
                plan = cursor.fetchone()[0][0]
                milliseconds += plan["Planning Time"] + plan["Execution Time"]
                kept += plan["Plan"]["Shared Hit Blocks"]
                read += plan["Plan"]["Shared Read Blocks"]
        return milliseconds, kept, read


def _say_cost(label: str, user) -> None:
    """A line for one reader: typical and worst time of the database, the statements, the ratio to bare SQL."""
    now = timezone.now()
    villages = list(Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[: TEXTS * 5 : 5])
    ours, bare, own, count, found = [], [], [], 0, 0
    for place, village in enumerate(villages):
        texts = _typed(place)
        asked, person = Asked(), Participant(name="赵秀英")
        person.phone = f"139{place:08}"
        visible = Petition.objects.visible_to(user)
        with connection.execute_wrapper(asked):
            told = similar(
                *([person], village, None, texts), visible=visible, parts=["petitioner"], at=now, word="信访件"
            )
        ours.append(asked.seconds * 1e3)
        own.append(asked.explained())
        bare.append(_bare(grams(*texts), village.pk, now) * 1e3)
        count, found = max(count, len(asked.statements)), found + len(told)
    mark = "!" if max(ours) > MOST_MS else " "
    print(
        f"{median(ours):8.1f} ms, worst {max(ours):8.1f} ms{mark} {count} SQL   bare {median(bare):7.1f} ms"
        f"   × {median(ours) / median(bare):.2f}   {found} proposed for {len(ours)} texts   {label}",
        flush=True,
    )
    times, kept, read = zip(*own, strict=True)
    print(
        f"{median(times):8.1f} ms, worst {max(times):8.1f} ms by EXPLAIN (ANALYZE, BUFFERS)"
        f"   {median(kept):,.0f} blocks in memory, {median(read):,.0f} from disk",
        flush=True,
    )


def _typed(place: int) -> list[str]:
    _, about, wrong, _ = MATTERS[place % len(MATTERS)]
    return [f"{about}{wrong}{ENDINGS[place % len(ENDINGS)]}", f"{about}{wrong}，{DETAILS[place % len(DETAILS)]}。"]


def _bare(typed: list[str], village: str, now: datetime) -> float:
    """Seconds of the one statement that compares the newest texts of the township, without a question who may know."""
    since, start = now - timedelta(days=SAME_PLACE_DAYS), perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE, [typed, f"{Area.township_of(village)}%", since, MOST_COMPARED])
        cursor.fetchall()
    return perf_counter() - start


def _judge() -> None:
    """How many pairs are proposed, how many of the judged ones among them are one matter, and what is missed."""
    path = os.environ.get("MESSAGES")
    if not path:
        print("MESSAGES names no sheet of messages; nothing is judged.")
        return
    proposed = _proposed(_messages(Path(path)))
    with JUDGED.open(encoding="utf-8") as file:
        judged = {(int(row["later"]), int(row["earlier"])): row["same"] == "1" for row in csv.DictReader(file)}
    right = sum(same for pair, same in judged.items() if pair in proposed)
    wrong = sum(not same for pair, same in judged.items() if pair in proposed)
    print(f"{len(proposed)} pairs proposed; of those judged {right} are one matter, {wrong} are not")
    missed = sum(same for pair, same in judged.items() if pair not in proposed)
    print(f"of {right + missed} judged to be one matter {missed} are missed")


def _messages(path: Path) -> list[Message]:
    found = {}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            place = PLACE.search(row["留言主题"] + row["留言详情"])
            where = (place[1] or place[2]) if place else ""
            pairs = frozenset(grams(row["留言主题"], row["留言详情"]))
            number = int(row["留言编号"])
            found.setdefault(number, Message(number, _moment(row["留言时间"]), where, pairs))
    return sorted(found.values(), key=lambda message: message.at)


def _moment(text: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007
        except ValueError:
            continue
    raise SystemExit(f"no time: {text}")


def _proposed(messages: list[Message]) -> set[tuple[int, int]]:
    """What each, as it came in, would have been proposed to be the same as."""
    before: dict[str, list[Message]] = defaultdict(list)
    found = set()
    for message in messages:
        if len(message.pairs) >= SHORTEST_TEXT:
            since = message.at - timedelta(days=SAME_PLACE_DAYS)
            beside = [
                Nearby(each.number, message.pairs & each.pairs, len(each.pairs))
                for each in before[message.place][-MOST_COMPARED:]
                if each.at >= since and len(each.pairs) >= SHORTEST_TEXT
            ]
            found |= {(message.number, key) for key in likeliest(sorted(message.pairs), beside)}
        before[message.place].append(message)
    return found
