"""What the security record keeps of hidden matters: that they were read and knocked at, and nothing of theirs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases import access
from governance.frame.sealing import keyed_hash
from governance.organisation.models import AccessRecord
from petitions import importing
from petitions.messages import Message
from tests import builders
from tests.attachments.samples import picture, upload

pytestmark = pytest.mark.django_db


def records(**how):
    return list(AccessRecord.objects.filter(**how).order_by("pk").values_list("subject", "reason"))


@pytest.fixture
def case(cast):
    made = builders.accusation(cast)
    file = upload("某某受贿.png", picture("PNG"))
    builders.step(made, "comment", cast.township_lead, replay=False, note="附上照片。", files=[file])
    return made


def test_every_way_in_to_a_hidden_matter_leaves_a_record(cast, case, login):
    client = login(cast.township_lead)
    ways = (
        reverse("cases:case", args=[case.number]),
        reverse("cases:step", args=[case.number, "comment"]),
        reverse("cases:changes", args=[case.number]),
        reverse("cases:person", args=[case.number, case.participants.get().pk]),
        reverse("cases:print", args=[case.number]),
        reverse("api-case", args=[case.number]),
        reverse("api-steps", args=[case.number]),
    )
    for way in ways:
        before = AccessRecord.objects.filter(verb="open").count()
        assert client.get(way).status_code < 400, way
        assert AccessRecord.objects.filter(verb="open").count() == before + 1, way
    assert client.post(ways[1], {"note": ""}).status_code == 422
    assert AccessRecord.objects.filter(verb="open").count() == len(ways) + 1


def test_no_record_names_what_is_hidden_its_files_or_its_people(cast, case, login):
    client = login(cast.township_lead)
    client.get(reverse("cases:file", args=[case.number, case.attachments.get().pk]))
    client.get(reverse("cases:print", args=[case.number]))
    person = case.participants.get()
    client.post(reverse("cases:person", args=[case.number, person.pk]), {"reason": "核实举报人身份"})
    told = records(verb__in=("open", "print", "download", "unmask"))
    assert {subject for subject, _ in told} == {access.named_in_records(case)}
    said = " ".join(f"{subject} {reason}" for subject, reason in told)
    assert case.number not in said and "某某受贿" not in said and person.name[0] not in said


def test_knocking_at_a_number_leaves_a_record_whether_there_is_something_or_not(cast, case, login):
    client = login(cast.outsider)
    for number in (case.number, "XF2026-999999"):
        assert client.get(reverse("cases:case", args=[number])).status_code == 404
    knocks = records(verb="denied")
    assert [reason for _, reason in knocks] == ["没有这件事项，或者不得知悉"] * 2
    assert case.number not in " ".join(subject for subject, _ in knocks)


def test_an_import_does_not_tell_that_the_writer_has_accused_somebody(cast, case):
    message = Message(2, "SEC-1", "用户庚雀", "停水", timezone.now(), "小区停水三天。", "", None, "")
    written = {"account_hash": keyed_hash(message.user)}
    case.participants.update(**written)
    assert importing._first_petitions([message]) == {}
    ordinary = builders.petition(cast)
    ordinary.participants.update(**written)
    assert importing._first_petitions([message]) == {written["account_hash"]: ordinary.pk}
