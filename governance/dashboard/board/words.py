"""What the board says of each line of work in a sentence, and its numbers beside those of other periods."""

from collections import Counter
from operator import attrgetter

from governance.figures.asked import Asked
from governance.figures.counting import Share, share_of, totals_by
from governance.figures.headlines import Headline, headlines
from governance.figures.measures import MEASURES, RATES
from governance.figures.tables import linked_to
from governance.frame.pages.tables import LEVEL, Cell, Figure, LinkedWords, Row, Table, change, share
from governance.frame.pages.tables import rate as rate_cell

from .reading import Board, Column

MOST_NAMED = 3
AREAS = "areas"


def number(asked: Asked, counts: Counter, code: str, **group: object) -> LinkedWords:
    """A number in a sentence, with its list."""
    count = counts[code]
    url = linked_to(asked).url(code, **group) if count else ""
    return LinkedWords(f"{count:,} {MEASURES[code].counts}", url)


def changes(board: Board, code: str) -> str:
    """环比 and 同比, as far as there was something before."""
    if MEASURES[code].is_now:
        return ""
    now = board.total[code]
    told = ((column.change, change(column.total[code], now)) for column in (board.before, board.year_before))
    return "，".join(f"{name}{'' if words == LEVEL else ' '}{words}" for name, words in told if words)


def sentence(board: Board, headline: Headline, units: dict[int, str]) -> list[LinkedWords]:
    """本期收到 412 件（环比 +3.2%），办结 398 件，按期答复率 96.2%（277/288），超期未办理 11 项，最多的是……"""
    asked, total = board.asked, board.total
    told = changes(board, headline.received)
    words = [
        LinkedWords(f"{headline.subject}：{MEASURES[headline.received].label} "),
        number(asked, total, headline.received),
        LinkedWords(
            f"（{told}），{MEASURES[headline.closed].label} " if told else f"，{MEASURES[headline.closed].label} "
        ),
        number(asked, total, headline.closed),
        LinkedWords(f"，{MEASURES[headline.open].label} "),
        number(asked, total, headline.open),
    ]
    found = share_of(headline.rate, total)
    of = f"（{found.part:,}/{found.whole:,}）" if found.whole else ""
    words.append(LinkedWords(f"，{RATES[headline.rate].label} {share(found.part, found.whole)}{of}"))
    words += [LinkedWords(f"，{MEASURES[headline.overdue].label} "), number(asked, total, headline.overdue)]
    words += _most(board, headline.overdue, units)
    return [*words, LinkedWords("。")]


def _most(board: Board, code: str, units: dict[int, str]) -> list[LinkedWords]:
    """Whose it is most, three of them at most."""
    words: list[LinkedWords] = []
    for unit, count in by_unit(board.places, code)[:MOST_NAMED]:
        words.append(LinkedWords("、" if words else "，最多的是"))
        url = linked_to(board.asked).url(code, unit=unit)
        words.append(LinkedWords(f"{units[unit]} {count:,} {MEASURES[code].counts}", url))
    return words


def by_unit(places: Counter, code: str) -> list[tuple[int, int]]:
    """The units and how much of the measure is theirs, most first."""
    counts: Counter = Counter()
    for place, count in places.items():
        if place.code == code and count:
            counts[place.unit] += count
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def figures(board: Board, headline: Headline) -> list[Figure]:
    """What stands large on top of the page, of one line of work."""
    linked, total = linked_to(board.asked), board.total

    def top(code: str, tone: str = "") -> Figure:
        url = linked.url(code) if total[code] else ""
        label = f"{headline.subject} {MEASURES[code].label}"
        return Figure(label, f"{total[code]:,}", changes(board, code), url, tone)

    found = share_of(headline.rate, total)
    before = share_of(headline.rate, board.before.total)
    note = f"{found.part:,} / {found.whole:,}，上期 {share(before.part, before.whole)}" if found.whole else "期间内没有"
    url = linked.url(RATES[headline.rate].part) if found.part else ""
    rate = Figure(f"{headline.subject} {RATES[headline.rate].label}", share(found.part, found.whole), note, url)
    return [top(headline.received), top(headline.closed), rate, top(headline.overdue, "overdue")]


def comparison(board: Board) -> Table:
    """The numbers of every line beside those of the period before, of the year before, and of another period."""
    columns = [board.before, board.year_before, *([board.against] if board.against else [])]
    head = ["本期", *(word for column in columns for word in (column.label, column.change))]
    rows = [row for headline in headlines() for row in _lines(board, headline, columns)]
    return Table("numbers", "各项数量", head, rows, first="指标")


def _lines(board: Board, headline: Headline, columns: list[Column]) -> list[Row]:
    rows = []
    for code in headline.codes:
        cells = [linked_to(board.asked).cell(board.total, code)]
        for column in columns:
            if MEASURES[code].is_now:
                cells += [Cell("—"), Cell("")]
                continue
            cells.append(linked_to(column.asked).cell(column.total, code))
            cells.append(Cell(change(column.total[code], board.total[code])))
        rows.append(Row(f"{headline.subject} {MEASURES[code].label}", cells))
    shares = [share_of(headline.rate, counts) for counts in (board.total, *(column.total for column in columns))]
    return [*rows, Row(f"{headline.subject} {RATES[headline.rate].label}", _rates(shares))]


def _rates(shares: list[Share]) -> list[Cell]:
    now, *others = [rate_cell(found.part, found.whole) for found in shares]
    return [now, *(cell for other in others for cell in (other, Cell("")))]


def areas(board: Board, line: Headline, places: list[tuple[str, str, dict, str]]) -> Table:
    """What there is of a line of work in each area below; ``places`` are its name, address, list and code."""
    codes = line.codes
    head = [*(MEASURES[code].label for code in codes), RATES[line.rate].label]
    linked, theirs = linked_to(board.asked), totals_by(board.places, attrgetter("area"))

    def row(name: str, counts: Counter, url: str, where: dict) -> Row:
        found = share_of(line.rate, counts)
        return Row(name, [*linked.cells(counts, codes, **where), rate_cell(found.part, found.whole)], url=url)

    rows = [
        row(name, theirs[code], url, where)
        for name, url, where, code in places
        if any(theirs[code][each] for each in codes)
    ]
    return Table(AREAS, f"按区域：{line.subject}", head, rows, row("合计", board.total, "", {}), first="区域")
