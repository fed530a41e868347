"""Asks everything of the site in somebody's name, and says where a canary was met.

The questions are made from the table of addresses: each with every row that stands in the database for what it names,
every list in every way in which its costs are counted, searches, what pages suggest, files and messages.
"""

import io
import zipfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, product

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from governance.cases.models import Attachment, Case, Clock, Paper, Participant, Proposal
from governance.duties.models import ReceptionDay
from governance.organisation.models import User
from tests.access.accused import Story
from tests.access.pages import LISTS, TABLE
from tests.access.recalling import recalling, taken_back

# What an address names by the key of a row: all rows that there are.
ROWS = {
    "meeting": "duties.Meeting",
    "decision": "duties.Decision",
    "finding": "duties.SweepFinding",
    "task": "duties.DutyTask",
    "visiting_leader": "duties.VisitingLeader",
    "turn": "counter.Turn",
    "job": "jobs.Job",
    "notice": "notices.Notice",
    "leader": "supervision.Leader",
    "account_item": "supervision.AccountItem",
    "roster": "duties.Roster",
    "publication_pk": "publications.Publication",
}
OF_CASE = {
    "participant": Participant,
    "attachment": Attachment,
    "paper": Paper,
    "clock": Clock,
    "proposal": Proposal,
}
# Whoever logs out is nobody any more, and how the machine is has an address of its own, without people.
LEAVING = {"organisation:login", "organisation:logout", "organisation:leave_everywhere", "healthz"}
FILTERED = ("cases:list", "api-cases", "petitions:list", "mediation:list", "supervision:list", "duties:findings")
SHOWN = ("scope=all", "scope=closed", "show=closed")


@dataclass(frozen=True)
class Question:
    """One request; ``typed`` is sent, and is no answer when it comes back."""

    method: str
    url: str
    typed: tuple[tuple[str, str], ...] = ()

    def __str__(self):
        return f"{self.method} {self.url}"

    @property
    def path(self) -> str:
        """The address without what is asked of it."""
        return self.url.partition("?")[0]


