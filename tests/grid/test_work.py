"""What the grid tells the duties counts valid reports, and nothing that is hidden."""

from datetime import date

import pytest

from governance.cases.models import Case
from grid import work
from grid.grids.rows import grid_rows, township_rows
from grid.models import Grid, GridPost
from tests.grid import events
from tests.grid.pages import open_grid


def test_whoever_ends_today_serves_no_longer_today_for_any_page_or_norm(cast):
    """As the page says of them: 从今天起不再任."""
    grid, ends = open_grid(), date(2026, 3, 10)
    GridPost.objects.create(grid=grid, user=cast.grid_worker, part="primary", since=date(2026, 3, 1), until=ends)
    for day, there in ((date(2026, 2, 28), 0), (date(2026, 3, 1), 1), (date(2026, 3, 9), 1), (ends, 0)):
        assert work.grids_of(cast.grid_worker, day) == [grid.area] * there
        assert work.staffed("610116", day) == {grid.area_id: there}
        assert township_rows(Grid.objects.all(), day)[0].there == there
        assert [bool(row.workers) for row in grid_rows([grid], cast.staff, day)] == [bool(there)]


def test_a_hidden_matter_is_in_nobodys_count(cast):
    day, grid = events.OPENED.date(), open_grid()
    made = [events.event(cast, grid=grid) for _ in range(2)]
    assert work.reported_in("610116", day, day) == {grid.area_id: 2}
    assert work.reported_by(cast.grid_worker, day, day) == 2
    Case.objects.filter(pk=made[0].pk).update(confidentiality="restricted")
    assert work.reported_in("610116", day, day) == {grid.area_id: 1}
    assert work.reported_by(cast.grid_worker, day, day) == 1


@pytest.mark.parametrize("status", ["rejected", "merged"])
def test_what_was_no_matter_or_reported_before_counts_for_nothing(cast, status):
    day, grid = events.OPENED.date(), open_grid()
    made = [events.event(cast, grid=grid) for _ in range(2)]
    Case.objects.filter(pk=made[0].pk).update(status=status)
    assert work.reported_in("610116", day, day) == {grid.area_id: 1}
    assert work.reported_by(cast.grid_worker, day, day) == 1
