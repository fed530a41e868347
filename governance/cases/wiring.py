"""What cases bring to the lower rooms."""

from datetime import timedelta

from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.frame.seals.kept_numbers import hashes_of_phones
from governance.frame.seals.resealing import SealedColumn
from governance.organisation.models import Unit
from governance.organisation.navigation import MenuEntry, Slot
from governance.organisation.retention import Forgetter

from . import registry
from .access import door, entrusted, veil
from .calendar.at_hand import days_run_out, incomplete_years
from .choices import lists as county_lists
from .choices.lists import COUNTY_LISTS, CountyList
from .common_facts import CAME_BY, WAYS_IN
from .dossiers import jobs as dossier_jobs
from .fields.habits import HABITS
from .files.storage import HOLDERS, Holder
from .intake.sources import SOURCES
from .law import county
from .law.county import COUNTY_RULES
from .law.terms import LADDERS, TERMS
from .lists import ledger_jobs
from .lists.ledger import LEDGERS
from .models import Attachment, Case, Event, Paper, PaperTemplate, Participant, Sending, SentPhoto
from .papers import issue as papers
from .people.forgetting import forget_numbers
from .people.same import account_of
from .sending import receiving
from .steps import leaving, secrecy
from .views import help_card

SEE = ("cases.view_case", "cases.comment_case")
EXPORT, IMPORT, REGISTER = "cases.export_case", "cases.import_case", "cases.register_case"
MANAGE, AUDIT = "cases.manage_reference", "organisation.view_audit"


def calendar_runs_out(request) -> list[str]:
    """From sixty days before the loaded days end whoever can load the next year is told to; others read at each date
    that it is provisional. A year that lacks holidays is told to everybody."""
    last = days_run_out(office_day(timezone.now()))
    if last is None:
        return []
    gaps = incomplete_years().get(last.year + 1)
    if gaps:
        return [f"{last.year + 1}年放假安排不完整，缺{'、'.join(gaps)}，{last.year + 1}年的到期日为暂定。"]
    if MANAGE not in request.standing.permissions:
        return []
    wanted = f"国务院办公厅通知发布后，请在“节假日”中载入{last.year + 1}年的安排。"
    return [f"放假安排只载入到 {last}，此后的到期日为暂定。{wanted}"]


def open_work(unit: Unit) -> str:
    """Why the unit cannot be closed yet: the cases it still leads. A restricted one would be told of by a sentence that
    no other explains; it goes to a unit beside by itself, see ``end_knowing``."""
    led = Case.objects.filter(lead_unit=unit, closed_at=None)
    count = led.exclude(confidentiality=Case.Confidentiality.RESTRICTED).count()
    return f"它还有 {count} 件主办事项没有办结，先办结或转给别的单位。" if count else ""


def called_in_faults(keys: str) -> str:
    """The case of a row in the book of seals and what else names the row; a restricted case by its mark."""
    key, _, rest = keys.partition(" ")
    case = Case.objects.filter(pk=key).first() if key.isdecimal() else None
    return f"{door.named_in_records(case) if case else key} {rest}".rstrip()


SEALED = (
    Sealed(
        Event,
        (
            *("case_id", "seq", "step", "label", "from_status", "to_status", "actor_id", "actor_name", "actor_post"),
            *("at", "recorded_at", "facts", "note", "previous", "seal"),
        ),
        named=("case_id", "seq"),
        written="recorded_at",
        called=called_in_faults,
    ),
    Sealed(
        Attachment,
        ("case_id", "event_id", "name", "content_type", "size", "sha256", "path", "uploaded_by_id", "uploaded_at"),
        named=("case_id",),
        called=called_in_faults,
    ),
    Sealed(
        Paper,
        (
            *("case_id", "event_id", "code", "title", "number", "unit_id", "signer_id", "signer_name", "issued_on"),
            *("contents", "path", "sha256"),
        ),
        named=("case_id", "code"),
        called=called_in_faults,
    ),
    Sealed(
        PaperTemplate,
        ("code", "version", "name", "path", "sha256", "uploaded_by_id", "uploaded_at"),
        named=("code", "version"),
    ),
)


def confided_numbers(user):
    """The numbers of the restricted cases of which the person may know now: messages about others are not shown."""
    return Case.objects.confided_to(user).values("number")


LINE = Line(
    takes=(
        registry.KINDS,
        registry.CARDS,
        registry.REFERENCES,
        TERMS,
        LADDERS,
        COUNTY_RULES,
        COUNTY_LISTS,
        papers.KINDS,
        LEDGERS,
        SOURCES,
        HOLDERS,
        secrecy.STRIKING,
    ),
    county_lists=(CountyList(CAME_BY, "来源渠道", "登记事项时", WAYS_IN),),
    guide="data/guide.csv",
    urls={"api/": "api.urls", "": "urls"},
    habits=HABITS,
    cards=(registry.Cards("help", help_card.card),),
    reference=(
        registry.Reference("本县规定", county.load_reference),
        registry.Reference("选项表", county_lists.load_reference),
    ),
    every={
        "scan_deadlines": timedelta(minutes=1),
        "end_knowing": timedelta(hours=1),
        "write_seals": timedelta(minutes=10),
    },
    files=(Holder("上报照片", SentPhoto),),
    sealed=SEALED,
    retention="data/retention.csv",
    forgets=(
        Forgetter("people_numbers", forget_numbers, recorded=True),
        Forgetter("phone_reports", receiving.forget_before, recorded=True),
        Forgetter("phone_digests", receiving.forget_received_before),
    ),
    resealed=(
        SealedColumn(Participant, "phone_sealed", hashed="phone_hashes", hashes=hashes_of_phones),
        SealedColumn(Participant, "id_number_sealed", hashed="id_number_hash"),
        SealedColumn(Participant, "account_hash", plain=account_of),
        SealedColumn(Sending, "told_sealed"),
    ),
    terms="data/terms.csv",
    ladders="data/ladder.csv",
    jobs=(ledger_jobs.KIND, dossier_jobs.KIND),
    slots=(Slot("search", "cases:search", SEE[0]),),
    menu=(
        MenuEntry("导入导出", "jobs", "download", permissions=(EXPORT, IMPORT), position=800),
        MenuEntry("审计统计", "cases:audit", "", permissions=(AUDIT,), position=911, under="organisation:records"),
        MenuEntry("节假日", "cases:calendar", "calendar", permissions=(MANAGE,), position=920),
        MenuEntry("法定期限", "cases:terms", "calendar-time", permissions=(MANAGE,), position=925),
        MenuEntry("本县规定", "cases:county_rules", "adjustments-horizontal", permissions=(MANAGE,), position=926),
        MenuEntry("分派规则", "cases:routing", "arrows-split", permissions=(MANAGE,), position=928),
        MenuEntry("文书模板", "cases:paper_templates", "file-text", permissions=(MANAGE,), position=930),
    ),
    banners=(calendar_runs_out,),
    keep_open=(open_work,),
    veils=(veil.veiled_record,),
    known_subjects=(confided_numbers,),
    confides={
        "leads_to": ("cases.restricted_case",),
        "takes_in": (REGISTER,),
        "suspend": entrusted.suspend,
        "restore": entrusted.restore,
        "in_hand": leaving.in_hand,
        "let_go": leaving.let_go_of,
    },
    hands_over={"in_hand": leaving.put_forward, "let_go": leaving.tell_of_proposals},
    roles="data/roles.csv",
)
