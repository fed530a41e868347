"""The registers that are delivered filled in, from data/; what the county has changed stays as it is."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from governance.frame.rows import made_of, rows_of

from .kinds.defining import Definition, FieldRow, Wanted, add_register, deliver, offers_new, settles
from .models import Register

SEPARATOR = "、"


def _by_register(name: str) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for row in rows_of("governance.registers", name):
        found[row["register"]].append(row)
    return found


@transaction.atomic
def load_reference() -> int:
    """Every delivered register stands, those of before with what was delivered to them since; says how many changed.

    What the county changed stays: a field, a choice or a standard is delivered once.
    """
    standing = {register.code: register for register in Register.objects.select_for_update()}
    fields, norms = _by_register("fields"), _by_register("norms")
    changed = 0
    for row in rows_of("governance.registers", "registers"):
        code = row["code"]
        wanted = _definition(row, fields[code], norms[code])
        register = standing.get(code) or add_register(wanted, actor=None, at=timezone.now(), code=code)
        fresh = [name for name in _names(wanted) if name not in register.delivered]
        if not fresh and not offers_new(register, wanted):
            continue
        if code in standing and not deliver(register, wanted, fresh):
            continue
        register.delivered += fresh
        register.save(update_fields=["delivered"])
        changed += 1
    return changed


def _names(wanted: Definition) -> list[str]:
    known = [*(each.label for each in wanted.rows), *(each.name for each in wanted.norms), settles(wanted)]
    return [name for name in known if name]


def _lists(row: dict[str, str]) -> dict[str, list[str]]:
    told = {"options": row["choices"], "beside": row["beside"]}
    return {name: list(filter(None, cell.split(SEPARATOR))) for name, cell in told.items()}


def _definition(row: dict, fields: list[dict], norms: list[dict]) -> Definition:
    rows = [made_of(FieldRow, each, **_lists(each)) for each in fields]
    return made_of(Definition, row, rows=rows, norms=[made_of(Wanted, each) for each in norms])
