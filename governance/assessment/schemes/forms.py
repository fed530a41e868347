"""The forms of a scheme: what it says of itself, one item with its bands, and the reason for another edition."""

from dataclasses import asdict

from django import forms

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
    return (
        Fact("name", "方案名称", limit=60),
        Fact("year", "年度", "number", minimum=2020, maximum=2100),
        Fact("basis", "依据", limit=200),
        Fact("unit_kinds", "考核哪一类单位", "several", choices=KINDS),
        Fact(
            "units",
            "只考核其中的",
            "several",
            required=False,
            choices=units,
            help="差异化考核时选，例如城区街道一个方案、农村镇一个方案；不选的，这一类单位都考核。",
        ),
        Fact(
            "objection_days",
            "异议期（日）",
            "number",
            minimum=1,
            maximum=60,
            help="结果通知单位以后，多少日内可以提出异议。",
        ),
        Fact(
            "ranked_from",
            "参加排名最少的分值",
            "number",
            minimum=1,
            maximum=100,
            help="有应办、可以计分的项目合计不到这些分的单位，列出得分，不排名。",
        ),
    )


def item_facts() -> tuple[Fact, ...]:
    """What is asked of an item; its sources are the figures that there are now."""
    return (
        Fact("group", "类别", limit=20),
        Fact("text", "项目", limit=200, help="按本县写法，例如“例行报送每少一次扣 0.25 分”。"),
        Fact("way", "计分方式", "choice", choices=WAYS),
        Fact(
            "weight",
            "分值",
            "number",
            required=False,
            minimum=0,
            maximum=100,
            help="各项合计 100 分；加分项、否决项不填。",
        ),
        Fact(
            "source",
            "数据来源",
            "choice",
            required=False,
            choices=_sources(),
            help="比例计分选比率，按次计分选数量；人工评分的可以选评分时列出的参考材料。",
        ),
        Fact(
            "over",
            "分母（应有多少）",
            "choice",
            required=False,
            choices=_measures(),
            help="数据来源选了数量的：按比例计分选占什么的比例，占分值的扣分选应有多少；应有为 0 的不计这一项。",
        ),
        Fact("scope", "范围", "choice", choices=SCOPES, help="按辖区计的，辖区内各单位的都在内。"),
        Fact(
            "target",
            "目标（%）",
            "points",
            required=False,
            minimum=0,
            maximum=100,
            help="达标计分：达到得满分，不到的按比例。",
        ),
        Fact(
            "bands",
            "各档",
            "rows",
            required=False,
            columns=BAND_COLUMNS,
            help="分档计分：达到下限、不到上限的得这些分；不在任何一档的不得分。",
        ),
        Fact("each", "每一件（次）多少分", "points", required=False, minimum=0, maximum=100, help="按次扣分、加分。"),
        Fact(
            "cap",
            "最多扣（加）",
            "points",
            required=False,
            minimum=0,
            maximum=100,
            help="占分值的项目不填时，扣完为止。",
        ),
        Fact("basis", "数字的依据", limit=200, help="分值、目标、每次多少分出自哪里。"),
        Fact(
            "pilot",
            "对应的试点任务",
            "several",
            required=False,
            choices=tuple(PILOT.items()),
            help="试点考核与平安建设考评衔接：这一项说明哪几项试点任务做到什么程度。",
        ),
    )


BAND_COLUMNS = (
    Fact("low", "从（%）", "points", minimum=0, maximum=100),
    Fact("high", "不到（%）", "points", minimum=0, maximum=100),
    Fact("points", "得分", "points", minimum=0, maximum=100),
)


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
