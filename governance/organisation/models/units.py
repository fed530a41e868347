"""Organs that can hold a case."""

from django.db import models
from django.db.models import F, Q

from governance.frame.database.reading import PlainlyRead

from .areas import Area


class Unit(PlainlyRead):
    """An organ that can hold a case: government, department, station, centre."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "综治中心"
        OFFICE = "office", "综治办"
        GOVERNMENT = "government", "党委政府"
        PETITION_OFFICE = "petition_office", "信访部门"
        DEPARTMENT = "department", "职能部门"
        POLICE = "police", "公安机关"
        COURT = "court", "人民法院"
        PROCURATORATE = "procuratorate", "人民检察院"
        DISCIPLINE = "discipline", "纪检监察机关"
        JUSTICE = "justice", "司法行政机关"
        JUSTICE_OFFICE = "justice_office", "司法所"
        MEDIATION = "mediation", "调解组织"
        VILLAGE = "village", "村（社区）"

    # Organs of the government of their own level.
    OF_GOVERNMENT = (Kind.DEPARTMENT, Kind.PETITION_OFFICE, Kind.POLICE, Kind.JUSTICE)

    class Sees(models.TextChoices):
        OWN = "own", "本单位事项"
        AREA = "area", "辖区全部事项"

    name = models.CharField("单位名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    plates = models.CharField(
        "加挂的牌子",
        max_length=200,
        blank=True,
        help_text="一套班子、几块牌子的，写其他牌子的名称，用顿号隔开，例如“信访办公室、维稳办公室、司法所”；按这些名称也找得到。",
    )
    formed_from = models.CharField(
        "由哪些机构整合", max_length=200, blank=True, help_text="整合、合署以前的机构，用顿号隔开；没有的不填。"
    )
    paper_mark = models.CharField(
        "发文代字", max_length=12, blank=True, help_text="文书编号的开头，例如“长信”；不填用简称。"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="units", verbose_name="所在区划")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    sees = models.CharField("可见范围", max_length=4, choices=Sees.choices, default=Sees.OWN)
    phone = models.CharField("联系电话", max_length=20, blank=True, help_text="对外公布的，例如写在网格公示牌上。")
    position = models.PositiveIntegerField("排序", default=0, help_text="报表按此顺序列出单位")
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # How many people are in post there, where they were counted along.
    people_count: int

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["position", "id"]
        permissions = [("manage_organisation", "管理机构、人员和岗位")]
        constraints = [
            models.CheckConstraint(name="unit_is_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self):
        return self.name

    @property
    def organ_above(self) -> str:
        """The organ one level up, by its name: its parent in the tree. Where the tree names none, of the county's
        departments the county's government, and of a township's government too; empty where nothing tells.
        """
        if self.parent:
            return self.parent.name
        if self.area.level == Area.Level.COUNTY and self.kind in self.OF_GOVERNMENT:
            return self._government_of(self.area)
        if self.area.level == Area.Level.TOWNSHIP and self.kind == self.Kind.GOVERNMENT and self.area.parent:
            return self._government_of(self.area.parent)
        return ""

    @staticmethod
    def _government_of(area: Area) -> str:
        named = Unit.objects.filter(area=area, kind=Unit.Kind.GOVERNMENT, is_active=True, name__endswith="人民政府")
        return named.values_list("name", flat=True).first() or f"{area.name}人民政府"