class Sweep:
    """All that can be asked of a county in which the story stands."""

    def __init__(self, story: Story, world: dict):
        self.story, self.world = story, world
        self.canaries = sorted(story.canaries)
        beside = [story.made[name] for name in ("other", "later") if name in story.made]
        self.known = {case.pk: case for case in [*story.cases, *beside]}

    def doors(self, names: Iterable[str] = TABLE) -> Iterator[Question]:
        """Every address of one of the hidden cases, under every number that it bore, and of a case that names it."""
        for name in names:
            row = TABLE[name]
            if not {"number", "track", "account"} & set(row.args):
                continue
            for number, case in self._numbers():
                for rest in self._rest(row.args[1:], case):
                    url = reverse(name, args=[number, *rest])
                    if row.get is not None:
                        yield Question("get", url)
                    if row.post is not None and case.is_restricted:
                        yield Question("post", url)

    def pages(self, names: Iterable[str] = TABLE) -> Iterator[Question]:
        """Every other address, with every row that it can name, and every list in every way."""
        for name in names:
            row = TABLE[name]
            if row.get is None or name in LEAVING or {"number", "track"} & set(row.args):
                continue
            for args in islice(product(*map(self._values, row.args)), 40):
                yield Question("get", reverse(name, args=args))
        for name in filter(FILTERED.__contains__, names):
            yield from (Question("get", f"{reverse(name)}?{query}") for query in SHOWN)
        for name in names:
            row = TABLE[name]
            if row.post is not None and row.args and set(row.args) <= ROWS.keys():
                for args in islice(product(*map(self._values, row.args)), 60):
                    yield Question("post", reverse(name, args=args))

    def plain(self) -> Iterator[Question]:
        """What names nothing, each list once, and the page of each hidden case under each of its numbers."""
        for name, row in TABLE.items():
            if row.get is not None and not row.args and name not in LEAVING:
                yield Question("get", reverse(name))
        yield from (Question("get", f"{reverse(name)}?scope=all&show=closed") for name in FILTERED)
        for number, case in self._numbers():
            if case.is_restricted:
                yield from (Question("get", reverse(name, args=[number])) for name in ("cases:case", "api-case"))

    def at(self, name: str) -> list[Question]:
        """One address, for every row that it can name, and everything that its list holds."""
        asked = [*self.pages([name]), *self.doors([name])]
        assert asked and all(resolve(each.path).view_name == name for each in asked), f"nothing is asked of {name}"
        return [*asked, *(Question("get", f"{asked[0].path}?{query}") for query in SHOWN)]

    def lists(self) -> Iterator[Question]:
        """Every list as its costs are counted."""
        for entry in LISTS:
            if entry.query and not {"number", "track"} & set(entry.args):
                args = [self.world.get(word) or self.world["kind"] for word in entry.args]
                yield Question("get", f"{reverse(entry.name, args=args)}?{entry.query}")

    def searches(self) -> Iterator[Question]:
        """Whatever is looked for by a canary, and what the intake pages and the boxes of steps suggest."""
        for word in self.canaries:
            for name in ("cases:search", "api-cases"):
                yield Question("get", f"{reverse(name)}?scope=all", (("q", word),))
            yield Question("post", reverse("cases:search"), (("q", word),))
        people = self.story.case.participants.all()
        for person in people:
            typed = {"name_1": person.name, "phone_1": person.phone, "id_number_1": person.id_number}
            typed |= {"area": self.story.case.area_id, "title": self.story.case.title}
            for name in TABLE:
                if name.endswith("preview") and not TABLE[name].args:
                    yield Question("post", reverse(name), tuple(typed.items()))

    def _numbers(self) -> Iterator[tuple[str, Case]]:
        for case in self.known.values():
            yield case.number, case
            for former in case.former_numbers.values_list("number", flat=True):
                yield former, case

    def _rest(self, words: Iterable[str], case: Case) -> Iterator[tuple]:
        pools = []
        for word in words:
            keys = OF_CASE[word].objects.filter(case=case).values_list("pk", flat=True) if word in OF_CASE else ()
            pools.append(list(keys[:2]) if word in OF_CASE and keys else [self.world.get(word, 1)])
        yield from product(*pools)

    def _values(self, word: str) -> list:
        if word == "reception_day":
            return [str(day) for day in ReceptionDay.objects.values_list("day", flat=True)]
        if word not in ROWS:
            return [self.world[word]]
        # Also those that no list holds any more.
        return list(apps.get_model(ROWS[word])._base_manager.values_list("pk", flat=True)) or [self.world[word]]

    def met(self, username: str, questions: Iterable[Question]) -> list[str]:
        """Where this person meets a canary, and which; whatever is asked changes nothing."""
        return list(self._met(username, questions))

    def is_met(self, username: str, questions: Iterable[Question]) -> bool:
        """Whether they meet one; what would be asked after that is not asked."""
        with closing(self._met(username, questions)) as found:
            return next(found, None) is not None

    def _met(self, username: str, questions: Iterable[Question]) -> Generator[str, None, None]:
        client = client_of(self.story, username)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        with recalling([User.objects.get(username=username)], [client]):
            for question in questions:
                client.cookies[settings.SESSION_COOKIE_NAME] = session
                with taken_back():
                    said = said_by(getattr(client, question.method)(question.url, dict(question.typed)))
                asked = question.url + " ".join(value for _, value in question.typed)
                words = [word for word in self.canaries if word not in asked and word in said]
                if words:
                    yield f"{username} {question}: {'、'.join(words)}"


def client_of(story: Story, username: str) -> Client:
    """The person before a browser of their own."""
    client = Client(raise_request_exception=False)
    client.force_login(getattr(story.cast, username), backend="governance.organisation.accounts.backends.PostBackend")
    # The page that writes down when they were seen is behind them.
    assert client.get(reverse("notices:inbox")).status_code == 200
    return client


def said_by(response) -> str:
    """All that an answer says: its text or the parts of its file, its headers, where it leads."""
    assert response.status_code < 500 or response.status_code == 503, response.request["PATH_INFO"]
    assert not response.headers.get("Location", "").startswith("/login"), response.request["PATH_INFO"]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"\n".join(package.read(part) for part in package.namelist())
    return content.decode(errors="replace") + str(dict(response.headers))
