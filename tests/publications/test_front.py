"""The front page that anybody reads."""

from governance.publications.front.doors import DOORS, PublicDoor


def test_it_leads_strangers_to_what_each_line_opens_to_them(db, client, monkeypatch):
    monkeypatch.setattr(DOORS, "_items", {"x": PublicDoor("查询办理情况", "publications:front", "用编号查询。")})
    page = client.get("/public/").content.decode()
    assert "查询办理情况" in page
    assert "用编号查询。" in page


def test_it_says_when_nothing_is_open(db, client, monkeypatch):
    monkeypatch.setattr(DOORS, "_items", {})
    assert "还没有开放的事项" in client.get("/public/").content.decode()
