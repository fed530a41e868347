"""Grids, who works in them, what may be reported there, and what was reported."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case, Category
from governance.figures.saying import says
from governance.frame.database.choices import text_choices
from governance.organisation.models import Area, Unit
from governance.organisation.units import unit_above

from . import vocabulary
from .conditions import is_kept

# What is counted of an event and its case does not say, as ``governance.figures.saying`` writes it down.
MORE = "grid_says"


class Grid(models.Model):
    """What a grid has beyond its place: an area of 15 digits whose code is never given out again.

    A grid whose area was joined to another is closed; what was reported in it stays with it.
    """

    Type = text_choices("Type", vocabulary.CHOICES["grid_types"])

    area = models.OneToOneField(Area, models.PROTECT, related_name="grid", verbose_name="网格")
    grid_type = models.CharField("类型", max_length=10, choices=Type.choices)
    branch = models.CharField("责任党支部", max_length=60, blank=True)
    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "网格"
        ordering = ["area"]
        permissions = [("manage_grids", "管理网格")]
        constraints = [
            models.CheckConstraint(
                name="grid_closes_after_it_opens", condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on"))
            ),
        ]

    def __str__(self):
        return self.area.name

    @classmethod
    def in_use(cls) -> models.QuerySet["Grid"]:
        """The grids whose area no other has taken over."""
        return cls.objects.filter(area__successor=None)


class FormerNet(models.Model):
    """One of the former nets of departments that the grid took over (多网合一), with its day."""

    Kind = text_choices("Kind", vocabulary.CHOICES["former_nets"])

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="former_nets", verbose_name="网格")
    kind = models.CharField("原有网格", max_length=10, choices=Kind.choices)
    name = models.CharField("原名称或编号", max_length=60)
    merged_on = models.DateField("并入日期")

    class Meta:
        verbose_name = verbose_name_plural = "并入的原有网格"
        ordering = ["merged_on", "id"]
        constraints = [models.UniqueConstraint(fields=["grid", "kind", "name"], name="grid_former_net_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}"


class GridPost(models.Model):
    """Who serves in a grid, as what, from when to when."""

    # The one with the main charge stands first.
    Part = text_choices("Part", vocabulary.CHOICES["posts"])
    WORKING = (Part.PRIMARY, Part.WORKER)

    grid = models.ForeignKey(Grid, models.PROTECT, related_name="posts", verbose_name="网格")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grid_posts", verbose_name="人员")
    part = models.CharField("身份", max_length=10, choices=Part.choices)
    since = models.DateField("任职起")
    until = models.DateField("任职止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "网格任职"
        ordering = ["part", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "user", "part"], condition=Q(until=None), name="grid_post_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["grid", "part"],
                condition=Q(until=None, part__in=("primary", "head")),
                name="grid_one_primary_and_one_head",
            ),
            models.CheckConstraint(
                name="grid_post_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self):
        return f"{self.grid} {self.get_part_display()}"

    def rank(self) -> int:
        """The one with the main charge stands first."""
        return list(self.Part).index(self.part)

    def end(self, day: date) -> None:
        """The person serves there no longer from that day."""
        self.until = max(self.since, day)
        self.save(update_fields=["until"])

    @classmethod
    def serving(cls, day: date, path: str = "") -> Q:
        """Those in force on the day; on the day on which one ends the person serves no longer."""
        ended = Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": day})
        return Q(**{f"{path}since__lte": day}) & ended

    @classmethod
    def working(cls, day: date, path: str = "") -> Q:
        """Those of grid workers in force on the day."""
        return cls.serving(day, path) & Q(**{f"{path}part__in": cls.WORKING})

    @classmethod
    def people_on(cls, day: date) -> models.Count:
        """How many people work in a grid on the day."""
        return models.Count("posts__user", filter=cls.working(day, "posts__"), distinct=True)


class EventItem(models.Model):
    """A row of the event list (事项清单): what may be reported, how it looks on the phone, what it wants.

    What is not ``on_list`` a grid worker is not asked to look after; others may report it all the same.
    """

    Type = text_choices("Type", vocabulary.TYPES)
    Grade = text_choices("Grade", vocabulary.GRADES)

    category = models.OneToOneField(Category, models.PROTECT, related_name="event_item", verbose_name="事项")
    event_type = models.CharField("类型", max_length=12, choices=Type.choices)
    icon = models.CharField("图标", max_length=30, default="alert-circle")
    grade = models.CharField("通常等级", max_length=8, choices=Grade.choices)
    wants_photo = models.BooleanField("须有照片", default=False)
    on_list = models.BooleanField("列入网格员事项清单", default=True)
    position = models.PositiveIntegerField("排序", default=0)
    basis = models.CharField("依据", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "网格事项"
        ordering = ["position", "id"]
        permissions = [("manage_items", "维护网格事项清单")]

    def __str__(self):
        return self.category.name

    @property
    def name(self) -> str:
        """What records call it."""
        return self.category.path

    @classmethod
    def listed(cls) -> models.QuerySet["EventItem"]:
        """What grid workers are asked to look after."""
        return cls.objects.filter(on_list=True, category__is_active=True).select_related("category")

    @staticmethod
    def by_type(items: Iterable["EventItem"]) -> list[tuple[str, list["EventItem"]]]:
        """The items under the word for their type, in the order of types that have any."""
        kept = list(items)
        groups = [(label, [item for item in kept if item.event_type == code]) for code, label in vocabulary.TYPES]
        return [group for group in groups if group[1]]


class GridEvent(Case):
    """Something seen or asked for in a grid that somebody must set right."""

    Type = text_choices("Type", vocabulary.TYPES)
    Source = text_choices("Source", vocabulary.SOURCES)
    Grade = text_choices("Grade", vocabulary.GRADES)
    Risk = text_choices("Risk", vocabulary.RISKS)
    Rating = text_choices("Rating", vocabulary.RATINGS)

    event_type = models.CharField("类型", max_length=12, choices=Type.choices)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    grade = models.CharField("办理等级", max_length=8, choices=Grade.choices, blank=True)
    risk = models.CharField("风险等级", max_length=8, choices=Risk.choices, blank=True)
    grid = models.ForeignKey(
        Grid, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="所在网格"
    )
    rating = models.CharField("反映人评价", max_length=15, choices=Rating.choices, blank=True, editable=False)
    # What the phone called the report; sent twice it is one.
    report_key = models.UUIDField("上报标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "网格事件"
        permissions = [
            ("report_event", "上报网格事件"),
            ("take_event", "受理网格事件"),
            ("resolve_event", "处置网格事件"),
            ("check_event", "核查网格事件"),
            ("see_reporter", "查看网格事件反映人"),
        ]
        triggers = [says(MORE, "event_type")]

    @property
    def checked_by(self) -> Unit:
        """Who owes the check: whoever sent it, or those above a village that took it upon itself."""
        return (is_kept(self) and unit_above(self.lead_unit)) or self.sent_by


class JoinedReport(models.Model):
    """Somebody who saw the same: one more report on an event that stood already, with what the phone called it."""

    event = models.ForeignKey(GridEvent, models.CASCADE, related_name="joined", verbose_name="事件")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人")
    at = models.DateTimeField("时间")
    key = models.UUIDField("上报标识", null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "合并的上报"

    def __str__(self):
        return f"{self.event_id} {self.user_id}"
