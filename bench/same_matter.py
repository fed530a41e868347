"""Whether what is proposed as the same matter is one: on real messages, against judgements made by hand.

``MESSAGES`` names a sheet of messages with the heads 留言编号, 留言主题, 留言时间 and 留言详情; without it there is
nothing to judge. The judgements hold numbers of messages and no text.
"""

import csv
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from governance.cases.intake.alike import Nearby, likeliest
from governance.cases.intake.similar import MOST_COMPARED, SAME_PLACE_DAYS, SHORTEST_TEXT
from governance.cases.search.bigrams import grams

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


def run() -> None:
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
