import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from governance.organisation import reference
from governance.organisation.areas import loading as areas
from governance.organisation.models import User

pytestmark = pytest.mark.django_db

COUNTY = "code,name,level,parent\n610116,长安区,county,\n".encode()


def run(capsys, *words):
    status = 0
    try:
        call_command("first_administrator", *words)
    except SystemExit as stopped:
        status = stopped.code
    said = capsys.readouterr()
    return status, said.out, said.err


def test_it_opens_the_first_account_with_a_password_that_works(bare, capsys):
    reference.load()
    areas.load(COUNTY)
    status, out, _ = run(capsys, "tangning", "唐宁")
    password = out.split("初始密码：")[1].split()[0]
    user = User.objects.get()
    assert status == 0
    assert authenticate(RequestFactory().post("/login"), username="tangning", password=password) == user
    assert user.must_change_password
    post = user.posts.get()
    assert (post.unit.name, post.role.name) == ("长安区社会治安综合治理中心", "security_admin")


def test_it_opens_the_second_who_confirms_what_the_first_asks_for(bare, capsys):
    reference.load()
    areas.load(COUNTY)
    run(capsys, "tangning", "唐宁")
    assert run(capsys, "ouyangqing", "欧阳清", "--role", "audit_admin")[0] == 0
    assert User.objects.get(username="ouyangqing").posts.get().role.name == "audit_admin"
    assert run(capsys, "another", "又一个", "--role", "audit_admin")[0] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("唐宁", "唐宁"), "小写字母"), (("tangning", ""), "不能为空"), (("t" * 31, "唐宁"), "30")],
)
def test_it_says_what_is_wrong_with_the_names(bare, capsys, words, sentence):
    reference.load()
    areas.load(COUNTY)
    status, _, err = run(capsys, *words)
    assert status == 1
    assert sentence in err
    assert not User.objects.exists()


def test_it_wants_to_know_the_county_and_takes_it(bare, capsys):
    reference.load()
    status, _, err = run(capsys, "tangning", "唐宁")
    assert (status, "--county 代码 名称" in err) == (1, True)
    status, _, err = run(capsys, "tangning", "唐宁", "--county", "6101", "长安区")
    assert (status, "区划代码应为 6 位" in err) == (1, True)
    assert run(capsys, "tangning", "唐宁", "--county", "610116", "长安区")[0] == 0
    assert User.objects.get().posts.get().unit.area.name == "长安区"


def test_it_opens_no_second_one(capsys, cast):
    status, _, err = run(capsys, "another", "又一个")
    assert (status, "已有在任的安全管理员" in err) == (1, True)
    assert not User.objects.filter(username="another").exists()
