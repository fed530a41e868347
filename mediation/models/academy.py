"""The academy (大调解网络学院): what is asked about a course, and who answered it how."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.organisation.models import Unit
from governance.registers.models import Entry


class Question(models.Model):
    """One question of the test of a course, a row of the register of courses; ``right`` are places in ``offered``."""

    course = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name="课程")
    text = models.CharField("题目", max_length=300)
    offered = ArrayField(models.CharField(max_length=200), verbose_name="选项")
    right = ArrayField(models.PositiveSmallIntegerField(), verbose_name="正确选项")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "测试题目"
        default_permissions = ()
        ordering = ["course", "id"]

    def __str__(self):
        return self.text

    @property
    def has_several(self) -> bool:
        """True where more than one of what is offered is right."""
        return len(self.right) > 1


class Sitting(models.Model):
    """One answered test. It keeps what was asked and answered as it stood; who passed has a certificate by its number.

    Its marks are the person's own affair and no unit's figure.
    """

    course = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name="课程")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="学员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="学员单位")
    at = models.DateTimeField("测试时间")
    answers = models.JSONField("答卷")
    marks = models.PositiveSmallIntegerField("得分")
    wanted = models.PositiveSmallIntegerField("及格分")
    hours = models.PositiveSmallIntegerField("学时")
    number = models.CharField("证书编号", max_length=40, unique=True, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "测试成绩"
        default_permissions = ()
        ordering = ["-at", "-id"]
        indexes = [
            # the own results on the pages of the academy; who passed a course
            models.Index(fields=["user", "course"], name="sitting_of_user"),
            models.Index(fields=["course", "-at"], name="sitting_of_course"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sitting_passed_has_a_number",
                condition=Q(marks__gte=F("wanted"), number__isnull=False) | Q(marks__lt=F("wanted"), number=None),
            ),
            models.CheckConstraint(name="sitting_marks_of_a_hundred", condition=Q(marks__lte=100)),
        ]

    def __str__(self):
        return f"{self.user} {self.course} {self.marks}"

    @property
    def has_passed(self) -> bool:
        """True with the marks that the course wanted on that day."""
        return self.number is not None
