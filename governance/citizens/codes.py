"""The code of a matter: given out once, kept as a hash, and looked for in the same time whether it is there or not."""

from datetime import datetime
from secrets import choice
from unicodedata import normalize

from django.utils.crypto import constant_time_compare, salted_hmac

from governance.cases.models import Case

from .models import LookupCode

# Nothing that looks like something else on paper or sounds like it on the phone.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
GROUP = 4
NOBODY = 0


def give(case: Case, *, at: datetime) -> str:
    """A new code leads to the case, and one that was given before leads nowhere any more; it is said only now."""
    code = "".join(choice(LETTERS) for _ in range(LENGTH))
    LookupCode.objects.update_or_create(case_id=case.pk, defaults={"code_hash": _hash(case.pk, code), "given_at": at})
    return spaced(code)


def found(number: str, code: str) -> LookupCode | None:
    """The row of the matter with that number, if the code is its own; None else, after as much work.

    Of a matter that few may know nobody is told anything here.
    """
    row = LookupCode.objects.select_related("case").filter(case__number=number).first()
    fits = constant_time_compare(
        row.code_hash if row else _hash(NOBODY, ""), _hash(row.case_id if row else NOBODY, plain(code))
    )
    return row if fits and row is not None and not row.case.is_restricted else None


def plain(code: str) -> str:
    """The code without the blanks and lines between its groups, in capitals."""
    return "".join(sign for sign in normalize("NFKC", code).upper() if sign.isalnum())[: 2 * LENGTH]


def spaced(code: str) -> str:
    """The code as it is printed and read out."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _hash(key: int, code: str) -> str:
    return salted_hmac("citizens.code", f"{key}:{code}", algorithm="sha256").hexdigest()
