"""People in a case; numbers that identify them are sealed at rest."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from governance.frame.database.reading import PlainlyRead
from governance.frame.identity import LONGEST_PHONE, document, tidy
from governance.frame.names import written
from governance.frame.seals import sealing
from governance.frame.seals.kept_numbers import hashes_of_phones, masks_of_phones
from governance.frame.seals.sealed_fields import DrawnKey, Plain, SealedText, sealed_field

from .case import Case

# How whoever gave no name is called; it is nobody's name.
NO_NAME = "未具名"
# How whoever does not want to be named to the organ that deals with it is called; nobody's name either.
WITHHELD = "不公开姓名"
NOBODY = ("", NO_NAME, WITHHELD)


class PersonName(models.CharField):
    """A name in the one form in which it is kept and asked for."""

    def deconstruct(self) -> Any:
        """To the database it is text of that length."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """The name as it is kept, wherever it is compared or written."""
        plain = super().get_prep_value(value)
        return written(plain) if isinstance(plain, str) else plain

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Who holds the row reads the name as it is kept."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class PeopleNow(models.Manager):
    """The people of a case as they are registered now."""

    def get_queryset(self):
        return super().get_queryset().filter(replaced_by=None)


class PeopleEver(models.Manager):
    """With them what stood there before each correction."""


class Participant(PlainlyRead):
    """A person or organisation with a part in the case.

    Phone and ID number are stored sealed for this row and its case, beside a keyed hash for exact search and a mask for
    the screen. What stood there before a correction is kept in a row of its own, ``replaced_by`` the person: nothing
    finds it, and it is shown only to who may see names.
    """

    class Part(models.TextChoices):
        PETITIONER = "petitioner", "信访人"
        REPRESENTATIVE = "representative", "代表人"
        AGENT = "agent", "代理人"
        PARTY = "party", "当事人"
        ACCUSED = "accused", "被反映人"
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请人"
        THIRD = "third", "第三人"
        OTHER_SPEAKER = "other_speaker", "被申请方代表人"

    id = DrawnKey()
    case = models.ForeignKey(Case, models.CASCADE, related_name="participants", verbose_name="事项")
    part = models.CharField("身份", max_length=15, choices=Part.choices, default=Part.PETITIONER)
    name = PersonName("姓名（名称）", max_length=60)
    address = models.CharField("住址", max_length=120, blank=True)
    phone_sealed = SealedText(purpose="participant.phone", bound=("case_id", "pk"))
    # The hash of each number in the box, in the form in which numbers are compared.
    phone_hashes = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)
    phone_mask = models.CharField(max_length=LONGEST_PHONE, blank=True, editable=False)
    id_number_sealed = SealedText(purpose="participant.id_number", bound=("case_id", "pk"))
    id_number_hash = models.CharField(max_length=64, blank=True, editable=False)
    id_number_mask = models.CharField(max_length=20, blank=True, editable=False)
    # The account on the platform that the person wrote from; the name they are recognised by there.
    account_hash = models.CharField(max_length=64, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    replaced_by = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="+", verbose_name="更正为"
    )
    replaced_at = models.DateTimeField("更正时间", null=True, editable=False)

    objects = PeopleNow()
    ever = PeopleEver()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["case", "position", "id"]
        indexes = [
            # the same person's other cases, and search by a whole number
            GinIndex(fields=["phone_hashes"], name="participant_phones"),
            models.Index(
                fields=["id_number_hash"],
                name="participant_id_number",
                condition=~models.Q(id_number_hash=""),
            ),
            models.Index(fields=["account_hash"], name="participant_account", condition=~models.Q(account_hash="")),
            models.Index(fields=["name"], name="participant_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="participant_replaced_at_a_moment",
                condition=models.Q(replaced_by=None, replaced_at=None)
                | models.Q(replaced_by__isnull=False, replaced_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.masked_name

    @property
    def is_named(self) -> bool:
        """True if the person gave a name."""
        return self.name not in NOBODY

    def is_same_as(self, other: "Participant") -> bool:
        """True if number or account, or name and address, are those of the other."""
        hashes = ("id_number_hash", "account_hash")
        if any(getattr(self, name) and getattr(self, name) == getattr(other, name) for name in hashes):
            return True
        if self.shares_phone(other):
            return True
        return self.is_named and bool(self.address) and (self.name, self.address) == (other.name, other.address)

    def shares_phone(self, other: "Participant") -> bool:
        """True if the two have a phone number in common."""
        return not set(self.phone_hashes).isdisjoint(other.phone_hashes)

    @property
    def masked_name(self) -> str:
        return WITHHELD if self.name == WITHHELD else sealing.mask_name(self.name)

    @property
    def phone(self) -> str:
        """The numbers in clear; read them only behind the unmasking door."""
        return sealed_field(type(self), "phone_sealed").opened(self)

    @phone.setter
    def phone(self, value: str):
        self.phone_sealed = Plain(tidy(value))
        self.phone_hashes = hashes_of_phones(value)
        self.phone_mask = masks_of_phones(value)

    @property
    def id_number(self) -> str:
        """The ID number in clear; read it only behind the unmasking door."""
        return sealed_field(type(self), "id_number_sealed").opened(self)

    @id_number.setter
    def id_number(self, value: str):
        number = document(value)
        self.id_number_sealed = Plain(number)
        self.id_number_hash = sealing.keyed_hash(number)
        self.id_number_mask = sealing.mask_id_number(number)
