"""The monthly account meeting (交账会): what was promised for the month, struck off or kept with a new date."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.cases.models import Case
from governance.organisation.models import Unit


class AccountMeeting(Case):
    """The meeting of one month, convened by one unit; its list is made when it is opened."""

    month = models.DateField("月份")
    convener = models.ForeignKey(Unit, models.PROTECT, related_name="account_meetings", verbose_name="召集单位")
    held_on = models.DateField("召开日期", null=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    attendees = models.TextField("参加人员", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交账会"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["convener", "month"], name="account_meeting_once_a_month"),
            models.CheckConstraint(name="account_month_by_its_first_day", condition=Q(month__day=1)),
        ]


# What is said about a hidden matter stands on no list, also if it was said before.
TOLD = Q(case=None) | ~Q(case__confidentiality=Case.Confidentiality.RESTRICTED)


class AccountItems(models.Manager):
    """The promises that may stand on a list, of a meeting too."""

    def get_queryset(self):
        return super().get_queryset().filter(TOLD)


class AccountItem(models.Model):
    """One promise on the list of one meeting. ``provider`` and ``key`` say which, in every month the same."""

    class Outcome(models.TextChoices):
        OPEN = "open", "待交账"
        STRUCK_OFF = "struck_off", "已销号"
        KEPT = "kept", "保留并改期"

    meeting = models.ForeignKey(AccountMeeting, models.CASCADE, related_name="items", verbose_name="交账会")
    provider = models.CharField("来源", max_length=30)
    key = models.CharField(max_length=40)
    # The case it is about, where there is one.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="account_items", verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="account_items", verbose_name="责任单位")
    title = models.CharField("承诺事项", max_length=200)
    owner = models.CharField("责任人", max_length=120, blank=True)
    promised_on = models.DateField("承诺期限")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    proof = models.TextField("销号依据", blank=True)
    reason = models.TextField("没有完成的原因", blank=True)
    measure = models.TextField("下一步措施", blank=True)
    new_on = models.DateField("新的期限", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", null=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = AccountItems()

    class Meta:
        verbose_name = verbose_name_plural = "交账事项"
        ordering = ["unit__position", "unit", "promised_on", "id"]
        indexes = [
            # one promise over the months
            models.Index(fields=["provider", "key"], name="account_item_history"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "provider", "key"], name="account_item_once_a_meeting"),
            models.CheckConstraint(
                name="account_item_struck_off_with_proof", condition=~Q(outcome="struck_off") | ~Q(proof="")
            ),
            models.CheckConstraint(
                name="account_item_kept_with_reason_measure_and_date",
                condition=~Q(outcome="kept") | (~Q(reason="") & ~Q(measure="") & Q(new_on__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.unit.short_name} {self.title}"
