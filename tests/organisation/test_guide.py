"""The user guide inside the site: every page has its chapter, every role its first day, and the search finds both."""

import re

import pytest
from django.urls import reverse

from governance.organisation import guide
from governance.organisation.roles import ROLES
from tests import builders
from tests.access.pages import TABLE

# Pages of programs, and what has no page at all.
NO_PAGES = ("api-", "healthz")


def test_every_page_opens_a_chapter_that_is_there():
    wrong = []
    for name, row in TABLE.items():
        if row.get is None or name.startswith(NO_PAGES):
            continue
        fitting = [each for each in guide.GUIDE.values() if name.startswith(each.pages)]
        if not fitting:
            wrong.append(name)
    assert wrong == []
    for each in guide.GUIDE.values():
        chapter, _, heading = each.chapter.partition("#")
        found = guide.chapter("guide", chapter)
        assert found is not None, each
        assert not heading or heading in {section.anchor for section in found.sections}, each


def test_a_step_is_explained_under_the_heading_of_its_name_and_else_in_the_chapter_of_its_kind():
    assert guide.address_of("case:petition", about="不予受理").endswith("/handle#不予受理")
    assert guide.address_of("case:petition", about="没有这一节").endswith("/handle")
    assert guide.address_of("supervision:leader_queue").endswith("/supervision#领导包案")


@pytest.mark.django_db
def test_every_link_and_picture_of_a_chapter_is_within_the_site(client, login, cast):
    login(cast.clerk)
    for entry in guide.contents():
        page = client.get(entry.url)
        assert page.status_code == 200
        text = page.content.decode().partition("<article")[2].partition("</article>")[0]
        for address in set(re.findall(r'(?:href|src)="([^"#]+)', text)):
            assert client.get(address).status_code == 200, (entry.url, address)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_role_has_three_things_to_do_first(role):
    (part,) = guide.first_day([role.code])
    assert part.count("<li>") == 3


@pytest.mark.django_db
def test_it_puts_first_what_the_reader_needs(client, login, cast):
    login(cast.grid_worker)
    (mine, entries), (others, rest) = client.get(reverse("organisation:guide")).context["groups"]
    assert (mine, others) == ("您的岗位用得着的", "其他章节")
    titles = [entry.title for entry in entries]
    assert "十五、网格" in titles and "一、开始使用" in titles and "七、三员与安全审计" not in titles
    assert len(entries) + len(rest) == len(guide.contents())


@pytest.mark.django_db
def test_the_search_finds_the_guide_too(client, login, cast):
    login(cast.clerk)
    page = client.get(reverse("cases:search"), {"q": "零报告"})
    assert "用户手册里" in page.content.decode()
    assert any(place.url.startswith("/guide/guide/duties") for place in page.context["guide"])
    assert "十二、排查与例行" in {place.title for place in guide.found("排查")}
    assert guide.found("火星移民") == [] and guide.found("a") == []


@pytest.mark.django_db
def test_a_case_opens_the_chapter_of_its_kind(client, login, cast):
    assert guide.address_of("case:dispute").startswith("/guide/guide/mediation")
    assert guide.address_of("case:petition") == "/guide/guide/handle"
    login(cast.clerk)
    assert 'href="/guide/guide/start#工作台"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_no_other_file_is_read(client, login, cast):
    login(cast.clerk)
    for folder, name in (("guide", "nothing"), ("docs", "README"), ("guide", "deployment")):
        assert client.get(reverse("organisation:chapter", args=[folder, name])).status_code == 404
    assert client.get("/guide/guide/pictures/README.md").status_code == 404
    assert client.get("/guide/guide/pictures/..%2F..%2Fsecurity.md").status_code == 404


@pytest.mark.django_db
def test_words_are_explained_where_they_stand(client, login, cast):
    case = builders.petition(cast)
    login(cast.clerk)
    page = client.get(f"/cases/{case.number}/").content.decode()
    for word in ("承办单位", "内容类别", "申诉求决", "登记转办"):
        assert f'<abbr title="{guide.meanings()[word]}">{word}</abbr>' in page, word
    assert len(guide.meanings()) > 25 and "词" not in guide.meanings()
    assert client.get(reverse("organisation:chapter", args=["guide", guide.WORDS])).status_code == 200
