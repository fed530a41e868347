"""Who is accused in a case, and the numbers that cases had before they were hidden."""

from django.conf import settings
from django.db import models

from ..knowing.words import write_words_again
from .case import Case


class CaseAccusedPerson(models.Model):
    """Somebody who bears the name of an accused person of the case: shut out of it, whatever post they hold."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="accused_people", verbose_name="事项")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="人员")
    # The name under which they were found: a new name is no way in.
    name = models.CharField("姓名", max_length=60)
    since = models.DateTimeField("起")

    class Meta:
        verbose_name = verbose_name_plural = "被检举控告人员"
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_accused_person_once")]
        triggers = [write_words_again("case_id")]

    def __str__(self):
        return f"{self.case_id} {self.user}"


class FormerNumber(models.Model):
    """A number that a case bore before it was hidden: whoever may know of the case still finds it by it."""

    number = models.CharField("原编号", max_length=30, unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="former_numbers", verbose_name="事项")
    until = models.DateTimeField("用至")

    class Meta:
        verbose_name = verbose_name_plural = "原编号"

    def __str__(self):
        return self.number
