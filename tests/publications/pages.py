"""The pages of publications: who passes each, and what it may cost."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from governance.cases.files import storage
from governance.frame.days import office_day
from governance.publications.issuing import actions
from governance.publications.kinds.defining import Definition, add_kind
from governance.publications.models import Publication, PublicationFile, PublicationKind
from tests.access.doors import CASE_PEOPLE, OPEN, SUPERVISORS, Door, Listed, Row

# 韦曲街道办 drafts it; those who oversee its area, and itself, see the draft.
SEERS = frozenset({"clerk", "township_lead", "staff", "leader", "county"})
WRITERS = SEERS - {"leader"}
# Kept by governments alone, and by whoever oversees one.
DRAFTERS = WRITERS | {"outsider"}
SEEN = Door(SEERS, 404)
WRITTEN = Door(SEERS, 404, only=WRITERS)
# The clerk wrote it.
APPROVERS = SEERS - {"clerk"}
APPROVED = Door(SEERS, 404, only=APPROVERS)
CODE, HERE = ("publication_code",), ("publication_pk",)
PUBLIC = ("notice_key",)

ROWS = {
    "publications:front": Row(get=OPEN, for_strangers=True),
    "publications:notices": Row(get=OPEN, for_strangers=True),
    "publications:notice": Row(get=OPEN, args=PUBLIC, for_strangers=True),
    "publications:notice_file": Row(get=OPEN, args=(*PUBLIC, "notice_file_key"), for_strangers=True),
    "publications:kinds": Row(get=Door(CASE_PEOPLE)),
    "publications:new_kind": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "publications:define": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=CODE),
    "publications:publications": Row(get=Door(CASE_PEOPLE), args=CODE),
    "publications:new_publication": Row(get=Door(DRAFTERS), post=Door(DRAFTERS), args=CODE),
    "publications:make": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=("product_code",)),
    "publications:word": Row(get=SEEN, args=HERE),
    "publications:publication": Row(get=SEEN, args=HERE),
    "publications:change": Row(get=WRITTEN, post=WRITTEN, args=HERE),
    "publications:submit": Row(get=None, post=WRITTEN, args=HERE),
    "publications:approve": Row(get=None, post=APPROVED, args=HERE),
    "publications:give_back": Row(get=None, post=Door(SEERS, 404, only=APPROVERS), args=HERE),
    "publications:issue": Row(get=None, post=WRITTEN, args=HERE),
    "publications:withdraw": Row(get=None, post=WRITTEN, args=HERE),
    "publications:drop": Row(get=None, post=WRITTEN, args=HERE),
    "publications:confirm": Row(get=None, post=SEEN, args=HERE),
    "publications:add_files": Row(get=None, post=WRITTEN, args=HERE),
    "publications:file": Row(get=SEEN, args=(*HERE, "publication_file_pk")),
    "publications:take_off": Row(get=None, post=WRITTEN, args=(*HERE, "publication_file_pk")),
}
LISTS = (
    Listed("publications:front", "county", 4),
    Listed("publications:notices", "county", 5),
    Listed("publications:notices", "county", 5, "q=公开"),
    Listed("publications:kinds", "county", 6),
    Listed("publications:publications", "clerk", 6, args=CODE),
    Listed("publications:publications", "county", 6, args=CODE),
    Listed("publications:publications", "county", 6, "state=late&q=公开", args=CODE),
    Listed("publications:publication", "county", 13, args=HERE),
    Listed("publications:new_publication", "county", 8, args=CODE),
)
NO_LIST = {
    "publications:notice",
    "publications:notice_file",
    "publications:new_kind",
    "publications:define",
    "publications:change",
    "publications:file",
    "publications:make",
    "publications:word",
}

OPEN_BOOKS = Definition(name="财务公布", group="公开", numbering="财务〔{年}〕{号}号", drafters=["government"])
REPORT = Definition(
    name="月度报表",
    group="通报",
    numbering="报表〔{年}〕第{号}期",
    reach=PublicationKind.Reach.INTERNAL,
    approver=PublicationKind.Approver.COUNTY,
    drafters=["office", "centre"],
    reads_by=["government"],
    made_as="monthly",
)
CIRCULAR = replace(
    OPEN_BOOKS, name="工作通报", reach=PublicationKind.Reach.INTERNAL, reads_by=["government", "village"]
)


def told(cast, title: str = "三季度财务公布", **more) -> actions.PublicationInput:
    """What 韦曲街道办 says of its own place."""
    said = {"unit": cast.weiqu, "area": cast.area("610116001"), "body": "本季度支出如下。"}
    return actions.PublicationInput(title=title, **said | more)


def issued(kind: PublicationKind, cast, at, title: str = "三季度财务公布", **more) -> Publication:
    """One that the clerk drafted, the township's lead approved and the clerk issued."""
    made = actions.draft(kind, told(cast, title, **more), actor=cast.clerk, at=at)
    for verb, who in ((actions.submit, "clerk"), (actions.approve, "township_lead"), (actions.issue, "clerk")):
        verb(made, version=None, actor=getattr(cast, who), at=at)
        made.refresh_from_db()
    return made


def file_of(publication: Publication, who, at) -> PublicationFile:
    """A file that goes with it."""
    kept = storage.keep([b"%PDF"])
    return PublicationFile.objects.create(
        publication=publication, name="明细.pdf", uploaded_by=who, uploaded_at=at, **vars(kept)
    )


def world(cast, made: dict) -> dict:
    """A kind, a draft of it with a file, and one that everybody can read."""
    at = timezone.now()
    kind = add_kind(OPEN_BOOKS, actor=cast.county, at=at)
    held = actions.draft(kind, told(cast), actor=cast.clerk, at=at)
    notice = issued(kind, cast, at)
    report = add_kind(REPORT, actor=cast.county, at=at)
    return {
        "publication_code": kind.code,
        "product_code": report.code,
        "publication_pk": held.pk,
        "publication_file_pk": file_of(held, cast.clerk, at).pk,
        "notice_key": notice.key,
        "notice_file_key": file_of(notice, cast.clerk, at).key,
    }


class Growth:
    """More kinds, and of one of them more drafts, issues, files, moves and units that read."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.kind = add_kind(CIRCULAR, actor=self.cast.county, at=self.now)
        self.open = add_kind(OPEN_BOOKS, actor=self.cast.county, at=self.now)
        self.held = issued(self.kind, self.cast, self.now)

    def grow(self, n: int) -> None:
        """One kind more, one draft that is late, one issue, one file and one move more."""
        cast, now = self.cast, self.now
        kind = add_kind(replace(OPEN_BOOKS, name=f"公布{n}", group=f"分组{n}"), actor=cast.county, at=now)
        late = told(cast, f"公开{n}", planned_on=office_day(now) - timedelta(days=n + 1))
        actions.draft(self.kind, late, actor=cast.clerk, at=now)
        issued(self.kind, cast, now, f"通报{n}")
        issued(kind, cast, now, f"公开{n}")
        issued(self.open, cast, now, f"公开{n}")
        file_of(self.held, cast.clerk, now)
        for verb in (actions.approve, actions.give_back, actions.submit):
            self.held.history.create(at=now, by=cast.clerk, verb="filed", note=verb.__name__)

    def known(self) -> dict:
        """What the lists name."""
        return {"publication_code": self.kind.code, "publication_pk": self.held.pk}
