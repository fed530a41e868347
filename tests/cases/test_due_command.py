import json

import pytest
from django.core.management import call_command
from django.db import ProgrammingError

from governance.cases.management.commands.due import Command
from governance.cases.models import Term


@pytest.fixture
def due(law, capsys):
    """``due("petition.handle", "2026-02-10", ...)`` gives what the command prints, or its refusal."""

    def run(*args, **options):
        call_command("due", *args, **options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def refusal(law, capsys):
    def run(*args, **options):
        with pytest.raises(SystemExit) as stopped:
            call_command("due", *args, **options)
        assert stopped.value.code == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.count("\n") == 1
        return output.err.strip()

    return run


def test_it_answers_with_one_object(due):
    answer = json.loads(due("petition.handle", "2026-02-10", json=True))

    assert answer["term"] == "petition.handle"
    assert answer["start"] == "2026-02-10"
    assert (answer["raw_due"], answer["due"]) == ("2026-04-11", "2026-04-13")
    assert answer["provisional"] is False
    assert sum(row["days"] for row in answer["ledger"] if row["counted"]) == 60
    assert answer["ledger"][-1] == {
        "from": "2026-04-13",
        "to": "2026-04-13",
        "days": 1,
        "counted": False,
        "why": "due",
        "name": "",
        "part": "end",
    }


def test_it_counts_pauses_and_the_extension(due):
    answer = json.loads(due("petition.handle", "2026-02-10", pause=["2026-03-02..2026-03-04"], extend="30", json=True))

    assert answer["due"] == "2026-05-14"
    assert answer["pauses"] == [["2026-03-02", "2026-03-04"]]


def test_it_has_no_date_while_a_pause_is_open(due):
    answer = json.loads(due("petition.handle", "2026-02-10", pause=["2026-03-02.."], json=True))

    assert (answer["raw_due"], answer["due"], answer["due_at"]) == (None, None, None)


def test_it_says_that_a_date_is_provisional(due):
    assert json.loads(due("petition.notice", "2026-12-20", json=True))["provisional"] is True
    assert "暂定：2027年的放假安排通知尚未载入" in due("petition.notice", "2026-12-20")


def test_it_explains_week_by_week(due):
    lines = due("petition.objection", "2026-02-12", pause=["2026-02-25..2026-02-25"]).splitlines()

    assert lines == [
        "提出异议 《信访工作条例》第二十三条第三款",
        "起算：收到转送、交办的信访事项 2026-02-12 周四",
        "期限：5个工作日，周末和法定节假日不计入，调休上班日计入",
        "停表：2026-02-25 周三 至 2026-02-25 周三 不计入",
        "  2026-02-12 周四 至 2026-02-15 周日  计 2，累计 2  起算日不计入、春节调休上班 1 天计入、春节 1 天不计入",
        "  2026-02-16 周一 至 2026-02-22 周日  计 0，累计 2  春节 7 天不计入",
        "  2026-02-23 周一 至 2026-02-27 周五  计 3，累计 5  春节 1 天不计入、停表 1 天不计入",
        "到期：2026-02-27 周五 24时届满",
    ]


def test_it_explains_an_extension_and_hours(due):
    assert "延期：30日，自原届满日起计算" in due("petition.handle", "2026-02-10", extend="30")
    hours = due("police.misrouted", "2026-04-30T16:20").splitlines()
    assert hours[1] == "起算：接报 2026-04-30 周四 16:20"
    assert hours[-1] == "到期：2026-05-01 周五 16:20 届满"
    assert due("police.misrouted", "2026-04-30T08:20+00:00").splitlines()[-1] == hours[-1]


def test_it_takes_the_amount_that_the_assigning_organ_sets(due):
    assert json.loads(due("petition.assign_report", "2026-03-02", amount="10", json=True))["due"] == "2026-03-12"


@pytest.mark.parametrize(
    ("args", "options", "sentence"),
    [
        (("petition.handel", "2026-02-10"), {}, "没有期限“petition.handel”。可用的有："),
        (("petition.handle", "2026-02-30"), {}, "起算日“2026-02-30”不是一个日期，应写成 2026-02-10 的样子。"),
        (("petition.handle", "昨天"), {}, "起算日“昨天”不是一个日期"),
        (("petition.handle", "1999-12-31"), {}, "起算日应在2000年至2099年之间。"),
        (("petition.handle", "2099-12-31"), {}, "到期日超出2099年"),
        (("petition.handle", "2026-02-10"), {"pause": ["2026-03-02"]}, "停表“2026-03-02”应写成"),
        (("petition.handle", "2026-02-10"), {"pause": ["3月2日..3月4日"]}, "停表“3月2日..3月4日”应写成"),
        (("petition.handle", "2026-02-10"), {"pause": ["2026-03-04..2026-03-02"]}, "末日早于首日"),
        (("petition.handle", "2026-02-10"), {"pause": ["2026-02-09..2026-03-02"]}, "早于起算日 2026-02-10"),
        (
            ("petition.handle", "2026-02-10"),
            {"extend": "31"},
            "“办结答复”期限最长延长30日（《信访工作条例》第三十四条）。",
        ),
        (("petition.handle", "2026-02-10"), {"extend": "-1"}, "延期“-1”应为0至3650的整数。"),
        (("petition.handle", "2026-02-10"), {"extend": "很久"}, "延期“很久”应为"),
        (("petition.notice", "2026-02-10"), {"extend": "5"}, "“书面告知”期限不能延长"),
        (("petition.handle", "2026-02-10"), {"amount": "90"}, "“办结答复”的期限是60日"),
        (("petition.assign_report", "2026-02-10"), {"amount": "0"}, "期限“0”应为1至3650的整数。"),
        (("police.misrouted", "2026-04-30"), {}, "按小时计算，起算时间应写成 2026-04-30T15:30 的样子。"),
    ],
)
def test_it_refuses_in_one_clear_line(refusal, args, options, sentence):
    assert sentence in refusal(*args, **options)


def test_it_offers_the_terms_that_look_alike(refusal):
    assert refusal("petition.handel", "2026-02-10").split("：")[1].startswith("petition.handle、")


def test_it_shows_its_use_when_something_is_left_out(law, capsys):
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["manage.py", "due", "petition.handle"])

    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("用法：manage.py due 期限代码 起算日")


def test_it_answers_from_the_delivered_files_before_anything_is_loaded(bare, capsys):
    call_command("due", "petition.handle", "2026-02-10", json=True)
    answer = json.loads(capsys.readouterr().out)

    assert (answer["due"], answer["provisional"]) == ("2026-04-13", False)
    call_command("due", "petition.handle", "2019-12-02", json=True)
    assert json.loads(capsys.readouterr().out)["article"].startswith("《信访条例》")
    with pytest.raises(SystemExit):
        call_command("due", "petition.handel", "2026-02-10")


def test_it_answers_before_the_tables_are_there(bare, capsys, monkeypatch):
    def no_table():
        raise ProgrammingError("relation cases_term does not exist")

    monkeypatch.setattr(Term.objects, "exists", no_table)
    call_command("due", "petition.handle", "2026-02-10", json=True)

    assert json.loads(capsys.readouterr().out)["due"] == "2026-04-13"


def test_it_does_not_overflow(refusal):
    assert "到期日超出2099年" in refusal(
        "mediation.delegated", "2099-06-01", extend="3650", pause=["2099-06-02..9999-12-31"]
    )
