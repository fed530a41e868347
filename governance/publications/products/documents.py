"""Which documents the county makes from its figures: what each is put together from, and for which days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from governance.figures.headlines import headlines
from governance.figures.measures import RATES

from .making import Maker

BRIEF, MONTHLY, QUARTERLY, YEARLY, TOPIC = "brief", "monthly", "quarterly", "petition_year", "topic"
PUBLIC_ORDER = "public_order"
SCORES, LETTERS = "scores", "letters"
# What a document is about, if it is not about days.
SCORED, SCHEME = "scored", "scheme"


@dataclass(frozen=True)
class Document:
    """One kind of document: ``write(maker, subject)`` gives its text part by part."""

    code: str
    label: str
    write: Callable[[Maker, str], Iterator[str]]
    # The days it is about, if nobody says otherwise.
    period: str
    # It is about one line of work.
    of_subject: bool = False
    # It is about a period of assessment and says what is frozen there, or about a scheme and says its targets.
    of: str = ""


def _brief(maker: Maker, subject: str) -> Iterator[str]:
    yield "= 当天情况"
    yield from map(maker.sentence, headlines())
    yield "= 超期提示"
    yield from map(maker.late, headlines())


def _monthly(maker: Maker, subject: str) -> Iterator[str]:
    lines = headlines()
    yield "= 一、总体情况"
    yield from map(maker.sentence, lines)
    yield maker.overall(lines)
    yield "= 二、各项工作"
    for line in lines:
        if not line.of_units:
            yield from maker.by_month(line)
            yield from maker.by_area(line)
    yield "= 三、超期未办的单位"
    yield from map(maker.late, lines)


def _quarterly(maker: Maker, subject: str) -> Iterator[str]:
    lines = headlines()
    yield "= 一、总体情况"
    yield maker.overall(lines)
    yield "= 二、按期率"
    yield "只比按期办理，不比件数多少。"
    for line in lines:
        if RATES[line.rate].compares:
            yield from maker.in_time(line)
    yield "= 三、预警"
    yield f"比上期上升{maker.thresholds}的地方，请研判原因；上升不作为评价单位的依据："
    yield maker.rising(lines)
    yield "超期未办的单位，请逐件核实办理（现在超期的按制作之日列出，其余按期末列出）："
    yield from map(maker.late, lines)


def _yearly(maker: Maker, subject: str) -> Iterator[str]:
    yield "依据《信访工作条例》第四十一条编制。"
    yield from maker.chapters(YEARLY)


def _public_order(maker: Maker, subject: str) -> Iterator[str]:
    yield from maker.chapters(PUBLIC_ORDER)
    yield "= 五、形势分析和工作建议"


def _topic(maker: Maker, subject: str) -> Iterator[str]:
    line = next(line for line in headlines() if line.subject == subject)
    yield "= 一、基本情况"
    yield maker.sentence(line)
    yield maker.overall([line])
    yield "= 二、变化和分布"
    yield from maker.by_month(line)
    yield from maker.by_area(line)
    yield "= 三、办理"
    yield from maker.in_time(line)
    yield maker.late(line)
    yield "= 四、分析和建议"


def _nothing(maker: Maker, subject: str) -> Iterator[str]:
    """What is frozen or laid down is read and not counted."""
    yield from ()


DOCUMENTS = {
    each.code: each
    for each in (
        Document(BRIEF, "每日简报", _brief, "today"),
        Document(MONTHLY, "平安报表", _monthly, "last_month"),
        Document(QUARTERLY, "季度评估预警", _quarterly, "last_quarter"),
        Document(YEARLY, "信访工作年度报告", _yearly, "last_year"),
        Document(PUBLIC_ORDER, "治安形势研判", _public_order, "last_quarter"),
        Document(TOPIC, "专题研判", _topic, "quarter", of_subject=True),
        Document(SCORES, "考核通报", _nothing, "", of=SCORED),
        Document(LETTERS, "平安建设责任书", _nothing, "", of=SCHEME),
    )
}
