"""Papers (文书): made from a template, numbered, signed by a person and kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.organisation.models import Unit

from .case import Case
from .event import Event


class Paper(models.Model):
    """One issued paper with what it says; the file is made once and kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", verbose_name="事项")
    event = models.ForeignKey(Event, models.PROTECT, related_name="papers", verbose_name="办理记录")
    code = models.CharField("文书", max_length=40)
    title = models.CharField("名称", max_length=60)
    number = models.CharField("文号", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="制发单位")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    signer_name = models.CharField("签发人姓名", max_length=60)
    issued_on = models.DateField("制发日期")
    contents = models.JSONField("内容", default=dict)
    path = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField("校验值", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["issued_on", "id"]
        constraints = [models.UniqueConstraint(fields=["number"], name="paper_number_once")]

    def __str__(self):
        return f"{self.title} {self.number}"


class PaperTemplate(models.Model):
    """A Word template of the office's own that stands in for the delivered one; old versions stay."""

    code = models.CharField("文书", max_length=40)
    version = models.PositiveIntegerField("版次")
    name = models.CharField("文件名", max_length=120)
    path = models.CharField(max_length=100)
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="paper_template_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_active=True), name="paper_template_one_active"),
        ]

    def __str__(self):
        return f"{self.code} 第{self.version}版"
