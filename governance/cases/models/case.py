"""The case (事项): anything with a number that somebody must resolve."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from governance.frame.database.among import Overlapping
from governance.frame.database.reading import PlainlyRead
from governance.frame.database.written import WrittenOnce
from governance.frame.days import months_after, office_day
from governance.frame.names import standing_in
from governance.organisation.models import Area, Post, Unit, User

from .. import registry
from ..knowing.queryset import CaseQuerySet
from ..knowing.words import WRITE_WORDS, write_words_again
from .category import Category


@lru_cache
def _row_of_kind(label: str) -> WrittenOnce:
    rows = apps.get_model(label)._base_manager
    return WrittenOnce(lambda case: rows.filter(pk=case).order_by(), case=-1)


@lru_cache
def _who_keeps_out() -> WrittenOnce:
    people = apps.get_model("cases", "Recusal").objects.order_by().values_list("person_id")
    return WrittenOnce(lambda case, whole: people.filter(case__in=[case, whole]), case=-1, whole=-2)


@lru_cache
def _people_ever() -> WrittenOnce:
    people = apps.get_model("cases", "Participant").ever
    return WrittenOnce(lambda case: people.filter(case=case), case=-1)


@lru_cache
def _help_referrals() -> WrittenOnce:
    referrals = apps.get_model("cases", "HelpReferral").objects.select_related("participant")
    return WrittenOnce(lambda case: referrals.filter(case=case), case=-1)


@lru_cache
def _who_took() -> WrittenOnce:
    taken = apps.get_model("cases", "Event").objects.exclude(actor=None).order_by().values_list("step", "actor_id")
    return WrittenOnce(lambda case: taken.filter(case=case), case=-1)


# Until when a case was open; one that is open still, until a day that nobody sees.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
UNTIL = Coalesce("closed_at", Value(NEVER, models.DateTimeField()))
# What an index of readers has of a case beside them: its category, and the quarter in which it was received, each as an
# array of one, as such an index finds any of several in an array alone.
CATEGORIES = Func("category", template="ARRAY[%(expressions)s]", output_field=ArrayField(models.BigIntegerField()))
QUARTERS = Func(
    "opened_at",
    template="ARRAY[DATE_TRUNC('quarter', %(expressions)s AT TIME ZONE 'Asia/Shanghai')::date]",
    output_field=ArrayField(models.DateField()),
)
FILTERED_BY = ("status", "channel", "lead_unit", CATEGORIES, QUARTERS)


class Case(PlainlyRead):
    """What every kind of case has; the kind's own facts stand in a child table.

    ``steps_taken`` are the names of its steps, oldest first, where a list has read them along. ``clocks_held`` are all
    clocks that it has or had, the first first, where a step holds the case and with it them.
    """

    steps_taken: list[str] | None = None
    clocks_held: list[Any] | None = None

    class Channel(models.TextChoices):
        VISIT = "visit", "走访"
        LETTER = "letter", "来信"
        PHONE = "phone", "来电"
        FAX = "fax", "传真"
        EMAIL = "email", "电子邮件"
        ONLINE = "online", "网上"
        PATROL = "patrol", "巡查"

    class Confidentiality(models.TextChoices):
        NORMAL = "normal", "一般"
        INTERNAL = "internal", "内部"
        RESTRICTED = "restricted", "限制知悉"

    number = models.CharField("编号", max_length=30, editable=False)
    kind = models.CharField("种类", max_length=30, editable=False)
    title = models.CharField("标题", max_length=120)
    summary = models.TextField("概况")
    status = models.CharField("状态", max_length=20, editable=False)
    # With the moment at which it came: case_area.
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="cases", verbose_name="发生地")
    place = models.CharField("详细地点", max_length=120, blank=True)
    # Where it lies on a map: CGCS2000, in degrees.
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="内容类别"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    # By which of the county's own ways it came, a choice of the list 来源渠道; the law knows the channel.
    came_by = models.CharField("来源渠道", max_length=20, blank=True, default="", db_default="")
    confidentiality = models.CharField(
        "知悉范围", max_length=10, choices=Confidentiality.choices, default=Confidentiality.NORMAL
    )
    # Who holds the case now; who took it in first stays visible (首办责任制). With the moment at which it came:
    # case_unit_newest, case_first_newest.
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="led_cases", verbose_name="承办单位"
    )
    first_unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="first_cases", verbose_name="首办单位"
    )
    # To whom the law sent the case on, where whoever took it in was not competent.
    competent_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="首办责任单位"
    )
    sender_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        # Nobody asks what a unit sent on; who knows of it by that has said so in ``known_to``.
        db_index=False,
        related_name="sent_cases",
        verbose_name="转交单位",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        # With the place: case_handled.
        db_index=False,
        related_name="handled_cases",
        verbose_name="承办人",
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    # Of both an index of its own: most cases have neither.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="parts", verbose_name="所属事项"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="merged", verbose_name="并入"
    )
    opened_at = models.DateTimeField("收到时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    # The nearest running duty of the law; kept by the transaction that moves a clock.
    next_due_at = models.DateTimeField("最近期限", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    # The text as it is compared, and its pairs of neighbouring characters: found by index, then rechecked.
    search_text = models.TextField(default="", editable=False)
    grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    # To whom the case is known and from whom it is kept all the same; written by the database, see ``knowing``. Of the
    # first PostgreSQL has statistics of thousands of words, by migration 0050.
    known_to = ArrayField(models.TextField(), default=list, editable=False)
    kept_from = ArrayField(models.TextField(), default=list, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        default_permissions = ()
        permissions = [
            ("view_case", "查看事项"),
            ("comment_case", "批注"),
            ("work_case", "经办"),
            ("register_case", "登记"),
            ("route_case", "转送交办"),
            ("handle_case", "办理"),
            ("approve_case", "审批签发"),
            ("assign_case", "指定承办人"),
            ("oversee_case", "协调督促"),
            ("instruct_case", "作出批示"),
            ("restricted_case", "办理限制知悉事项"),
            ("view_personal", "查看身份信息"),
            ("export_case", "导出"),
            ("import_case", "导入"),
            ("manage_reference", "管理期限、日历和文书模板"),
        ]
        indexes = [
            # lists of open work, nearest legal date first
            models.Index(
                F("next_due_at").asc(nulls_last=True),
                "id",
                name="case_open_by_due",
                condition=Q(closed_at=None),
            ),
            # the parts of a case, and what was merged into it
            models.Index(fields=["parent"], name="case_part", condition=Q(parent__isnull=False)),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            # the parts that owe something, for the lists of what owes nothing
            models.Index(
                fields=["parent"],
                name="case_part_owing",
                condition=Q(closed_at=None, next_due_at__isnull=False, parent__isnull=False),
            ),
            # a unit's open work
            models.Index(
                "lead_unit",
                F("next_due_at").asc(nulls_last=True),
                "id",
                name="case_open_by_unit",
                condition=Q(closed_at=None),
            ),
            # a person's open work, and what of a unit's nobody has taken up
            models.Index(fields=["handler", "lead_unit"], name="case_open_by_handler", condition=Q(closed_at=None)),
            # what somebody has or had in hand, and where: the few of those that lie elsewhere
            models.Index(fields=["handler", "area"], name="case_handled"),
            # the few petitions of which it is said by which of the county's own ways they came
            models.Index(fields=["opened_at"], name="case_came_by", condition=~Q(came_by="")),
            # newest first, whole history, keyset pages
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            # those that few may know of, for whoever asks whether a text tells of one, and for nobody else: every case
            # has a title
            models.Index(fields=["id"], name="case_told", condition=Q(confidentiality="restricted", title__gt="")),
            models.Index(fields=["lead_unit", "-opened_at", "-id"], name="case_unit_newest"),
            models.Index(fields=["first_unit", "-opened_at", "-id"], name="case_first_newest"),
            # figures: what of a kind was open at some moment of a period (closed in it, or not closed), or came in, and
            # all that figures are told apart by, so that no case is looked at. By until when it was open: of a column
            # that may be empty PostgreSQL reads all of the kind.
            models.Index(
                "kind",
                UNTIL,
                include=["id", "closed_at", "opened_at", "status", "area", "lead_unit", "confidentiality"],
                name="case_open_until",
            ),
            models.Index(
                fields=["kind", "opened_at"],
                include=[
                    *("id", "closed_at", "status", "area", "lead_unit", "first_unit", "competent_unit"),
                    *("merged_into", "parent", "confidentiality", "channel", "category"),
                ],
                name="case_kind_opened",
            ),
            # everything inside an area
            models.Index(
                fields=["area", "-opened_at"],
                name="case_area",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
            # what a reader may know of, alone or by filters. Entries are sorted in at once: a list of those still to be
            # sorted in would be read by every page.
            GinIndex("known_to", *FILTERED_BY, name="case_known", fastupdate=False),
            GinIndex(fields=["known_to"], name="case_known_open", fastupdate=False, condition=Q(closed_at=None)),
            # the few restricted ones that somebody may know of, and of those the ones not closed before a day
            GinIndex(
                "known_to", UNTIL, name="case_confided", fastupdate=False, condition=Q(confidentiality="restricted")
            ),
            # ... and by words
            GinIndex("known_to", "grams", *FILTERED_BY, name="case_words"),
        ]
        triggers = [WRITE_WORDS]
        constraints = [
            # Not ``unique`` of the field, which would have one more index for beginnings of numbers.
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
            models.CheckConstraint(name="case_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_closed_has_no_duty_running", condition=Q(closed_at=None) | Q(next_due_at=None)
            ),
            models.CheckConstraint(
                name="case_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="case_has_both_degrees_or_none",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(name="case_version_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def own(self):
        """The row of the kind's own table (a ``Petition`` for ``kind='petition'``)."""
        if type(self) is not Case:
            return self
        try:
            model = registry.kind_of(self).model
        except KeyError as error:
            raise LookupError(f"case {self.number}: no row of kind {self.kind}") from error
        related = model._meta.pk.remote_field
        row = related.get_cached_value(self, default=None) or _row_of_kind(model._meta.label).first(case=self.pk)
        if row is None:
            raise LookupError(f"case {self.number}: no row of kind {self.kind}")
        related.set_cached_value(self, row)
        related.field.set_cached_value(row, self)
        return row

    @property
    def people(self) -> list:
        """The people in the case; a part that has none of its own has those of the case it belongs to."""
        found = list(self.participants.all())
        return found if found or self.parent is None else list(self.parent.participants.all())

    @cached_property
    def people_ever(self) -> list:
        """The people in the case and what stood there before each correction, like ``people``; asked for once."""
        found = _people_ever().objects(case=self.pk)
        return found if found or self.parent is None else self.parent.people_ever

    def last_taken(self, *steps: str) -> str:
        """Which of these steps was taken last; empty if none was. No question where ``steps_taken`` were read along."""
        if self.steps_taken is None:
            taken = self.events.filter(step__in=steps).order_by("-seq").values_list("step", flat=True)
            return taken.first() or ""
        return next((step for step in reversed(self.steps_taken) if step in steps), "")

    @cached_property
    def referrals(self) -> list:
        """Which of its people were sent on for help, as it stands when first asked for."""
        return _help_referrals().objects(case=self.pk)

    @property
    def received_on(self):
        """The office's day on which the case came in."""
        return office_day(self.opened_at)

    @property
    def came_on(self) -> date:
        """The day on which it came in, or the whole of which it is a part if that was earlier."""
        return min(self.received_on, self.parent.received_on) if self.parent else self.received_on

    @property
    def stands_since(self) -> date:
        """The day of the last step that brought it where it stands, as it was told, or of its coming in."""
        table = registry.workflow_of(self)
        moves = [step.name for step in table.steps if step.target]
        last = self.events.filter(step__in=moves).order_by("-seq").first()
        return self.received_on if last is None else last.day_of(table)

    @cached_property
    def recused(self) -> frozenset[int]:
        """Who keeps out of the case, or of the one it is a part of, because of an interest in it."""
        return frozenset(person for (person,) in _who_keeps_out().rows(case=self.pk, whole=self.parent_id or self.pk))

    def keep_out(self, person_id: int, at: datetime) -> bool:
        """From now on the person takes no step of it; False if that stood already."""
        self.__dict__.pop("recused", None)
        return self.recusals.get_or_create(person_id=person_id, defaults={"since": at})[1]

    def named_beside(self, text: str, before: str) -> list[str]:
        """The names of the platform's people that stand in the text and not in what was said ``before``, but for those
        from whom the case is kept already."""
        shut = self.case_units.filter(part__in=(CaseUnit.Part.ACCUSED, CaseUnit.Part.BARRED)).values("unit")
        behind = Post.objects.filter(unit__in=shut).values("user")
        others = User.objects.exclude(pk__in=behind).exclude(pk__in=self.accused_people.values("user"))
        known = dict(others.values_list("pk", "name"))
        found = standing_in(known, text) - standing_in(known, before)
        return sorted({known[key] for key in found})

    @cached_property
    def takers(self) -> frozenset[str]:
        """Which steps of its history were ever taken by whom, each as ``step:key``."""
        return frozenset(f"{step}:{actor}" for step, actor in _who_took().rows(case=self.pk))

    @cached_property
    def partners(self) -> frozenset[int]:
        """The units that handle the case together with the one that holds it."""
        return frozenset(row.unit_id for row in self.case_units.all() if row.part == CaseUnit.Part.CO_HANDLER)

    @property
    def sent_by(self) -> Unit:
        """Who gave it to the unit that holds it: the sender, or where it came in if nobody has sent it."""
        return self.sender_unit or self.first_unit

    @property
    def sent_by_id(self) -> int:
        return self.sender_unit_id or self.first_unit_id

    @property
    def answering_unit_id(self) -> int:
        """The first unit that was competent: it answers for the case though it may pass it on."""
        return self.competent_unit_id or self.first_unit_id

    @property
    def is_restricted(self) -> bool:
        """True if only holders of an object permission may know of it."""
        return self.confidentiality == self.Confidentiality.RESTRICTED


