from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError

from governance.cases.calendar.at_hand import FIRST_YEAR, LAST_YEAR
from governance.frame.days import day_text, office_day
from governance.frame.management.told import moment_told

from ...patrols.actions import stop_overdue
from ...scan import opening, reminding
from ...scan.messages import until

LONGEST = timedelta(days=366)


class Command(BaseCommand):
    help = "例行任务：scan 与每分钟的定时任务做同样的事，open 只列出任务；给出 --from 和 --to 时只预演，不写入"

    def add_arguments(self, parser):
        parser.add_argument("act", metavar="动作", nargs="?", default="plan", help="scan 或 open；不写为预演")
        parser.add_argument("--from", dest="first", metavar="日期", help="预演的首日，例如 2026-12-01，默认为今天")
        parser.add_argument("--to", dest="last", metavar="日期", help="预演的末日，默认为首日起七天")
        parser.add_argument("--at", metavar="时间", help="按这一时刻办理，例如 2026-11-21T09:00，默认为现在")

    def handle(self, *args, act, first=None, last=None, at=None, **options):
        now = moment_told(at)
        if act not in ("scan", "open", "plan"):
            raise CommandError(f"没有动作“{act}”，可用的有 scan、open；不写动作为预演。", returncode=2)
        if act != "plan" and (first or last):
            raise CommandError("给出 --from 或 --to 时只预演，请去掉动作。", returncode=2)
        if act == "scan":
            done = reminding.scan(now)
            stop_overdue(now)
            said = [f"列出 {done.opened} 项", f"缺报 {done.missing} 项", f"建议督办 {done.proposed} 项"]
            self.stdout.write("，".join([*said, f"提醒 {done.reminded} 项", f"发出消息 {done.notices} 条。"]))
        elif act == "open":
            self.stdout.write(f"列出 {opening.open_windows(now)} 项。")
        else:
            begin = _day(first) if first else office_day(now)
            self._rehearse(begin, _day(last) if last else begin + timedelta(days=6))

    def _rehearse(self, first: date, last: date) -> None:
        if last < first:
            raise CommandError(f"末日 {last} 早于首日 {first}。", returncode=2)
        if last - first > LONGEST:
            raise CommandError("预演的时间最长一年，请分段。", returncode=2)
        total = windows = 0
        for each in opening.planned(first, last):
            if not each.units:
                continue
            slot = each.slot
            days = day_text(slot.first) if slot.first == slot.last else f"{slot.first} 至 {slot.last}"
            self.stdout.write(f"{each.plan.name}  {slot.label}  {days}  {until(slot.due_at)} 截止  {each.units} 个单位")
            windows += 1
            total += each.units
        self.stdout.write(f"{first} 至 {last} 将列出 {windows} 期、{total} 项任务，没有写入。")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期“{text}”应写成 2026-11-21 的样子。", returncode=2) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CommandError(f"日期应在{FIRST_YEAR}年至{LAST_YEAR}年之间。", returncode=2)
    return day
