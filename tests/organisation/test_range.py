"""What lies in a person's range, asked of a row and of the database; and who is in office in it."""

import pytest

from governance.organisation.models import Post, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import DESK, GUIDE, LEAD, ROLES, WORKER, carrying, playing
from governance.organisation.standing import ANY_WORK, HeldPost, Standing, lies_in, standing_of
from tests.builders import OPENED
from tests.cast import PEOPLE

pytestmark = pytest.mark.django_db

DAY = OPENED.date()
URGE, VIEW = "duties.urge_duty", "cases.view_case"


def held(area: str, role: str = "county_office", *, sees_area: bool = True) -> HeldPost:
    return HeldPost(1, "单位", Unit.Kind.OFFICE, role, area, sees_area, ())


@pytest.mark.parametrize("permission", [ANY_WORK, URGE, "cases.oversee_case"])
@pytest.mark.parametrize("name", [row[0] for row in PEOPLE])
def test_it_asks_the_database_the_same_as_a_row(cast, name, permission):
    standing = standing_of(getattr(cast, name), DAY)
    posts = Post.objects.select_related("unit")
    within = set(posts.filter(standing.within("unit", permission=permission)))
    inside = set(posts.filter(standing.inside("unit__area", permission)))
    assert within == {post for post in posts if standing.reaches(post.unit, permission)}
    assert inside == {post for post in posts if standing.covers(post.unit.area_id, permission)}


def test_it_lets_a_row_say_itself_where_it_lies(cast):
    standing = standing_of(cast.county, DAY)
    units = Unit.objects.filter(standing.within("parent", area="area"))
    assert set(units) == {unit for unit in Unit.objects.all() if standing.covers(unit.area_id)}


def test_it_leaves_out_areas_inside_another_and_posts_that_do_not_oversee():
    standing = Standing(1, (held("610116001"), held("610116"), held("610116002"), held("610117", sees_area=False)))
    assert standing.areas == ("610116",)
    assert standing.covers("610116001002") and not standing.covers("610117")


@pytest.mark.parametrize(
    ("area", "areas", "is_so"), [("610116001", ["610116"], True), ("610116", ["610116001"], False)]
)
def test_it_knows_what_lies_in_what(area, areas, is_so):
    assert lies_in(area, areas) is is_so
    assert not lies_in(area, [])


def test_it_reads_who_is_in_office_by_unit_and_role(cast):
    office = InOffice(DAY)
    assert office.of(cast.housing.pk, roles=playing(LEAD)) == {cast.lead.pk}
    assert office.of(cast.housing.pk, roles=playing(WORKER)) == {cast.handler.pk, cast.second_handler.pk}
    assert office.first_of(cast.housing.pk, playing(DESK), playing(LEAD)) == {cast.lead.pk}
    assert office.first_of(cast.housing.pk, playing(DESK), playing(GUIDE)) == set()
    everybody = {post.user_id for post in Post.objects.current(DAY)}
    assert office.everybody() == everybody
    assert office.everybody(carrying(VIEW)) == {
        post.user_id for post in Post.objects.current(DAY).filter(role__name__in=carrying(VIEW))
    }


def test_it_reads_no_more_than_it_is_asked_for_and_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        office = InOffice(DAY, [cast.water.pk])
        assert office.everybody() == {cast.water_handler.pk}
        assert office.of(cast.housing.pk) == set()


def test_it_looks_for_nobody_without_a_query(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert InOffice(DAY, [None], {None}).everybody() == InOffice(DAY, []).everybody() == set()


def test_it_finds_who_oversees_a_place_by_the_area_of_their_unit(cast):
    over = InOffice(DAY).overseeing("610116001002", carrying(URGE))
    assert set(over) == {"610116", "610116001"}
    assert cast.township_lead.pk in over["610116001"] and cast.county.pk in over["610116"]
    assert "610116001" not in InOffice(DAY).overseeing("610116002001", carrying(URGE))


def test_it_finds_who_guides_units_of_a_kind_in_their_area(cast):
    office = InOffice(DAY)
    kind = cast.justice_officer.posts.get().unit.kind
    assert office.guiding("610116001002", (kind,), playing(GUIDE)) == {cast.justice_officer.pk}
    assert office.guiding("610199", (kind,), playing(GUIDE)) == set()
    assert office.guiding("610116001002", (), playing(GUIDE)) == set()


def test_it_gives_every_role_that_works_on_cases_in_a_unit_a_part():
    without = {role.code for role in ROLES if "cases.work_case" in role.permissions and not role.parts}
    assert without == set()
