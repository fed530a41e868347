"""What an enquiry (咨询件) has beyond every case."""

from django.db import models

from governance.cases.models import Case

from .steps import TOPICS


class Enquiry(Case):
    """Somebody asks how something is done, and is told."""

    topic = models.CharField("咨询类别", max_length=10, choices=TOPICS)
    answer = models.TextField("答复内容", blank=True, editable=False)

    class Meta:
        app_label = "toy_line"
        verbose_name = verbose_name_plural = "咨询件"
        permissions = [("register_enquiry", "登记咨询件")]
