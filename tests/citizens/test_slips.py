"""Whoever came to the window gets number and code on a slip, and looks the matter up like anybody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from governance.citizens import codes
from governance.organisation.models import AccessRecord
from tests import builders, disputes

pytestmark = pytest.mark.django_db
CODE = re.compile(r"<strong>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</strong>")


def slip(login, who, case, **told):
    return login(who).post(reverse("citizens:slip", args=[case.number]), {"own": "on"} | told)


def test_the_window_gives_it_and_its_code_opens_the_matter(cast, login):
    petition = builders.in_status(cast, "handling")
    page = login(cast.clerk).get(reverse("cases:case", args=[petition.number])).content.decode()
    assert reverse("citizens:slip", args=[petition.number]) in page
    answer = slip(login, cast.clerk, petition)
    code = CODE.search(answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"] and "<svg" in answer.content.decode()
    looked = Client().post(reverse("petitions:look_up"), {"number": petition.number, "code": code})
    assert looked.url == reverse("petitions:mine")
    row = AccessRecord.objects.get(verb="print", subject=petition.number)
    assert (row.actor, row.reason) == (cast.clerk, "发给本人回执和查询码")
    assert code not in str(vars(row))


def test_it_is_given_to_the_person_alone_and_a_new_one_ends_the_former(cast, login):
    petition = builders.petition(cast)
    before = codes.give(petition, at=builders.OPENED)
    refused = slip(login, cast.clerk, petition, own="")
    assert refused.status_code == 422 and "请核对后勾选" in refused.content.decode()
    assert codes.found(petition.number, before)
    client, told = login(cast.clerk), {"own": "on", "csrfmiddlewaretoken": "x" * 64}
    page = reverse("citizens:slip", args=[petition.number])
    code = CODE.search(client.post(page, told).content.decode())[1]
    assert codes.found(petition.number, before) is None
    again = client.post(page, told)
    assert again.url == f"/cases/{petition.number}/" and codes.found(petition.number, code)


def test_who_handles_it_gives_none_and_of_an_accusation_there_is_none(cast, login):
    petition = builders.in_status(cast, "handling")
    for who in (cast.handler, cast.lead, cast.leader):
        assert slip(login, who, petition).status_code == 403
        page = login(who).get(reverse("cases:case", args=[petition.number])).content.decode()
        assert "打印回执" not in page
    assert slip(login, cast.water_handler, petition).status_code == 404
    secret = builders.accusation(cast)
    builders.let_in(secret, cast.clerk)
    assert slip(login, cast.clerk, secret).status_code in (403, 404)


def test_of_what_nobody_outside_is_told_there_is_none(cast, login):
    assert slip(login, cast.clerk, disputes.dispute(cast)).status_code == 403
