"""The flow charts: complete, readable, and the same in the docs as in the tables."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.cases import registry
from governance.cases.charts import charts
from governance.cases.charts.layout import least_squares
from governance.cases.charts.svg import Chart, in_words, moves_of, wrapped
from governance.cases.charts.table import markdown
from governance.cases.workflow import ORIGIN, QUESTIONS, SENDER, Status, Step, Workflow

DOCS = Path(__file__).resolve().parents[2] / "docs" / "workflows"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = sorted(registry.KINDS)


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _always_approved(one: Step) -> bool:
    """What is approved in some cases alone is not drawn as if it always were."""
    return bool(one.target and one.approval and not one.approved_where)


def step(name, sources, target, **more):
    return Step(name=name, label=name, sources=sources, target=target, permission="cases.work_case", **more)


def flow(*steps, closed=("done",), opening="new"):
    codes = dict.fromkeys([opening, *(c for s in steps for c in (*s.sources, s.target) if c), *closed])
    return Workflow("small", "小事", "X", opening, {c: Status(c, closed=c in closed) for c in codes}, steps)


# The documents


def test_it_stands_in_the_docs_as_in_the_tables():
    """If this fails: manage.py draw_workflows"""
    wanted = charts.documents()
    assert sorted(path.name for path in DOCS.iterdir()) == sorted(wanted)
    for name, text in wanted.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, name


def test_it_writes_the_documents_where_it_is_told(tmp_path, capsys):
    call_command("draw_workflows", to=tmp_path / "new")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()}
    assert written == charts.documents()
    assert "petition.svg" in capsys.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_row_for_every_step_with_every_fact(kind):
    workflow = registry.KINDS[kind].workflow
    rows = [line.strip("| ").split(" | ") for line in charts.documents()[f"{kind}.md"].splitlines() if line[:1] == "|"]
    assert {len(row) for row in rows} == {10}
    body = rows[2:]
    assert [row[0] for row in body] == [step.label for step in workflow.steps]
    for row, one in zip(body, workflow.steps, strict=True):
        within = sum(fact.label.count("；") for fact in one.facts)
        assert row[1] == (one.suits or "—")
        asked = [fact for fact in one.facts if fact not in QUESTIONS]
        assert row[5].count("；") == max(len(asked) - 1, 0) + within
        assert all(fact.label in row[5] for fact in asked)


def test_it_keeps_a_bar_in_a_label_inside_its_cell():
    words = charts._words()
    table = markdown(flow(step("a|b", ("new",), "done")), words)
    assert "| a\\|b | — | new | done |" in table


# The drawing


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_every_status_and_every_step_once(kind):
    workflow = registry.KINDS[kind].workflow
    svg = charts.chart_svg(workflow, "")
    said = texts(svg)
    steps = [one.label for one in workflow.steps if one.target and not (one.approval and not one.approved_where)]
    for status in workflow.statuses.values():
        # A step may be called like the status it leads to.
        assert said.count(status.label) == 1 + (status.label in steps)
    words = "".join(said)
    for one in workflow.steps:
        assert one.label in words
        if one.target:
            assert len([line for line in said if line.removesuffix("（经批准）") == one.label]) >= 1
    assert all(f"{one.label}（经批准）" in said for one in workflow.steps if _always_approved(one))


@pytest.mark.parametrize("kind", KINDS)
def test_it_marks_where_the_case_stands_and_what_may_follow(kind):
    workflow = registry.KINDS[kind].workflow
    for code, status in workflow.statuses.items():
        root = ElementTree.fromstring(charts.chart_svg(workflow, code))
        (now,) = (node for node in root.iter(f"{SVG}g") if "flow-now" in node.get("class", "").split())
        assert now.find(f"{SVG}text").text == f"{status.label}（现在）"
        marked = [node for node in root.iter(f"{SVG}g") if node.get("class") == "flow-step flow-open"]
        lit = {line.text.removesuffix("（经批准）") for node in marked for line in node.iter(f"{SVG}text")}
        assert lit == {one.label for one in workflow.steps_from(code) if one.target not in (None, code)}


@pytest.mark.parametrize("kind", KINDS)
def test_it_leaves_the_arrows_of_earlier_statuses_grey(kind):
    chart = charts._chart(registry.KINDS[kind].workflow)
    goes_back = {code for move in chart.moves if move.upward for code in move.sources}
    for box in chart.drawing.boxes:
        if box.key[0] != "status" or box.key[1] in goes_back:
            continue
        root = ElementTree.fromstring(chart.svg(current=box.key[1]))
        for path in root.iter(f"{SVG}path"):
            if path.get("class") == "flow-line flow-open":
                assert all(float(y) >= box.y for y in re.findall(r"-?[\d.]+ (-?[\d.]+)", path.get("d")))


@pytest.mark.parametrize("kind", KINDS)
def test_it_carries_a_title_and_a_description_and_nothing_that_the_policy_blocks(kind):
    workflow = registry.KINDS[kind].workflow
    svg = charts.chart_svg(workflow, workflow.opening)
    root = ElementTree.fromstring(svg)
    names = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == names
    assert root.find(f"{SVG}desc").text.startswith("现在是")
    assert not re.search(r"\sstyle=|<style|\son\w+=|fill=|stroke=", svg)


def test_it_keeps_no_chart_of_another_table():
    workflow = registry.KINDS["petition"].workflow
    widened = replace(workflow, steps=(*workflow.steps, step("试一试", (), None)))
    assert "试一试" in charts.chart_svg(widened, "")
    assert "试一试" not in charts.chart_svg(workflow, "")


def test_it_says_the_chart_in_words():
    workflow = flow(
        step("办理", ("new",), "busy"),
        step("退回", ("busy",), "new"),
        step("办结", ("busy",), "done"),
        step("批注", (), None),
    )
    assert in_words(workflow, "busy") == "现在是busy。new：办理后为busy。busy：退回后为new；办结后为done。"


def test_it_takes_steps_of_the_same_way_as_one_arrow_and_knows_the_way_back():
    workflow = flow(
        step("转送", ("new",), "busy"),
        step("交办", ("new",), "busy"),
        step("退回", ("busy",), "new"),
        step("撤回", ("new", "busy"), "done"),
        step("延期", ("busy",), "busy"),
    )
    found = [(move.sources, move.target, [s.name for s in move.steps], move.upward) for move in moves_of(workflow)]
    assert found == [
        (("new",), "busy", ["转送", "交办"], False),
        (("busy",), "new", ["退回"], True),
        (("new", "busy"), "done", ["撤回"], False),
    ]


def test_it_escapes_what_a_label_holds():
    workflow = flow(step("<办结> & 归档", ("new",), "done"))
    assert "<办结> & 归档" in texts(Chart(workflow).svg())


def test_it_breaks_lines_after_a_comma_where_it_can():
    assert wrapped("书面告知、适用简易办理、变更事项性质", 150, 12) == ["书面告知、适用简易办理、", "变更事项性质"]
    assert wrapped("一" * 30, 120, 12) == ["一" * 10, "一" * 10, "一" * 10]
    assert wrapped("", 100, 12) == []


# What makes it readable, for our tables and for any other


def covers(box, x1, y1, x2, y2):
    """True if the line runs through the inside of the box."""
    left, right = box.x - box.width / 2, box.x + box.width / 2
    return (
        max(x1, x2) > left + 1
        and min(x1, x2) < right - 1
        and max(y1, y2) > box.y + 1
        and min(y1, y2) < box.y + box.height - 1
    )


def assert_readable(chart):
    boxes = [box for box in chart.drawing.boxes if not box.is_bend]
    for one, other in combinations(boxes, 2):
        assert not covers(one, *edges(other)), (one.key, other.key)
    for link in chart.drawing.links:
        for (x1, y1), (x2, y2) in pairwise(link.points):
            assert abs(x1 - x2) < 1.01 or abs(y1 - y2) < 1.01, "every line is upright or level"
            assert not [box.key for box in boxes if covers(box, x1, y1, x2, y2)], link.points
        for end, box in ((link.points[0], link.upper), (link.points[-1], link.lower)):
            assert abs(end[0] - box.x) <= box.width / 2 + 0.01
            assert box.y - 0.01 <= end[1] <= box.y + box.height + 0.01


def edges(box):
    return box.x - box.width / 2, box.y, box.x + box.width / 2, box.y + box.height


@pytest.mark.parametrize("kind", KINDS)
def test_it_lets_no_line_run_through_a_box_or_on_top_of_another(kind):
    chart = charts._chart(registry.KINDS[kind].workflow)
    assert_readable(chart)
    upright = [
        (x1, min(y1, y2), max(y1, y2), link.group)
        for link in chart.drawing.links
        for (x1, y1), (x2, y2) in pairwise(link.points)
        if abs(x1 - x2) < 1
    ]
    for (x, top, foot, group), (x2, top2, foot2, group2) in combinations(upright, 2):
        assert group == group2 or abs(x - x2) > 5 or min(foot, foot2) - max(top, top2) < 1


@pytest.mark.parametrize("kind", KINDS)
def test_it_fits_beside_the_menu_of_a_small_office_screen(kind):
    assert charts._chart(registry.KINDS[kind].workflow).drawing.width <= 1000


@st.composite
def workflows(draw):
    codes = [f"s{number}" for number in range(draw(st.integers(2, 9)))]
    steps = [step(f"前进{at}", (code,), codes[at + 1]) for at, code in enumerate(codes[:-1])]
    for number in range(draw(st.integers(0, 8))):
        sources = tuple(draw(st.lists(st.sampled_from(codes[:-1]), min_size=1, max_size=3, unique=True)))
        steps.append(step(f"走法{number}" * draw(st.integers(1, 3)), sources, draw(st.sampled_from([*codes, None]))))
    return flow(*steps, closed=(codes[-1],), opening=codes[0])


@settings(max_examples=30, deadline=None)
@given(workflows())
def test_it_is_readable_for_any_table(workflow):
    chart = Chart(workflow)
    assert_readable(chart)
    assert Chart(workflow).svg() == chart.svg()


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=12))
def test_it_finds_the_nearest_rising_numbers(pairs):
    wanted, weights = [float(p) for p, _ in pairs], [float(w) for _, w in pairs]
    found = least_squares(wanted, weights)
    assert all(a <= b + 1e-9 for a, b in pairwise(found))

    def cost(numbers):
        return sum(w * (n - x) ** 2 for n, x, w in zip(numbers, wanted, weights, strict=True))

    level = sum(w * x for x, w in zip(wanted, weights, strict=True)) / sum(weights)
    assert cost(found) <= cost([level] * len(wanted)) + 1e-6
    assert cost(found) <= cost(sorted(wanted)) + 1e-6


# What a citizen may do, written down by whoever sent the matter: nobody's duty.
RIGHTS = {"petition.rating", "petition.review_apply"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_the_sender_can_meet_the_sender_owes(kind):
    """Else its lateness is charged to whoever waits for it."""
    workflow = registry.KINDS[kind].workflow
    elsewhere = {term for step in workflow.steps if step.reach in (SENDER, ORIGIN) for term in step.meets} - RIGHTS
    starts = [start for step in workflow.steps for start in step.starts if start.term in elsewhere]
    assert [start.term for start in starts if not start.owed_by] == []
