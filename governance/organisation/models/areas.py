"""Places by their statistical code, and how many of something there were in one in a year."""

from django.db import models
from django.db.models import Q

from governance.frame.database.reading import PlainlyRead


class Area(PlainlyRead):
    """A place by its statistical code; everything inside it carries the code as prefix."""

    class Level(models.TextChoices):
        COUNTY = "county", "县（市、区）"
        TOWNSHIP = "township", "乡镇（街道）"
        VILLAGE = "village", "村（社区）"
        GRID = "grid", "网格"

    # 6 + 3 + 3 digits are the statistical region code; the grid serial adds three.
    CODE_LENGTH: dict[str, int] = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12, Level.GRID: 15}

    code = models.CharField("区划代码", max_length=15, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区划"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="former", verbose_name="并入的区划"
    )

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]
        indexes = [
            # "inside": code LIKE '610116001%'
            models.Index(fields=["code"], name="area_code_prefix", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="area_code_fits_level",
                condition=Q(level="county", code__regex=r"^\d{6}$")
                | Q(level="township", code__regex=r"^\d{9}$")
                | Q(level="village", code__regex=r"^\d{12}$")
                | Q(level="grid", code__regex=r"^\d{15}$"),
            ),
            models.CheckConstraint(
                name="area_only_county_has_no_parent",
                condition=Q(level="county", parent__isnull=True) | (~Q(level="county") & Q(parent__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.name

    def way(self) -> list["Area"]:
        """The areas around it and itself, the widest first."""
        return [*(self.parent.way() if self.parent else ()), self]

    @classmethod
    def in_use(cls) -> models.QuerySet["Area"]:
        """The areas that no other has taken over."""
        return cls.objects.filter(successor=None)

    @classmethod
    def level_of(cls, code: str) -> str:
        """The level that a code of that length has; empty for none."""
        return next((level for level, length in cls.CODE_LENGTH.items() if length == len(code)), "")

    @classmethod
    def township_of(cls, code: str) -> str:
        """The code of the township in which the area of that code lies, or of the county where it lies in none."""
        return code[: cls.CODE_LENGTH[cls.Level.TOWNSHIP]]

    @classmethod
    def village_of(cls, code: str) -> str:
        """The code of the village in which the area of that code lies, or its own where it lies in none."""
        return code[: cls.CODE_LENGTH[cls.Level.VILLAGE]]


class AreaFigure(models.Model):
    """How many of something there were in an area in a year; ``figure`` is a code of ``figures.FIGURES``."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="figures", verbose_name="区划")
    year = models.PositiveSmallIntegerField("年度")
    figure = models.CharField("数据", max_length=30)
    value = models.PositiveIntegerField("数量")

    class Meta:
        verbose_name = verbose_name_plural = "区划数据"
        default_permissions = ()
        ordering = ["area", "-year", "figure"]
        constraints = [models.UniqueConstraint(fields=["area", "figure", "year"], name="area_figure_once")]

    def __str__(self):
        return f"{self.area_id} {self.year} {self.figure}"
