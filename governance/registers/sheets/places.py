"""Areas by every name under which a sheet may mean them."""

from governance.frame.refusals import FactMissing
from governance.organisation.models import Area
from governance.organisation.pickers import area_path


class AreaNames:
    """The areas of the county, read once."""

    def __init__(self) -> None:
        areas = list(Area.in_use().exclude(level=Area.Level.GRID).select_related("parent__parent__parent"))
        named: dict[str, list[Area]] = {}
        for area in areas:
            named.setdefault(area.name, []).append(area)
        self.areas = {name: found[0] for name, found in named.items() if len(found) == 1}
        self.areas |= {area_path(area): area for area in areas} | {area.pk: area for area in areas}
        self.many = {name for name, found in named.items() if len(found) > 1}

    def area(self, words: str) -> Area:
        """The area; raises FactMissing for one that is not known, or not the only one of that name."""
        found = self.areas.get(" / ".join(part.strip() for part in words.split("/")))
        if found is None:
            none = f"没有“{words}”这个地点，请写成“乡镇 / 村”。"
            said = "叫这个名称的不止一处，请写成“乡镇 / 村”。" if words in self.many else none
            raise FactMissing({"area": said if words else "请填写所在地。"})
        return found
