"""Whatever people write into a case, its people, units and reference data, lists show as text."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from governance.cases.models import Case, Category, Participant, Term
from governance.organisation.models import Area, Unit, User
from mediation.models import Mediator
from tests import builders, disputes

pytestmark = pytest.mark.django_db


def hostile(word: str) -> str:
    return f"""<b on="{word}">'&"""


@pytest.fixture
def spoilt(cast):
    """One petition and one dispute with a track, in which everything that a row shows could be markup."""
    petition = builders.in_status(cast, "handling")
    track = disputes.track(cast)
    disputes.accept(track, cast)
    disputes.name(track, cast)
    top = Category.objects.create(kind="dispute", name="类型", path=hostile("type"))
    below = Category.objects.create(
        kind="dispute", name="内容", path=f"{hostile('type')}/{hostile('matter')}", parent=top
    )
    Case.objects.filter(pk=track.parent_id).update(category=below)
    Case.objects.filter(pk=petition.pk).update(handler=cast.handler)
    for model, field in (
        (Case, "title"),
        (Participant, "name"),
        (Area, "name"),
        (Unit, "short_name"),
        (User, "name"),
        (Mediator, "name"),
        (Term, "name"),
    ):
        model.objects.update(**{field: hostile(model.__name__)})
    return petition


LISTS = (
    ("petitions:list", "clerk", ("Case", "Participant", "Area", "Unit")),
    ("cases:list", "clerk", ("Case", "Participant", "Area", "Unit")),
    ("mediation:list", "clerk", ("Case", "Participant", "Unit", "Term", "type", "matter")),
    ("mediation:tracks", "mediator", ("Case", "Participant", "Unit", "Term", "Mediator")),
    ("dashboard:workbench", "lead", ("Case", "Participant", "Unit", "User", "Term")),
)


@pytest.mark.parametrize(("name", "who", "shown"), LISTS, ids=lambda value: value if isinstance(value, str) else "")
def test_it_shows_what_people_wrote_as_text(login, cast, spoilt, name, who, shown):
    page = login(getattr(cast, who)).get(reverse(name, query={"scope": "open"})).content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert [word for word in shown if escape(hostile(word)) not in table] == []
    assert '<b on="' not in page
