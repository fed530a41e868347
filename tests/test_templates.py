"""The templates as text: each is named by somebody and easy to read, and holds nothing that the policy blocks."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from governance.organisation.navigation import ENTRIES

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("governance", *settings.LINES)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXTS = {path: path.read_text() for path in TEMPLATES}

NAMING = [*TEMPLATES, *(ROOT / "templates").rglob("*.txt")]
for app in ROOMS:
    NAMING += (ROOT / app).rglob("*.py")
NAME = re.compile(r"""["']([\w/]+\.html)["']""")
PYTHON_NAME = re.compile(rf"\b(?:{'|'.join(ROOMS)})(?:\.\w+)+")
LONGEST = 120
# Where white space stands on the page as it stands in the template.
VERBATIM = re.compile(
    r"""<(?P<tag>textarea|pre|\w+(?=[^>]*\sclass="(?:[^"]*\s)?pre[\s"]))\b[^>]*>(?P<inside>.*?)</(?P=tag)>""", re.S
)
FOUND_BY_STATUS = re.compile(r"[45]\d\d\.html")

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx inline code": re.compile(r"\shx-on[:\w-]*\s*=|hx-vals\s*=\s*[\"']js:", re.I),
    "load from elsewhere": re.compile(
        r"<(?:script|img|link|iframe|source|form)\b[^>]*(?:src|href|action)=[\"'](?:https?:)?//", re.I
    ),
    "javascript address": re.compile(r"(?:href|action)\s*=\s*[\"']\s*javascript:", re.I),
}


def names_without_a_template(folder: Path, texts: list[str]) -> set[str]:
    return {name for text in texts for name in NAME.findall(text) if not (folder / name).is_file()}


def templates_without_a_name(folder: Path, texts: list[str]) -> set[str]:
    standing = {str(path.relative_to(folder)) for path in folder.rglob("*.html")}
    named = {name for text in texts for name in NAME.findall(text)}
    return {name for name in standing - named if not FOUND_BY_STATUS.fullmatch(name)}


def test_each_name_has_a_template_and_each_template_a_name():
    texts = [path.read_text() for path in NAMING]
    assert names_without_a_template(ROOT / "templates", texts) == set()
    assert templates_without_a_name(ROOT / "templates", texts) == set()


def test_it_finds_a_name_without_a_template_and_a_template_without_a_name(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "404.html").touch()
    (tmp_path / "cases" / "old.html").touch()
    texts = ['render(request, "cases/list.html")', "{% include 'cases/_row.html' %}"]
    assert names_without_a_template(tmp_path, texts) == {"cases/list.html", "cases/_row.html"}
    assert templates_without_a_name(tmp_path, texts) == {"cases/old.html"}


def offences(text: str) -> list[str]:
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {name}"
        for name, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]


def amiss(found: Callable[[str], list]) -> dict[str, list]:
    """What is found in each template in which anything is."""
    told = {str(path.relative_to(ROOT)): found(text) for path, text in TEXTS.items()}
    return {name: each for name, each in told.items() if each}


def test_no_template_has_a_line_that_runs_off_the_screen():
    assert amiss(lambda text: [at for at, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST]) == {}


def test_no_template_breaks_a_line_where_a_reader_would_see_it():
    assert amiss(lambda text: [match[0] for match in VERBATIM.finditer(text) if "\n" in match["inside"]]) == {}


@pytest.mark.parametrize(
    "text",
    ["<textarea rows=2>\n{{ text }}</textarea>", '<dd class="pre">\n  {{ text }}\n</dd>', "<pre>一\n二</pre>"],
)
def test_it_finds_a_line_break_that_a_reader_would_see(text):
    assert "\n" in VERBATIM.search(text)["inside"]


def test_the_classes_that_templates_name_are_there():
    named = {name for text in TEXTS.values() for name in PYTHON_NAME.findall(text)}
    assert "governance.jobs.rows.JobRow" in named
    for name in sorted(named):
        import_string(name)


def test_no_template_holds_anything_that_the_policy_blocks():
    assert amiss(offences) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<p>\n<script>go()</script>", "line 2: inline script"),
        ('<p style="color:red">', "line 1: style attribute"),
        ('<a href="/" onclick="go()">', "line 1: event attribute"),
        ('<button hx-on:click="go()">', "line 1: htmx inline code"),
        ('<script src="https://elsewhere.example/a.js"></script>', "line 1: load from elsewhere"),
        ('<link href="//elsewhere.example/a.css">', "line 1: load from elsewhere"),
        ('<a href="javascript:go()">', "line 1: javascript address"),
    ],
)
def test_it_finds_each_offence(text, name):
    assert offences(text) == [name]


def test_the_lock_file_names_no_download_address():
    """Every site has its own mirror; an address in the lock file would tie it to somebody else's."""
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_icon_that_is_named_is_built():
    built = re.search(r"const ICONS = \[(.*?)\];", (ROOT / "static/build.mjs").read_text(), re.S)[1]
    named = {entry.icon for entry in ENTRIES.values() if entry.icon}
    for text in TEXTS.values():
        named |= set(re.findall(r"""(?:{% icon |icon_name=)["']([a-z0-9-]+)""", text))
    assert named - set(re.findall(r'"([a-z0-9-]+)"', built)) == set()


def test_every_line_of_the_menu_is_known_by_its_own_icon():
    shown = Counter(entry.icon for entry in ENTRIES.values() if not entry.under)
    assert [icon for icon, times in shown.items() if times > 1] == []


CRUMBS = re.compile(r"""<(p|div)\sclass="crumbs".*?</\1>""", re.S)


def test_the_way_back_is_written_in_one_style():
    ways = {path: CRUMBS.search(text) for path, text in TEXTS.items()}
    assert [str(path) for path, way in ways.items() if way and re.search("[·›»]", way[0])] == []


# Between two Chinese characters a line break of the template would stand on the page as a gap.
WRITTEN = r"[\u4e00-\u9fff，、；：（）。“”《》]"
GAP = re.compile(
    rf"(?:{WRITTEN}\n\s*{WRITTEN}|[，、；：（。“《]\n\s*\{{\{{|\}}\}}\n\s*[，、；：）。”》]|[，、；]\n\s*(?:\{{%|<))"
)


def test_no_template_leaves_a_gap_in_a_sentence():
    assert amiss(lambda text: GAP.findall(re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S))) == {}


FORM = re.compile(r"<form\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", re.S)
# A button that names no address of its own sends its form to that of the form.
PLAIN_BUTTON = re.compile(r"<button\b(?![^>]*(?:formaction=|type=\"button\"))")


def unsaid_ways(text: str) -> list[str]:
    """The forms that go to where they stand, on a page that another address may have answered with."""
    forms = [form for form in FORM.findall(text) if 'method="post"' in form]
    unsaid = [form for form in forms if not re.search(r"\saction=", form)]
    others = len(unsaid) < len(forms) or ("formaction=" in text and PLAIN_BUTTON.search(text))
    return unsaid if others else []


def test_what_is_refused_at_one_address_of_a_page_does_not_lead_its_other_forms_there():
    assert amiss(unsaid_ways) == {}


UNFOLDS = re.compile(r'class="(?:short|folded|tabs)-more"\s+href="#([^"]+)"')


def test_what_unfolds_a_part_of_a_page_leads_to_that_part():
    """By the address alone, so that it does without a script too."""
    unfolded = [(path.name, part, text) for path, text in TEXTS.items() for part in UNFOLDS.findall(text)]
    assert len(unfolded) > 5
    assert [(name, part) for name, part, text in unfolded if f'id="{part}"' not in text] == []
