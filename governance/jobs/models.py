"""Long work with progress; the row is the truth, a broker message only says "look now"."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One export, import or other long work of one person, from request to deleted result."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待处理"
        RUNNING = "running", "处理中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    ACTIVE = (State.WAITING, State.RUNNING)

    kind = models.CharField("种类", max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name="申请人")
    params = models.JSONField("内容", default=dict)
    # Asking twice for the same thing (a double click, a retried request) finds the first job.
    key = models.CharField(max_length=100, null=True, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", null=True)
    message = models.CharField("说明", max_length=300, blank=True)
    # What the work found out, for the page that shows it: counts, lines, wrong rows.
    report = models.JSONField("结果", default=dict)
    # The file that was handed in, and the file that came out; both below JOB_ROOT.
    source_path = models.CharField(max_length=100, blank=True)
    result_path = models.CharField(max_length=100, blank=True)
    result_name = models.CharField("文件名", max_length=100, blank=True)
    result_size = models.PositiveBigIntegerField("大小（字节）", null=True)
    result_rows = models.PositiveIntegerField("行数", null=True)
    # Rises with every worker that takes the job; a worker that lost it to another can no longer write.
    attempt = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("申请时间")
    started_at = models.DateTimeField("开始时间", null=True)
    heartbeat_at = models.DateTimeField("最近进展", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        indexes = [
            # my jobs, newest first
            models.Index(fields=["owner", "-created_at", "-id"], name="job_of_owner"),
            # the sweep: what waits or lost its worker
            models.Index(fields=["heartbeat_at"], name="job_active", condition=Q(state__in=["waiting", "running"])),
            # the sweep: files to delete
            models.Index(fields=["expires_at"], name="job_expiring", condition=Q(expires_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_ends_with_time",
                condition=Q(state__in=["waiting", "running"], finished_at=None)
                | (~Q(state__in=["waiting", "running"]) & Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_active(self) -> bool:
        """True while a worker may still write to it."""
        return self.state in self.ACTIVE
