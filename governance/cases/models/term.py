"""Terms (期限) as the law sets them, and the ladder that a clock climbs when it runs over."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.frame.database.in_force import ENDS_AFTER_IT_STARTS
from governance.frame.database.reading import PlainlyRead

from .. import worktime


class TermUnit(models.TextChoices):
    DAY = worktime.DAY, "日"
    WORKDAY = worktime.WORKDAY, "工作日"
    MONTH = worktime.MONTH, "个月"
    HOUR = worktime.HOUR, "小时"
    MINUTE = worktime.MINUTE, "分钟"


# The ladder of what a party has promised: people are reminded, nobody is supervised for it.
PROMISE = "promise"


class Ladder(models.Model):
    """What happens as a day draws near and passes, for all terms that name it; its rungs say it one by one.

    ``supervises`` says that its rungs may propose papers; of the others people are reminded and no more. ``version``
    grows with every change, so that a second editor learns of the first, and what the county changed is not delivered
    anew.
    """

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=40)
    basis = models.CharField("依据", max_length=200)
    supervises = models.BooleanField("建议制发督办文书", default=False)
    position = models.PositiveSmallIntegerField("排序", default=0)
    version = models.PositiveSmallIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "督办阶梯"
        default_permissions = ()
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class LadderRung(models.Model):
    """One rung: when it is reached, who hears of it, what the machine proposes and a person signs.

    ``offset`` is in working days from the due day, negative before it. ``share`` keeps the warning of a short term
    short: at most that percentage of the term is left when it comes. Rungs of the same ``effective_from`` are one
    version of the ladder: a clock climbs the version of the day from which it counts.
    """

    # From when on what is delivered holds: from before every clock.
    ALWAYS = date(1900, 1, 1)

    class Light(models.TextChoices):
        YELLOW = "yellow", "黄灯"
        ORANGE = "orange", "橙灯"
        RED = "red", "红灯"

    class Recipient(models.TextChoices):
        HANDLER = "handler", "承办人"
        UNIT_LEAD = "unit_lead", "承办单位负责人"
        CENTRE_STAFF = "centre_staff", "综治中心"
        LEADER = "leader", "领导"
        SENDER = "sender", "转送、交办单位"

    class ProposedPaper(models.TextChoices):
        COPY_NOTICE = "copy_notice", "抄告单"
        SUPERVISION_ORDER = "supervision_order", "督办单"
        RECTIFICATION_ORDER = "rectification_order", "限期整改"

    ladder = models.CharField("督办阶梯", max_length=20)
    rung = models.PositiveSmallIntegerField("级")
    light = models.CharField("亮灯", max_length=6, choices=Light.choices)
    offset = models.SmallIntegerField("距到期日的工作日数")
    share = models.PositiveSmallIntegerField("剩余期限上限（%）", null=True, blank=True)
    at_time = models.TimeField("提醒时刻")
    recipients = ArrayField(models.CharField(max_length=20, choices=Recipient.choices), verbose_name="提醒对象")
    proposes = models.CharField("建议制发", max_length=30, choices=ProposedPaper.choices, blank=True)
    effective_from = models.DateField("施行日期", default=ALWAYS, db_default=ALWAYS)
    effective_to = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办阶梯的级"
        ordering = ["ladder", "effective_from", "rung"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "effective_from", "rung"], name="ladder_rung_once"),
            models.CheckConstraint(name="ladder_rung_from_one", condition=Q(rung__gte=1)),
            models.CheckConstraint(name="ladder_rung_ends_after_it_starts", condition=ENDS_AFTER_IT_STARTS),
        ]

    def __str__(self):
        return f"{self.ladder} {self.rung} {self.get_light_display()}"

    def holds_on(self, day: date) -> bool:
        """True if it is of the version of that day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Term(PlainlyRead):
    """One version of a term: how long, from what, by which article. Rows are added, not changed."""

    class Source(models.TextChoices):
        FOUND = "F", "已核对原文"
        MEMORY = "MEM", "待核对原文"
        DESIGN = "DESIGN", "本平台约定"

    code = models.CharField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版本", default=1)
    name = models.CharField("名称", max_length=40)
    start_event = models.CharField("起算", max_length=40)
    amount = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=10, choices=TermUnit.choices)
    # The amount is only a default: whoever assigns the matter sets it.
    amount_is_set = models.BooleanField("由交办单位确定", default=False)
    roll = models.BooleanField("末日遇休息日顺延", default=True)
    roll_on_weekend = models.BooleanField("周末顺延", default=True)
    # Empty means that the law sets no ceiling; 0 means that it cannot be extended.
    extension_cap = models.PositiveSmallIntegerField("最长延期", null=True, blank=True, default=0)
    extension_unit = models.CharField("延期单位", max_length=10, choices=TermUnit.choices, blank=True)
    extension_approver = models.CharField("延期批准", max_length=40, blank=True)
    pause_rule = models.CharField("不计入期限", max_length=120, blank=True)
    # A right that lapses when it is not used; nobody is late.
    is_window = models.BooleanField("权利期限", default=False)
    ladder = models.CharField("督办阶梯", max_length=20, blank=True)
    article = models.CharField("条文", max_length=120)
    basis = models.CharField("依据", max_length=300)
    source = models.CharField("核对", max_length=6, choices=Source.choices)
    jurisdiction = models.CharField("适用地域", max_length=20, default="全国")
    effective_from = models.DateField("施行日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法定期限"
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="term_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(effective_to=None), name="term_one_open_version"),
            models.CheckConstraint(name="term_amount_positive", condition=Q(amount__gte=1)),
            models.CheckConstraint(name="term_ends_after_it_starts", condition=ENDS_AFTER_IT_STARTS),
            models.CheckConstraint(name="term_window_has_no_ladder", condition=Q(is_window=False) | Q(ladder="")),
        ]

    def __str__(self):
        return f"{self.name}({self.length})"

    @property
    def length(self) -> str:
        """15日, 5个工作日, 1个月, 24小时, 15分钟."""
        return spelled(self.amount, self.unit)


def spelled(amount: int, unit: str) -> str:
    """An amount of days, months, hours or minutes in the words of the law."""
    return f"{amount}{'个' if unit == worktime.WORKDAY else ''}{TermUnit(unit).label}"