class CaseUnit(models.Model):
    """A unit that takes part beside the lead, that may look on, or that must never learn of the case."""

    class Part(models.TextChoices):
        CO_HANDLER = "co_handler", "协办"
        FORMER = "former", "曾承办"
        INFORMED = "informed", "知悉"
        ACCUSED = "accused", "被检举控告"
        # under the accused one when it was accused; whatever comes under it later is found in the tree
        BARRED = "barred", "被检举控告单位下属"

    # The constraint has an index by the case, ``case_unit_lookup`` is by the unit.
    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="case_units", verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="case_units", verbose_name="单位")
    part = models.CharField("身份", max_length=10, choices=Part.choices)
    since = models.DateTimeField("起")

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        constraints = [models.UniqueConstraint(fields=["case", "unit", "part"], name="case_unit_once")]
        indexes = [models.Index(fields=["unit", "part", "case"], name="case_unit_lookup")]
        triggers = [write_words_again("case_id")]

    def __str__(self):
        return f"{self.get_part_display()} {self.unit}"


class CaseLink(models.Model):
    """Two cases that belong together; stored once, read from both sides."""

    class Kind(models.TextChoices):
        RELATED = "related", "关联"
        REPEAT = "repeat", "重复反映"
        MERGED = "merged", "并案"
        ORIGIN = "origin", "来源"

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="links_out", verbose_name="事项")
    other = models.ForeignKey(Case, models.CASCADE, related_name="links_in", verbose_name="相关事项")
    kind = models.CharField("关系", max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = verbose_name_plural = "关联事项"
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="case_link_once"),
            models.CheckConstraint(name="case_not_linked_to_itself", condition=~Q(case=F("other"))),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.other_id}"


def opened_between(first: datetime, last: datetime) -> Q:
    """The condition that every case holds which was received between these moments: it lies in one of their quarters.

    No more of what a reader knows is gathered than these hold.
    """
    day, until, found = office_day(first), office_day(last), []
    day = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    while day <= until:
        found.append(day)
        day = months_after(day, 3)
    return Q(Overlapping(QUARTERS, found))


def case_url(case) -> str:
    """The page of the case."""
    return url_of(case.number)


@lru_cache(maxsize=4096)
def url_of(number: str) -> str:
    """The page of the case with this number."""
    return reverse("cases:case", args=[number])
