"""Text messages to whoever put a petition forward."""

from django.db import models
from django.db.models import Q

from governance.frame.seals.sealed_fields import DrawnKey, SealedText, in_clear

from .petition import Petition


class CitizenText(models.Model):
    """A text message to whoever put a petition forward and agreed to be told so: it waits until there is something to
    say, and once that was said another waits for what comes ``after`` it. The number is sealed for this row and gone
    with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "没有送出"
        DROPPED = "dropped", "不再发送"

    id = DrawnKey()
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="texts", verbose_name="信访件")
    word = models.CharField("内容", max_length=20)
    # The entry of the history of which the one before it told.
    after = models.BigIntegerField("说过的办理记录", default=0)
    phone_sealed = SealedText(purpose="citizen.text", bound=("pk", "petition_id"))
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次发送", null=True)
    ended_at = models.DateTimeField("发送时间", null=True)
    last_error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "给信访人的短信"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["petition", "word", "after"], name="citizen_text_once"),
            models.CheckConstraint(
                name="citizen_text_keeps_no_number",
                condition=Q(state="waiting", ended_at=None)
                | Q(phone_sealed="", next_try_at=None, ended_at__isnull=False),
            ),
        ]
        # What is to be sent now, and what waits for its day.
        indexes = [models.Index(fields=["word", "next_try_at"], name="citizen_text_due", condition=Q(state="waiting"))]

    def __str__(self):
        return str(self.pk)

    # The number, in clear.
    phone = in_clear("phone_sealed")
