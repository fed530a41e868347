"""Programmes (方案、项目书): a tree of tasks with owners, dates, milestones, evidence and a history."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.frame.database.triggers import append_only
from governance.organisation.models import Unit

# Of what was reported last, signs.
MOST_SAID = 200


class Programme(models.Model):
    """One programme that a unit leads; its tasks are owned by units of its area.

    A campaign (专项行动) has a period, in which all its tasks lie; a programme of a year has none.
    """

    name = models.CharField("名称", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="programmes", verbose_name="牵头单位")
    # Which of the delivered ones it was made from; empty for one of the county's own.
    template = models.CharField("样本", max_length=20, blank=True)
    basis = models.CharField("依据", max_length=300)
    first = models.DateField("行动开始", null=True)
    last = models.DateField("行动结束", null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务方案"
        default_permissions = ()
        permissions = [("manage_programme", "建立任务方案、确认完成")]
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["lead_unit", "year", "name"], name="programme_once_a_year"),
            models.CheckConstraint(
                name="programme_has_a_whole_period",
                condition=Q(first=None, last=None) | Q(last__gte=F("first")),
            ),
        ]

    def __str__(self):
        return self.name


class ProgrammeTask(models.Model):
    """One task of a programme. Only the last ones of the tree are reported; those above show what they hold.

    ``version`` grows with every change, so that a second editor learns what the first did.
    """

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        REPORTED = "reported", "待确认"
        DONE = "done", "已完成"
        WITHDRAWN = "withdrawn", "已撤销"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tasks", verbose_name="任务方案")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级任务")
    # 2.4.1: where it stands in the programme.
    number = models.CharField("序号", max_length=30)
    title = models.CharField("任务", max_length=100)
    text = models.TextField("具体要求", blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="programme_tasks", verbose_name="责任单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="责任人"
    )
    # Who of the leaders answers for it, with the post: 有领导牵头、有机构落实、有专人推进.
    leader = models.CharField("牵头领导", max_length=40, blank=True)
    first = models.DateField("开始日期", null=True)
    due = models.DateField("完成期限", null=True)
    # The first day that passed before the task was reported: another day agreed on since, or none, does not undo that.
    missed_due = models.DateField("已错过的期限", null=True, editable=False)
    # 年内启动并长期坚持: in place by the date, and kept up after it.
    is_standing = models.BooleanField("长期坚持", default=False)
    # How many there should be, in which unit, and how many there are; counts of things, never of petitions.
    target = models.PositiveIntegerField("数量目标", null=True)
    unit_word = models.CharField("计量单位", max_length=4, blank=True)
    counted = models.PositiveIntegerField("累计完成", default=0)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    reported_on = models.DateField("报送完成日期", null=True)
    done_on = models.DateField("确认完成日期", null=True)
    latest = models.CharField("最近进展", max_length=MOST_SAID, blank=True)
    source = models.CharField("出处", max_length=60, blank=True)
    # Sort and code of what is done for it in the platform: plan:report.daily, standard:centre_grade.
    rests_on = models.CharField("挂接", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "方案任务"
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            # what a unit has to do, nearest date first
            models.Index(fields=["owner", "due"], name="programme_task_owed", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_task_number_once"),
            models.CheckConstraint(
                name="programme_task_ends_after_it_starts",
                condition=Q(first=None) | Q(due=None) | Q(due__gte=F("first")),
            ),
            models.CheckConstraint(
                name="programme_task_target_has_its_unit", condition=Q(target=None) | ~Q(unit_word="")
            ),
            models.CheckConstraint(
                name="programme_task_state_and_dates",
                condition=Q(state="open", reported_on=None, done_on=None)
                | Q(state="reported", reported_on__isnull=False, done_on=None)
                | Q(state="done", reported_on__isnull=False, done_on__isnull=False)
                | Q(state="withdrawn"),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class Milestone(models.Model):
    """Something of a task that has to be reached by a day of its own."""

    task = models.ForeignKey(ProgrammeTask, models.PROTECT, related_name="milestones", verbose_name="方案任务")
    name = models.CharField("节点", max_length=60)
    due = models.DateField("应达到日期")
    reached_on = models.DateField("达到日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "节点"
        default_permissions = ()
        ordering = ["due", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="milestone_once")]

    def __str__(self):
        return self.name


class ProgrammeEvent(models.Model):
    """What was done to a task: one row a change, in the same transaction, never changed afterwards."""

    class Verb(models.TextChoices):
        OPEN = "open", "列入方案"
        CHANGE = "change", "调整"
        PROGRESS = "progress", "报送进展"
        REPORT = "report", "报送完成"
        CONFIRM = "confirm", "确认完成"
        SEND_BACK = "send_back", "退回"
        WITHDRAW = "withdraw", "撤销"

    task = models.ForeignKey(ProgrammeTask, models.PROTECT, related_name="events", verbose_name="方案任务")
    verb = models.CharField("动作", max_length=10, choices=Verb.choices)
    text = models.TextField("内容", blank=True)
    # Pairs of what changed and from what to what, in words.
    facts = models.JSONField("变动", default=list)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="经办人"
    )
    by_name = models.CharField("姓名", max_length=60)
    by_post = models.CharField("岗位", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案任务记录"
        default_permissions = ()
        ordering = ["-at", "-id"]
        triggers = append_only("the history of a programme task")

    def __str__(self):
        return f"{self.task_id} {self.verb}"


class Evidence(models.Model):
    """A stored file that shows what was done; ``path`` is relative to ``ATTACHMENT_ROOT``."""

    event = models.ForeignKey(ProgrammeEvent, models.PROTECT, related_name="evidence", verbose_name="方案任务记录")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    path = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self):
        return self.name
