"""Who mediates: committees and what they have, mediators and their training, guide judges, lawyers on duty."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.organisation.models import Area, Unit


class Committee(models.Model):
    """What a people's mediation committee is and has; its name, place and cases are those of its unit."""

    class Type(models.TextChoices):
        VILLAGE = "village", "村（社区）"
        TOWNSHIP = "township", "乡镇（街道）"
        PROFESSIONAL = "professional", "行业性、专业性"
        ENTERPRISE = "enterprise", "企事业单位"
        THIRD_PARTY = "third_party", "第三方"

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="committee", verbose_name="调解组织")
    type = models.CharField("类型", max_length=20, choices=Type.choices)
    # A choice of the list 调解组织的专业领域.
    field = models.CharField("专业领域", max_length=20, blank=True)
    sponsor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="sponsored_committees", verbose_name="设立单位"
    )
    set_up_on = models.DateField("设立日期")
    # The last day on which the members changed: what was filed before it is out of date.
    changed_on = models.DateField("最近调整日期", null=True, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    # The day on which the basic court was told how it is made up (人民调解法 art. 10).
    court_told_on = models.DateField("通报基层人民法院日期", null=True, blank=True, editable=False)
    room_area = models.DecimalField(
        "调解室面积（平方米）",
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"), "面积应大于 0。")],
    )
    legal_adviser = models.CharField("法律顾问", max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "人民调解委员会"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="committee_field_is_of_a_professional",
                condition=(Q(type="professional") & ~Q(field="")) | (~Q(type="professional") & Q(field="")),
            ),
            models.CheckConstraint(
                name="committee_room_has_an_area", condition=Q(room_area__isnull=True) | Q(room_area__gt=0)
            ),
            models.CheckConstraint(
                name="committee_changes_after_it_is_set_up",
                condition=Q(changed_on__isnull=True) | Q(changed_on__gte=F("set_up_on")),
            ),
            models.CheckConstraint(
                name="committee_is_filed_after_it_is_set_up",
                condition=Q(filed_on__isnull=True) | Q(filed_on__gte=F("set_up_on")),
            ),
        ]

    def __str__(self):
        return str(self.unit)


