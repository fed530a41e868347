"""What stands on the map of places: what lines count in its areas, and what it can be narrowed to."""

from dataclasses import dataclass

from django.db.models import Q

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Counted:
    """The open cases of a kind, counted in each area down to the village under ``label``.

    ``grids`` leads to the area of the grid in which one lies: those of this kind are counted in grids as well, colour
    the areas by what of them is late, and are listed one by one at the bottom; ``noun`` is what one is called.
    """

    kind: str
    label: str
    noun: str = ""
    grids: str = ""


@dataclass(frozen=True)
class Choice:
    """What the map can be narrowed to: cases of these kinds, ``which`` says which of them."""

    code: str
    label: str
    kinds: tuple[str, ...]
    which: Q | None = None


COUNTED: Registry[Counted] = Registry("kinds counted on the map", field="map_counts", code="kind")
CHOICES: Registry[Choice] = Registry("choices of the map", field="map_choices")


def in_grids() -> Counted:
    """The kind that lies in grids."""
    return next(counted for counted in COUNTED.values() if counted.grids)


def beside() -> list[Counted]:
    """The kinds that are counted beside it, down to the village and no further."""
    return [counted for counted in COUNTED.values() if not counted.grids]


def choices() -> dict[str, Choice]:
    """What lies in grids first."""
    kind = in_grids().kind
    found = sorted(CHOICES.values(), key=lambda choice: (kind not in choice.kinds, len(choice.kinds)))
    return {choice.code: choice for choice in found}
