"""Registers laid down on the page, and sheets handed in as a person does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.jobs import files, work
from governance.jobs.models import Job
from governance.registers.models import Register

DEFINE = "/registers/new/"
CAMERAS = {
    "name": "村级摄像头",
    "group": "技防",
    "unit_word": "个",
    "sight": "keepers",
    "is_placed": "on",
    "keepers": ["village", "government"],
    "is_active": "on",
    "check_months": "12",
    "fields-0-label": "编号",
    "fields-0-kind": "text",
    "fields-0-unique": "on",
    "fields-0-listed": "on",
    "fields-0-required": "on",
    "fields-1-label": "数量",
    "fields-1-kind": "number",
    "fields-1-required": "on",
    "fields-1-listed": "on",
    "fields-2-label": "状态",
    "fields-2-kind": "choice",
    "fields-2-options": "正常、故障",
    "fields-2-listed": "on",
    "fields-3-label": "安装日期",
    "fields-3-kind": "date",
    "norms-0-name": "每村五个",
    "norms-0-level": "village",
    "norms-0-amount": "5",
    "norms-0-counts": "数量",
    "norms-0-basis": "雪亮工程",
}
HEAD = "名称,登记单位,所在地,负责人,联系电话,编号,数量,状态,安装日期"
ROW = "{0}号,韦曲街道办,韦曲街道 / 凤栖路社区,郝小军,13911110000,SXT-{0},1,正常,2024-05-0{1}"


def cameras(client) -> Register:
    """The register of cameras as the county office lays it down."""
    answer = client.post(DEFINE, CAMERAS)
    assert answer.status_code == 302, answer.content.decode()
    return Register.objects.get(name="村级摄像头")


def sheet(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows))


def handed_in(client, register: Register, text: str, **more) -> Job:
    """The job of the sheet, run to its end."""
    upload = SimpleUploadedFile("台账.csv", text.encode())
    answer = client.post(f"/registers/{register.code}/import/", {"file": upload} | more)
    assert answer.status_code == 302, answer.content.decode()
    job = Job.objects.order_by("-pk").first()
    return ran(job)


def ran(job: Job) -> Job:
    return work.run(job.pk, timezone.now())


def result(job: Job) -> SimpleUploadedFile:
    """The file that came out, to be handed in again."""
    with files.opened(job.result_path) as file:
        return SimpleUploadedFile("台账.xlsx", file.read())
