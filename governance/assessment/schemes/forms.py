"""The forms of a scheme: what it says of itself, one item with its bands, and the reason for another edition."""

from dataclasses import asdict

from django import forms

from governance.cases.fields.asked import facts_of
from governance.cases.fields.forms import FactsForm
from governance.cases.fields.kind import Setting
from governance.cases.workflow import Fact
from governance.figures.measures import MEASURES, RATES

from ..grounds import GROUNDS
from ..scoring import SCOPES, WAYS, Band
from .assessed import KINDS, assessable
from .defining import Head
from .items import PILOT, TypedItem


def head_facts() -> tuple[Fact, ...]:
    """What is asked of a scheme; the units are those that there are now."""
    units = tuple((str(unit.pk), unit.short_name) for unit in assessable())
    return facts_of("governance.assessment", "scheme", unit_kinds=KINDS, units=units)


def item_facts() -> tuple[Fact, ...]:
    """What is asked of an item; its sources are the figures that there are now."""
    told = {"way": WAYS, "scope": SCOPES, "source": _sources(), "over": _measures(), "pilot": tuple(PILOT.items())}
    return facts_of("governance.assessment", "scheme_item", **told)


def _sources() -> tuple[tuple[str, str], ...]:
    rates = tuple((rate.code, f"{rate.subject}：{rate.label}（比率）") for rate in RATES.values())
    grounds = tuple((ground.code, f"参考材料：{ground.label}（人工评分）") for ground in GROUNDS.values())
    return rates + _measures() + grounds


def _measures() -> tuple[tuple[str, str], ...]:
    return tuple((measure.code, f"{measure.subject}：{measure.label}") for measure in MEASURES.values())


class HeadForm(FactsForm):
    """What a scheme says of itself."""

    def __init__(self, setting: Setting, data=None, *, initial: dict | None = None):
        super().__init__(head_facts(), setting, data)
        self.initial = initial or {
            "year": setting.on.year,
            "objection_days": 7,
            "ranked_from": 50,
            "unit_kinds": ["township"],
        }

    def head(self) -> Head:
        """What was typed."""
        told = dict(self.cleaned_data)
        told["units"] = [int(pk) for pk in told["units"] or []]
        return Head(**told)


class ItemForm(FactsForm):
    """One item of a scheme."""

    def __init__(self, setting: Setting, data=None, *, initial: dict | None = None):
        super().__init__(item_facts(), setting, data)
        self.initial = initial or {"scope": "unit"}

    def item(self) -> TypedItem:
        """What was typed; what was left out is nothing."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        bands = [Band(**band) for band in told.pop("bands", [])]
        return TypedItem(**told | {"pilot": told.get("pilot") or []}, bands=bands)


def initial_of(typed: TypedItem) -> dict:
    """What the form of an item that stands begins with."""
    told = {name: value or "" for name, value in asdict(typed).items() if name != "bands"}
    return told | {"bands": [asdict(band) for band in typed.bands], "pilot": typed.pilot}


class ReviseForm(forms.Form):
    """For which year another edition is written, and why."""

    year = forms.IntegerField(label="年度", min_value=2020, max_value=2100)
    reason = forms.CharField(label="修订理由", max_length=300, error_messages={"required": "请写明修订理由。"})
