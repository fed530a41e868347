"""What can be ticked, and what of it speaks for a place. Plain Python."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Scale:
    """The answers that can be ticked, the best first; ``good`` of them count for the share of its ``share`` name."""

    code: str
    label: str
    options: tuple[str, ...]
    share: str
    good: int = 2


UNSURE = "说不清"
SCALES = {
    scale.code: scale
    for scale in (
        Scale("safe", "安全感", ("很安全", "比较安全", "不太安全", "不安全", UNSURE), "安全率"),
        Scale("happy", "幸福感", ("很幸福", "比较幸福", "不太幸福", "不幸福", UNSURE), "幸福率"),
        Scale("satisfied", "满意度", ("满意", "比较满意", "不太满意", "不满意", UNSURE), "满意率"),
        Scale("timely", "及时", ("及时", "比较及时", "不太及时", "不及时", "没有反映过"), "及时率"),
        Scale("better", "变化", ("变好了", "差不多", "变差了", UNSURE), "变好率", 1),
    )
}


@dataclass(frozen=True)
class Question:
    """One question; ``name`` tells it from the others of its questionnaire."""

    name: str
    text: str
    scale: str

    def as_dict(self) -> dict[str, str]:
        """As the row of the questionnaire keeps it."""
        return asdict(self)

    @property
    def of(self) -> Scale:
        """What can be ticked."""
        return SCALES[self.scale]


def asked(rows: Iterable[dict[str, str]]) -> list[Question]:
    """The questions that the row keeps."""
    return [Question(**row) for row in rows]
