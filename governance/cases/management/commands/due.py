import json
from datetime import date, datetime
from difflib import get_close_matches

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from governance.cases.calendar.at_hand import FIRST_YEAR, LAST_YEAR, calendar_at_hand
from governance.cases.deadlines import explaining, term_for
from governance.cases.deadlines.clocks import why_not_extended
from governance.cases.law import terms
from governance.cases.models import Term, spelled
from governance.cases.worktime import BY_THE_CLOCK, MONTH, Due, Pause, compute
from governance.frame.days import office_day, office_time
from governance.frame.refusals import Refusal


class Command(BaseCommand):
    help = "按法定期限计算到期日，并逐周说明是怎样算出来的"

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        # A wrong command line is an error of the command, and not a text of the parser.
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv):
        try:
            super().run_from_argv(argv)
        except CommandError:
            self.stderr.write("用法：manage.py due 期限代码 起算日 [--pause 首日..末日] [--extend 延期] [--json]")
            raise SystemExit(2) from None

    def add_arguments(self, parser):
        parser.add_argument("term", metavar="期限", help="期限代码；写错时列出全部代码")
        parser.add_argument("start", metavar="起算日", help="2026-02-10；按小时、分钟计算的写 2026-02-10T15:30")
        parser.add_argument("--amount", metavar="N", help="由交办单位确定的期限")
        parser.add_argument("--pause", metavar="A..B", action="append", default=[], help="停表首日..末日，可多次")
        parser.add_argument("--extend", metavar="N", default="0", help="延期，单位随该项期限的规定")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args, term, start, amount, pause, extend, json, **options):
        try:
            self._answer(term, start, amount, pause, extend, json)
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(2) from None

    def _answer(self, code: str, start: str, amount: str | None, pauses: list[str], extend: str, as_json: bool):
        loaded = _is_loaded()
        known = sorted(set(Term.objects.values_list("code", flat=True)) if loaded else terms.codes())
        if code not in known:
            raise Refusal(f"没有期限“{code}”。可用的有：{'、'.join(get_close_matches(code, known, n=5) or known)}。")
        moment = _start(start)
        on = office_day(moment) if isinstance(moment, datetime) else moment
        term = term_for(code, on) if loaded else terms.delivered_term(code, on)
        self.calendar = calendar_at_hand() if loaded else terms.delivered_calendar()
        if term.unit in BY_THE_CLOCK and not isinstance(moment, datetime):
            raise Refusal(f"“{term.name}”按{term.get_unit_display()}计算，起算时间应写成 {start}T15:30 的样子。")
        length = _amount(amount, term)
        extension = _number(extend, "延期", 0, 3650)
        if extension and (sentence := why_not_extended(term, extension)):
            raise Refusal(sentence)
        stretches = [_pause(text, on) for text in pauses]
        found = self._compute(term, moment, length, stretches, extension)
        write = self._write_json if as_json else self._write_text
        write(term, moment, length, stretches, extension, found)

    def _compute(self, term: Term, start, amount: int, pauses: list[Pause], extension: int) -> Due:
        try:
            found = compute(
                start,
                amount,
                term.unit,
                calendar=self.calendar,
                roll=term.roll,
                roll_on_weekend=term.roll_on_weekend,
                pauses=pauses,
                extension=extension,
                extension_unit=term.extension_unit or None,
            )
        except OverflowError:
            found = None
        if found is None or found.ledger[-1].last.year > LAST_YEAR:
            raise Refusal(f"到期日超出{LAST_YEAR}年，请核对所填的数。")
        return found

    def _write_json(self, term, start, amount, pauses, extension, found: Due):
        answer = {
            "term": term.code,
            "name": term.name,
            "version": term.version,
            "article": term.article,
            "start": start.isoformat(),
            "amount": amount,
            "unit": term.unit,
            "extension": extension,
            "pauses": [[first.isoformat(), last and last.isoformat()] for first, last in pauses],
            "raw_due": found.raw_due and found.raw_due.isoformat(),
            "due": found.due and found.due.isoformat(),
            "due_at": found.due_moment and found.due_moment.isoformat(),
            "provisional": found.provisional,
            "ledger": found.as_json(),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _write_text(self, term, start, amount, pauses, extension, found: Due):
        on = office_day(start) if isinstance(start, datetime) else start
        moment = f" {start:%H:%M}" if term.unit in BY_THE_CLOCK else ""
        ledger = found.as_json()
        lines = [
            f"{term.name} {term.article}",
            f"起算：{term.start_event} {explaining.day_text(on)}{moment}",
            f"期限：{explaining.rule_text(amount, term.unit, term.roll)}",
        ]
        lines += [f"停表：{explaining.pause_text(first, last)}" for first, last in pauses]
        if extension:
            lines.append(f"延期：{spelled(extension, term.extension_unit or term.unit)}，自原届满日起计算")
        if term.unit in BY_THE_CLOCK:
            lines += explaining.hours_of(ledger)
        else:
            lines += [
                f"  {w.days}  计 {w.counted}，累计 {w.total}  {w.note}".rstrip() for w in explaining.weeks_of(ledger)
            ]
        if found.provisional:
            lines.append(explaining.provisional_text(found.due))
        conclusion = explaining.conclusion_text(found.raw_due, found.due, found.due_moment, term.unit, ledger)
        lines.append(f"到期：{conclusion}")
        self.stdout.write("\n".join(lines))


def _is_loaded() -> bool:
    """False before the first ``migrate`` and without a database: then the delivered files are asked."""
    try:
        return Term.objects.exists()
    except (ProgrammingError, OperationalError):
        return False


def _amount(text: str | None, term: Term) -> int:
    if text is None:
        return term.amount
    if not term.amount_is_set:
        raise Refusal(f"“{term.name}”的期限是{term.length}（{term.article}），不能另行确定。")
    return _number(text, "期限", 1, 60 if term.unit == MONTH else 3650)


def _number(text: str, label: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise Refusal(f"{label}“{text}”应为{lowest}至{highest}的整数。")
    return int(text)


def _start(text: str) -> date | datetime:
    try:
        if len(text) > 10:
            moment = datetime.fromisoformat(text)
            found: date | datetime = office_time(moment) if moment.tzinfo else timezone.make_aware(moment)
        else:
            found = date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"起算日“{text}”不是一个日期，应写成 2026-02-10 的样子。") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refusal(f"起算日应在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
    return found


def _pause(text: str, start: date) -> Pause:
    first_text, dots, last_text = text.partition("..")
    try:
        first = date.fromisoformat(first_text)
        last = date.fromisoformat(last_text) if last_text else None
    except ValueError:
        dots = ""
    if not dots:
        raise Refusal(f"停表“{text}”应写成 2026-03-02..2026-03-06 的样子，尚未恢复的写 2026-03-02..。")
    if last is not None and last < first:
        raise Refusal(f"停表“{text}”的末日早于首日。")
    if first < start:
        raise Refusal(f"停表“{text}”早于起算日 {start}。")
    return first, last
