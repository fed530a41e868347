"""Views of a list under a name: what they keep, who has them, which one opens the list, and that they show no more."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from governance.cases.lists import saved
from governance.cases.models import SavedView
from petitions.lists import PETITIONS
from tests import builders

pytestmark = pytest.mark.django_db
LATE = "/petitions/?scope=all&due=overdue&sort=-title&cols=number&cols=handler"
KEPT = "scope=all&due=overdue&cols=number&cols=handler&sort=-title"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(builders.OPENED + timedelta(days=1), tick=False)


def keep(client, of: str, **told):
    return client.post(f"/cases/views/?{QueryDict.fromkeys(['of'], of).urlencode()}", {"name": "盯紧的", **told})


def views(client, address="/petitions/?scope=all") -> list[str]:
    return [tab["label"] for tab in client.get(address).context["tabs"]][4:]


def test_a_view_is_what_the_address_asks_and_stands_above_its_list_alone(cast, login):
    client = login(cast.clerk)
    assert keep(client, f"{LATE}&after=x&whole=1&nonsense=1").url.startswith("/petitions/?scope=all")
    view = SavedView.objects.get()
    assert (view.listing, view.name, view.query) == ("petition", "盯紧的", KEPT)
    assert views(client) == ["盯紧的"] and views(client, "/mediation/") == []
    tabs = client.get(f"/petitions/?{view.query}").context["tabs"]
    assert [tab["label"] for tab in tabs if tab["active"]] == ["盯紧的"]
    assert views(login(cast.petition_clerk)) == []
    # The same name is the same view.
    keep(login(cast.clerk), "/petitions/?due=today")
    assert SavedView.objects.get().query == "due=today"


def test_it_opens_the_list_and_everything_else_is_still_a_tab_away(cast, login):
    client = login(cast.clerk)
    keep(client, "/petitions/?due=today", is_default="on")
    assert client.get("/petitions/").url == "/petitions/?due=today"
    page = client.get("/petitions/?due=today")
    assert page.context["tabs"][0]["url"] == "/petitions/?scope=" == page.context["filter_clear_url"]
    assert client.get("/petitions/?scope=").status_code == 200
    keep(client, "/petitions/?due=soon", name="另一个", is_default="on")
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == ["另一个"]


def test_who_leads_a_unit_keeps_views_for_it_and_its_people_open_their_own_cases_by_them(cast, login):
    lead, handler = login(cast.lead), cast.handler
    mine = builders.petition(cast, unit=cast.housing, title="本单位的")
    builders.petition(cast, unit=cast.water, title="别家的")
    keep(lead, "/petitions/?scope=all", unit=cast.housing.pk)
    view = SavedView.objects.get()
    assert (view.owner, view.unit) == (None, cast.housing)
    client = login(handler)
    assert views(client) == ["盯紧的"]
    page = client.get(f"/petitions/?{view.query}").content.decode()
    assert mine.number in page and "别家的" not in page
    assert views(login(cast.water_handler)) == []
    # Those who do not lead it neither keep nor drop it; for others it is not there.
    for who in (handler, cast.staff):
        assert "给谁用" not in login(who).get("/cases/views/?of=/petitions/").content.decode()
    keep(login(handler), "/petitions/", name="冒充", unit=cast.housing.pk)
    assert SavedView.objects.filter(name="冒充", unit=None, owner=handler).exists()
    assert login(handler).post(f"/cases/views/{view.pk}/drop/").status_code == 403
    assert login(cast.water_handler).post(f"/cases/views/{view.pk}/drop/").status_code == 404
    assert login(cast.lead).post(f"/cases/views/{view.pk}/drop/", {"of": "/petitions/"}).status_code == 302
    assert not SavedView.objects.filter(unit=cast.housing).exists()


@pytest.mark.parametrize("of", ["/", "//elsewhere.cn/cases/", "javascript:/cases/", "/organisation/people"])
def test_no_other_page_is_a_list(cast, login, of):
    assert keep(login(cast.clerk), of).status_code == 404 and not SavedView.objects.exists()


def test_what_cannot_be_kept_says_why_and_keeps_what_was_typed(cast, login):
    client = login(cast.clerk)
    for name in ("", "　", "长" * 21):
        page = keep(client, LATE, name=name)
        assert page.status_code == 422 and 'name="name"' in page.content.decode()
    for n in range(saved.MOST):
        SavedView.objects.create(listing="petition", owner=cast.clerk, name=f"视图{n}", query="")
    full = keep(client, LATE)
    assert full.status_code == 422 and "已有 20 个视图" in full.content.decode() and "盯紧的" in full.content.decode()
    assert SavedView.objects.count() == saved.MOST


def test_no_number_of_a_person_is_kept_in_a_view():
    assert saved.told(PETITIONS, QueryDict("q=13911110000&due=today&status=nonsense")) == "due=today"


def test_lists_stand_closer_for_whoever_wants_them_so(cast, login):
    client = login(cast.clerk)
    assert 'class="dense"' not in client.get("/petitions/").content.decode()
    assert client.post("/display", {"back": "/petitions/?due=today"}).url == "/petitions/?due=today"
    assert 'class="dense"' in client.get("/petitions/").content.decode()
    assert client.post("/display", {"back": "//elsewhere.cn"}).url == "/"
    assert 'class="dense"' not in client.get("/petitions/").content.decode()