class CommitteeCheck(models.Model):
    """One item of 五有六落实六统一 as somebody found it; no row means that nobody has looked yet."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="checks", verbose_name="调解组织")
    # A code of data/committee_checklist.csv.
    item = models.CharField("项目", max_length=40)
    is_met = models.BooleanField("达到")
    checked_on = models.DateField("核对日期")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核对人")

    class Meta:
        verbose_name = verbose_name_plural = "规范化建设核对"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["committee", "item"], name="committee_item_checked_once")]

    def __str__(self):
        return f"{self.committee} {self.item}"


class MediatorQuerySet(models.QuerySet):
    def chair_first(self):
        """In the order in which a committee is read out."""
        rank = models.Case(
            *(models.When(position=position, then=place) for place, position in enumerate(Mediator.Position)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(rank, "name", "id")

    def in_term(self, on):
        """Mediators who hold office on that day."""
        return self.filter(
            Q(term_from__isnull=True) | Q(term_from__lte=on),
            Q(term_to__isnull=True) | Q(term_to__gte=on),
            Q(left_on__isnull=True) | Q(left_on__gte=on),
        )


class Mediator(models.Model):
    """A person who mediates for an organisation, with or without a login; who has left keeps the row."""

    class Position(models.TextChoices):
        CHAIR = "chair", "主任"
        DEPUTY = "deputy", "副主任"
        MEMBER = "member", "委员"
        ENGAGED = "engaged", "聘任调解员"
        OFFICIAL = "official", "本单位调解人员"

    # 人民调解法 art. 8: these sit on the committee; art. 13 lets it engage others.
    SEATED = (Position.CHAIR, Position.DEPUTY, Position.MEMBER)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mediators", verbose_name="调解组织")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mediators",
        verbose_name="登录账号",
    )
    name = models.CharField("姓名", max_length=30)
    position = models.CharField("职务", max_length=10, choices=Position.choices, default=Position.MEMBER)
    # Asked because art. 8 wants women on every committee; nothing else about the person is.
    is_woman = models.BooleanField("女", default=False)
    is_full_time = models.BooleanField("专职", default=False)
    appointed_on = models.DateField("初次任职日期")
    term_from = models.DateField("本届任期自", null=True, blank=True)
    term_to = models.DateField("本届任期至", null=True, blank=True)
    left_on = models.DateField("离任日期", null=True, blank=True)
    is_active = models.BooleanField("在任", default=True)
    version = models.PositiveIntegerField(default=1)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解员"
        default_permissions = ()
        ordering = ["unit", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"],
                condition=Q(is_active=True),
                name="mediator_once_a_unit",
                violation_error_message="此人已是这个组织的调解员。",
            ),
            # 人民调解法 art. 8: one chair.
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_active=True, position="chair"),
                name="mediator_one_chair",
                violation_error_message="这个组织已有在任的主任，先调整原主任的职务。",
            ),
            models.CheckConstraint(
                name="mediator_term_is_whole",
                condition=Q(term_from__isnull=True, term_to__isnull=True)
                | Q(
                    term_from__isnull=False,
                    term_to__isnull=False,
                    term_to__gte=F("term_from"),
                    # art. 9: three years, one of which may be a leap year.
                    term_to__lte=F("term_from") + timedelta(days=3 * 365 + 1),
                ),
            ),
            models.CheckConstraint(
                name="mediator_seat_has_a_term",
                condition=~Q(position__in=["chair", "deputy", "member"]) | Q(term_from__isnull=False),
            ),
            models.CheckConstraint(
                name="mediator_is_active_until_leaving",
                condition=Q(is_active=True, left_on__isnull=True) | Q(is_active=False, left_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_seated(self) -> bool:
        """True for those who sit on the committee, the chair among them."""
        return self.position in self.SEATED

    def holds_office(self, on: date) -> bool:
        """True on the days on which ``in_term`` finds this mediator."""
        return (
            (self.term_from is None or self.term_from <= on)
            and (self.term_to is None or self.term_to >= on)
            and (self.left_on is None or self.left_on >= on)
        )


class Training(models.Model):
    """One mediator's part in one training or hearing."""

    class Kind(models.TextChoices):
        COURSE = "course", "业务培训"
        HEARING = "hearing", "旁听庭审"
        ONLINE = "online", "网络学习"
        EXCHANGE = "exchange", "观摩交流"

    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="trainings", verbose_name="调解员")
    on = models.DateField("日期")
    kind = models.CharField("形式", max_length=10, choices=Kind.choices)
    subject = models.CharField("内容", max_length=80)
    organiser = models.CharField("主办单位", max_length=60)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "调解员培训"
        default_permissions = ()
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["mediator", "on", "subject"], name="training_entered_once"),
            models.CheckConstraint(name="training_has_hours", condition=Q(hours__gt=0)),
        ]

    def __str__(self):
        return f"{self.mediator} {self.on} {self.subject}"


class GuideJudge(models.Model):
    """A judge whom the court sends to a township to guide its mediators; one at a time."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="guide_judges", verbose_name="乡镇（街道）")
    name = models.CharField("法官姓名", max_length=30)
    court = models.ForeignKey(Unit, models.PROTECT, related_name="guide_judges", verbose_name="法院（法庭）")
    starts_on = models.DateField("指导起")
    ends_on = models.DateField("指导止", null=True, blank=True)
    # Each pairs with the mediators of two or three villages.
    villages = models.ManyToManyField(Area, blank=True, related_name="paired_judges", verbose_name="结对村（社区）")

    class Meta:
        verbose_name = verbose_name_plural = "法官指导员"
        default_permissions = ()
        ordering = ["area", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(ends_on__isnull=True), name="guide_judge_one_a_township"
            ),
            models.CheckConstraint(
                name="guide_judge_ends_after_starting",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return f"{self.area} {self.name}"


class Lawyer(models.Model):
    """A lawyer who takes a turn in the centre."""

    name = models.CharField("姓名", max_length=30)
    firm = models.CharField("律师事务所", max_length=60)
    is_active = models.BooleanField("参加轮值", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "值班律师"
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["name", "firm"], name="lawyer_entered_once")]

    def __str__(self):
        return f"{self.name}（{self.firm}）"


class LawyerDuty(models.Model):
    """A lawyer sits in a centre on a day."""

    day = models.DateField("日期")
    lawyer = models.ForeignKey(Lawyer, models.PROTECT, related_name="duties", verbose_name="值班律师")
    place = models.ForeignKey(Unit, models.PROTECT, related_name="lawyer_duties", verbose_name="值班地点")

    class Meta:
        verbose_name = verbose_name_plural = "律师值班"
        default_permissions = ()
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "lawyer"],
                name="lawyer_once_a_day",
                violation_error_message="这位律师当天已经排班。",
            )
        ]
        # one centre's month
        indexes = [models.Index(fields=["place", "day"], name="lawyer_duty_month")]

    def __str__(self):
        return f"{self.day} {self.lawyer}"
