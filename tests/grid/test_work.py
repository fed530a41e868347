"""What the grid tells the duties counts valid reports, and nothing that is hidden."""

from governance.cases.models import Case
from grid import work
from tests.grid import events
from tests.grid.pages import open_grid


def test_a_hidden_matter_is_in_nobodys_count(cast):
    day, grid = events.OPENED.date(), open_grid()
    made = [events.event(cast, grid=grid) for _ in range(2)]
    assert work.reported_in("610116", day, day) == {grid.area_id: 2}
    assert work.reported_by(cast.grid_worker, day, day) == 2
    Case.objects.filter(pk=made[0].pk).update(confidentiality="restricted")
    assert work.reported_in("610116", day, day) == {grid.area_id: 1}
    assert work.reported_by(cast.grid_worker, day, day) == 1
