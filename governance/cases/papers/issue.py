"""Papers (文书): what each kind says, and the one verb that issues them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import AppConfig
from django.db import transaction

from governance.frame.days import office_time
from governance.frame.refusals import Refusal
from governance.frame.registry import Registry
from governance.frame.rows import rows_of
from governance.frame.wording import in_characters, in_figures, minute_in_figures, one_line, printable

from ..files import storage
from ..models import Paper
from ..numbers import next_in, out_of_row
from . import templates as paper_templates


class PaperIncomplete(Refusal):
    """The paper would lack something that the law wants in it; nothing was issued."""

    field = "files"


@dataclass(frozen=True)
class Word:
    """One thing a template can say, written ``{{word}}`` in it.

    A ``required`` one must have text when the paper is issued and must stand in every template of the paper.
    """

    word: str
    says: str
    sample: str
    required: bool = True


@dataclass(frozen=True)
class Issuing:
    """What a paper is made of: the case, the step's facts, and who signs it where and when."""

    case: Any
    event: Any
    facts: dict[str, Any]
    unit: Any
    signer: Any
    on: date


@dataclass(frozen=True)
class Text:
    """What fills a paper: ``write`` gives the text of its own words.

    A list instead of a text is a column: the table row of the template that names it is set once for each entry.
    A step issues the paper where ``needed`` holds; without that, always.
    """

    write: Callable[[Issuing], dict[str, Any]]
    needed: Callable[[Issuing], bool] | None = None


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. ``mark`` is its word in the number; its own ``words`` are filled as its ``Text`` says."""

    code: str
    title: str
    mark: str
    article: str
    words: tuple[Word, ...]
    write: Callable[[Issuing], dict[str, Any]]
    needed: Callable[[Issuing], bool] | None = None

    @property
    def vocabulary(self) -> dict[str, Word]:
        """Every word that a template of this paper may use."""
        return {word.word: word for word in (*COMMON_WORDS, *self.words)}


COMMON_WORDS = (
    Word("文号", "发文字号", "某信受〔2026〕12号"),
    Word("文书名称", "文书的名称", "受理告知书", required=False),
    Word("制发单位", "制发文书的单位全称", "某县信访局"),
    Word("签发人", "签发人姓名", "王立新"),
    Word("成文日期", "制发日期，汉字", "二〇二六年十一月二十一日"),
    Word("成文日期数字", "制发日期，数字", "2026年11月21日", required=False),
    Word("依据", "所依据的条文", "《信访工作条例》第二十三条", required=False),
    Word("事项编号", "事项的编号", "XF2026-000312"),
    Word("标题", "事项的标题", "反映某小区物业停水问题"),
)


def _kinds(app: AppConfig, texts: dict[str, Text]) -> list[PaperKind]:
    """The papers of ``data/papers.csv`` of the app, each with its words of ``data/paper_words.csv`` and its text."""
    words: dict[str, tuple[Word, ...]] = dict.fromkeys(texts, ())
    for row in rows_of(app.name, "paper_words"):
        word = Word(row["word"], row["says"], row["sample"], required=row["required"] == "1")
        words |= {code: (*words[code], word) for code in row["papers"].split()}
    return [
        PaperKind(**row, words=words[row["code"]], write=texts[row["code"]].write, needed=texts[row["code"]].needed)
        for row in rows_of(app.name, "papers")
    ]


KINDS: Registry[PaperKind] = Registry("papers", field="papers", read=_kinds)
NOTHING = "—"


def issue(case, code: str, *, event, signer, unit, on: date, facts: dict[str, Any]) -> Paper:
    """The numbered, signed paper stands in the case, its Word file on disk.

    Raises ``PaperIncomplete`` when nobody signs it or a required word has no text. The number is taken last, inside
    the transaction: papers issued at the same time wait for one another here and leave no gap.
    """
    kind = KINDS[code]
    if signer is None:
        raise PaperIncomplete(f"{kind.title}须由人签发。")
    issuing = Issuing(case, event, facts, unit, signer, on)
    written = kind.write(issuing)
    columns = {word for word, value in written.items() if isinstance(value, list)}
    words = _as_text(written)
    with transaction.atomic():
        words = _as_text(_common(kind, issuing)) | words | {"文号": _number(kind, unit, on, hidden=case.is_restricted)}
        missing = [word.word for word in kind.vocabulary.values() if word.required and not words.get(word.word)]
        if missing:
            raise PaperIncomplete(f"{kind.title}缺少{'、'.join(missing)}。")
        words = {word: words.get(word, "") for word in kind.vocabulary}
        file = paper_templates.render(paper_templates.current(code), words, title=kind.title, columns=columns)
        stored = storage.keep([file])
        return Paper.objects.create(
            case_id=case.pk,
            event=event,
            code=code,
            title=kind.title,
            number=words["文号"],
            unit=unit,
            signer_id=signer.pk or None,
            signer_name=signer.name,
            issued_on=on,
            contents=words,
            path=stored.path,
            sha256=stored.sha256,
        )


def is_needed(case, code: str, *, event, signer, unit, on: date, facts: dict[str, Any]) -> bool:
    """True if the paper goes out with this step in this case."""
    needed = KINDS[code].needed
    return needed is None or needed(Issuing(case, event, facts, unit, signer, on))


def _common(kind: PaperKind, issuing: Issuing) -> dict[str, Any]:
    return {
        "文书名称": kind.title,
        "制发单位": issuing.unit.name,
        "签发人": issuing.signer.name,
        "成文日期": in_characters(issuing.on),
        "成文日期数字": issuing.on,
        "依据": kind.article,
        "事项编号": issuing.case.number,
        "标题": one_line(issuing.case.title),
    }


def _number(kind: PaperKind, unit, on: date, *, hidden: bool) -> str:
    """机关代字、文种、年份、序号 (GB/T 9704). The range is named by the words of the number, so no two are alike.

    A paper of a ``hidden`` case stands in no row: whoever reads the others would see that one is missing.
    """
    prefix = f"{unit.paper_mark or unit.short_name}{kind.mark}〔{on.year}〕"
    if hidden:
        return f"{prefix}{out_of_row()}号"
    return f"{prefix}{next_in(f'paper:{prefix}')}号"


def _as_text(words: dict[str, Any]) -> dict[str, str]:
    return {word: _text(value) for word, value in words.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return minute_in_figures(office_time(value))
    if isinstance(value, date):
        return in_figures(value)
    if isinstance(value, list):
        # An empty cell would let the rest of the column slip up.
        return "\n".join(one_line(_text(entry)) or NOTHING for entry in value)
    return printable(str(value))


def samples(kind: PaperKind) -> dict[str, str]:
    """A text for every word: what a template is tried with."""
    own = {"文书名称": kind.title, "依据": kind.article, "文号": f"某信{kind.mark}〔2026〕12号"}
    return {word.word: word.sample for word in kind.vocabulary.values()} | own
