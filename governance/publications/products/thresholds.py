"""By how much more than in the period before is a warning: for the county, and for places that have their own."""

from collections import defaultdict
from dataclasses import dataclass

from governance.cases.law import county
from governance.organisation.models import Area

RISE = "warning_rise"


@dataclass(frozen=True)
class Thresholds:
    """In percent; ``apart`` by the code of a township and its name."""

    everywhere: int
    apart: dict[str, tuple[str, int]]

    def of(self, area: Area) -> int:
        """By how many percent more the place is named in the warning."""
        _, percent = self.apart.get(Area.township_of(area.code), ("", self.everywhere))
        return percent

    def __str__(self):
        """30%（郭杜街道、滦镇街道 50%）以上"""
        places = defaultdict(list)
        for name, percent in self.apart.values():
            places[percent].append(name)
        said = "；".join(f"{'、'.join(names)} {percent}%" for percent, names in sorted(places.items()))
        return f"{self.everywhere}%{f'（{said}）' if said else ''}以上"


def thresholds() -> Thresholds:
    """What the county has laid down."""
    apart = {code: (name, int(value)) for code, name, value in county.answers_apart(RISE)}
    return Thresholds(int(county.answer_to(RISE)), apart)
