"""What people say for what the tables call otherwise."""

from django.core.validators import RegexValidator
from django.db import models

from governance.frame.database.reading import PlainlyRead

# Neither % nor _ nor a sign that separates words: both sides are compared as parts of names.
_CHINESE = RegexValidator(r"^[\u4e00-\u9fff]+$", "只用汉字，不用空格和标点。")


class Synonym(PlainlyRead):
    """Whoever says the word also means what has the other in its name: 停水 means 自来水."""

    word = models.CharField("人们的说法", max_length=12, validators=[_CHINESE])
    means = models.CharField("名称里的用语", max_length=20, validators=[_CHINESE])
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用说法"
        default_permissions = ()
        ordering = ["word", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "means"],
                name="synonym_once",
                violation_error_code="twice",
                violation_error_message="这一条已经有了，停用的请在列表中启用。",
            )
        ]

    def __str__(self):
        return f"{self.word}：{self.means}"
