"""A centre under 韦曲街道办, which oversees all that lies there and answers to those whom it would look after."""

from django.contrib.auth.models import Group

from governance.organisation.models import Post, Unit, User
from tests.cast import SINCE


def centre_below(cast) -> User:
    """Somebody who works in it, and in no other unit."""
    own = Unit.objects.create(
        name="韦曲街道社会治安综合治理中心",
        short_name="韦曲综治中心",
        kind="centre",
        area=cast.area("610116001"),
        parent=cast.weiqu,
        sees="area",
    )
    person = User.objects.create(username="below", name="曹雪", phone="13800000090", must_change_password=False)
    Post.objects.create(user=person, unit=own, role=Group.objects.get(name="centre_staff"), starts_on=SINCE)
    return person
