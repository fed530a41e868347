"""Where there is nothing to see citizens are led to their own pages, and the office to its own."""

import pytest
from django.test import Client
from django.urls import reverse

from governance.citizens import contact

pytestmark = pytest.mark.django_db
OFFICE = ("工作台", "退出登录", "本单位负责人", "系统管理员")


def read(page) -> str:
    text = page.content.decode()
    assert [word for word in OFFICE if word in text] == []
    assert f'href="{reverse("publications:front")}"' in text
    return text


def test_a_citizen_reads_that_there_is_no_such_page_and_where_to_begin(cast, login):
    page = Client().get("/public/notices/nothing/")
    assert page.status_code == 404 and "网址可能输错了" in read(page)
    assert "There is no such page" in read(Client().get("/public/nothing/", {"lang": "en"}))
    assert "回到工作台" in login(cast.staff).get("/cases/XF2026-999999/").content.decode()


def test_a_form_without_a_token_and_one_with_too_many_boxes(cast, settings):
    page = Client(enforce_csrf_checks=True).post(reverse("petitions:look_up"), {"number": "1"})
    assert page.status_code == 403 and "打开得太久" in read(page)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    page = Client().post(reverse("petitions:look_up"), {f"k{place}": "1" for place in range(9)})
    assert page.status_code == 400 and "一次提交的内容太多" in read(page)


def test_what_went_wrong_is_said_in_their_words(cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(contact, "offices", broken)
    page = client.get(reverse("citizens:contact"))
    assert page.status_code == 500 and "没有保存" in read(page)
