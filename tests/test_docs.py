"""The pages of docs/: what they point to exists, what they say of steps, terms and tests is what the code says."""

import csv
import re
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings

from governance.cases import registry
from governance.cases.models import spelled
from governance.frame.line import FIELDS
from petitions.reviews.workflow import RECHECK_WORKFLOW, REVIEW_WORKFLOW
from petitions.workflow import WORKFLOW

HOME = Path(__file__).resolve().parents[1]
DOCS = HOME / "docs"
GUIDE = DOCS / "user-guide"
PAGES = sorted(DOCS.rglob("*.md"))
TERMS = HOME / "petitions" / "data" / "terms.csv"
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
# A row of the guide's table of terms: name, start, length, article.
TERM_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| (《[^|]+?) \|$", re.M)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    """The anchors of a page as code hosts write them."""
    lines = re.findall(r"^#+ (.+)$", text(page), re.M)
    return {re.sub(r"[^\w-]", "", line.lower().replace(" ", "-")) for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_it_points_to_nothing_that_is_not_there(page):
    for address, anchor in LINK.findall(text(page)):
        if "://" in address:
            continue
        target = (page.parent / unquote(address)).resolve() if address else page
        assert target.exists(), address
        assert not anchor or unquote(anchor) in headings(target), f"{address}#{anchor}"


def test_it_shows_every_picture_and_weighs_little():
    shown = {Path(address).name for page in PAGES for address, _ in LINK.findall(text(page))}
    pictures = list((GUIDE / "pictures").glob("*.png"))
    assert {picture.name for picture in pictures} - shown == set()
    weights = [picture.stat().st_size for picture in pictures]
    assert max(weights) < 140_000 and sum(weights) < 45_000 * len(pictures)


@pytest.mark.parametrize("kind", registry.KINDS)
def test_it_explains_every_step(kind):
    guide = "\n".join(map(text, GUIDE.glob("*.md")))
    steps = registry.KINDS[kind].workflow.steps
    assert {step.label for step in steps if step.permission and step.label not in guide} == set()


def test_it_gives_every_term_of_a_petition_as_the_terms_table_does():
    with TERMS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["effective_to"]]
    by_name = {row["name"]: row for row in rows if row["code"].startswith("petition.")}
    told = {name: rest for name, *rest in TERM_ROW.findall(text(GUIDE / "deadlines.md"))}
    steps = [step for table in (WORKFLOW, REVIEW_WORKFLOW, RECHECK_WORKFLOW) for step in table.steps]
    used = set(chain.from_iterable((*step.meets, *(start.term for start in step.starts)) for step in steps))
    assert {row["name"] for row in rows if row["code"] in used} == set(told)
    for name, (start, length, article) in told.items():
        row = by_name[name]
        said = "由机关定明" if row["amount_is_set"] == "1" else spelled(int(row["amount"]), row["unit"])
        assert (start, length, article) == (row["start_event"], said, row["article"])


def test_it_names_tests_that_exist():
    page = text(DOCS / "security.md")
    named = re.findall(r"`(?:tests/(\w+)/)?(test_\w+)(\.py)?`", page)
    everything = "\n".join(text(path) for path in (HOME / "tests").rglob("test_*.py"))
    files = {path.stem for path in (HOME / "tests").rglob("test_*.py")}
    for _, name, is_file in named:
        assert name in files if is_file else f"def {name}(" in everything, name
    assert all((HOME / folder).exists() for folder in re.findall(r"`(tests/[\w/.]+)`", page))


README = text(HOME / "README.md")
NEW_LINE = text(DOCS / "new-line.md")
TOY = HOME / "tests" / "toy_line"


@pytest.mark.parametrize("page", [README, NEW_LINE], ids=["README", "new-line"])
def test_the_pages_for_developers_name_files_that_are_there(page):
    tops = "|".join(("governance", *settings.LINES, "templates", "tests", "docs", "static", "bench"))
    named = set(re.findall(rf"`((?:{tops})/[\w/.-]*)`", page))
    assert len(named) > 10
    assert {path for path in named if not (HOME / path).exists()} == set()


def test_the_readme_names_what_stands_in_the_code_where_it_says_what_to_change():
    table = README[README.index("## Where to change what") : README.index("Words come from")]
    named = set(re.findall(r"`([a-zA-Z]\w*)=?`", table))
    rooms = [HOME / room for room in ("governance", *settings.LINES)]
    source = "\n".join(f"{path.stem}\n{text(path)}" for room in rooms for path in room.rglob("*.py"))
    assert {"may_approve", "approval", "Text", "RegisterPage"} <= named
    assert {name for name in named if not re.search(rf"\b{name}\b", source)} == set()


def test_the_page_on_a_new_line_shows_the_line_that_is_there():
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", NEW_LINE, re.S | re.M))
    assert len(blocks) >= 6
    for block in blocks:
        path = re.findall(r"`(tests/toy_line/\w+\.py)`", NEW_LINE[: block.start()])[-1]
        assert block[1] in text(HOME / path), path
    built = {path for path in TOY.rglob("*.*") if path.stem != "__init__" and path.suffix in (".py", ".csv", ".txt")}
    assert {str(path.relative_to(HOME)) for path in built if f"`{path.relative_to(HOME)}`" not in NEW_LINE} == set()


def test_the_field_by_which_one_more_is_explained_stands_in_each_of_its_places():
    section = NEW_LINE[NEW_LINE.index("one more field") : NEW_LINE.index("one more paper")]
    places = re.findall(r"^\| `([\w/.]+)` \|", section, re.M)
    field = re.search(r"`(\w+)`", section)[1]
    assert len(places) == 11
    assert [place for place in places if not re.search(rf"\b{field}\b", text(HOME / place))] == []


def test_the_page_on_a_new_line_names_what_a_declaration_can_hold():
    fields = set(re.findall(r"^    (\w+)=", NEW_LINE[NEW_LINE.index("LINE = Line(") :], re.M))
    more = NEW_LINE[NEW_LINE.index("Lines with more bring more") :]
    fields |= set(re.findall(r"`(\w+)`", more[: more.index(".")]))
    assert fields - set(FIELDS) == set()


def test_the_readme_names_every_room_and_every_command():
    rooms = {path.parent.name for path in (*HOME.glob("*/apps.py"), *(HOME / "governance").glob("*/apps.py"))}
    assert {room for room in rooms if not re.search(rf"^ *{room}/ ", README, re.M)} == set()
    commands = {path.stem for path in HOME.glob("*/**/management/commands/[a-z]*.py") if ".venv" not in path.parts}
    assert {command for command in commands if not re.search(rf"`{command}\b", README)} == set()


def test_the_index_leads_to_every_page_and_every_workflow():
    index = text(DOCS / "README.md")
    pages = {path.name for path in (*DOCS.glob("*.md"), *(DOCS / "workflows").glob("*.md"))} - {"README.md"}
    assert {page for page in pages if f"{page})" not in index} == set()


def test_the_deployment_page_explains_every_setting_once():
    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", text(DOCS / "deployment.md"), re.M)
    names = [name for row in rows for name in re.findall(r"`([A-Z_]{3,})`", row)]
    assert sorted({name for name in names if names.count(name) > 1}) == []
