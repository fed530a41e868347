"""Whoever leaves serves in no grid, stands on no notice card, and is missed by who can appoint another."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.tasks import end_knowing
from governance.frame.days import office_day
from governance.notices.models import Notice
from governance.organisation.accounts import actions as accounts
from grid.grids import actions
from grid.models import GridPost
from tests.grid.pages import open_grid

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return office_day(timezone.now())


@pytest.fixture
def grid(cast, today):
    made = open_grid()
    GridPost.objects.filter(grid=made).delete()
    since = today - timedelta(days=30)
    actions.appoint(made, cast.grid_worker, "primary", since, actor=cast.staff, at=timezone.now())
    return made


def is_free(grid, cast, today) -> None:
    """Nobody serves there from today; whoever manages the grids knows why."""
    assert not GridPost.objects.filter(GridPost.serving(today), grid=grid).exists()
    assert GridPost.objects.filter(grid=grid, user=cast.grid_worker, until=today).count() == 1
    told = Notice.objects.filter(text__contains="不再任凤栖路社区第一网格主责网格员")
    assert told.exists() and cast.grid_worker.pk not in told.values_list("recipient", flat=True)


def test_before_an_account_is_closed_its_page_names_the_grids_and_then_they_are_free(login, cast, grid, today):
    page = reverse("organisation:person", args=[cast.grid_worker.pk])
    assert "在 1 个网格任职" in login(cast.county).get(page).content.decode()
    accounts.close_account(cast.grid_worker, reason="调离", actor=cast.county, at=timezone.now())
    is_free(grid, cast, today)


def test_whose_last_post_has_ended_serves_in_no_grid_from_the_next_hour(cast, grid, today):
    end_knowing()
    assert GridPost.objects.filter(GridPost.serving(today), grid=grid).exists()
    cast.grid_worker.posts.update(ends_on=today - timedelta(days=1))
    for _ in range(2):
        end_knowing()
        is_free(grid, cast, today)


def test_who_moved_elsewhere_serves_in_the_grid_no_more_and_who_only_changed_the_unit_there_does(cast, grid, today):
    post, yesterday = cast.grid_worker.posts.get(), today - timedelta(days=1)
    cast.grid_worker.posts.filter(pk=post.pk).update(ends_on=yesterday)
    near = cast.grid_worker.posts.create(unit=cast.weiqu, role=post.role, starts_on=today)
    end_knowing()
    assert GridPost.objects.filter(GridPost.serving(today), grid=grid).exists()
    type(near).objects.filter(pk=near.pk).update(unit=cast.guodu)
    end_knowing()
    is_free(grid, cast, today)
