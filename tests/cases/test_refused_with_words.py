"""Whatever is refused after something was written: the words stand on the page that says why, to be sent again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from governance.cases.models import CountyRule
from governance.cases.steps import actions
from governance.frame.database.doubled import SENTENCE, refusal_of
from governance.frame.refusals import Refusal, StepNotAllowed, StepNotPossible
from governance.organisation.models import AccessRecord
from tests import builders
from tests.security import incidents, warnings

pytestmark = pytest.mark.django_db
WRITTEN = "已到现场核实，泵房停电三天。"


@pytest.fixture
def case(cast):
    return builders.in_status(cast, "handling")


@pytest.fixture
def comment(case, cast, login):
    """What the handler sends at the case."""
    url, client = reverse("cases:step", args=[case.number, "comment"]), login(cast.handler)
    return lambda: client.post(url, {"note": WRITTEN, "version": case.version})


def raising(error):
    def broken(*args, **more):
        raise error

    return broken


def test_a_step_that_is_not_possible_keeps_what_was_written(comment, monkeypatch):
    monkeypatch.setattr(actions, "take_step", raising(StepNotPossible("现在不能办理。")))
    answer = comment()
    page = answer.content.decode()
    assert answer.status_code == 409 and "现在不能办理。" in page and f"{WRITTEN}</textarea>" in page


def test_a_refusal_that_no_page_answers_keeps_what_was_written(comment, monkeypatch, case):
    monkeypatch.setattr(actions, "take_step", raising(Refusal("不行。")))
    answer = comment()
    page = answer.content.decode()
    assert answer.status_code == 409 and "不行。" in page
    assert f'name="note" value="{WRITTEN}"' in page and f'<p class="pre">{WRITTEN}</p>' in page
    assert f'action="{answer.request["PATH_INFO"]}"' in page
    assert f'href="{reverse("cases:case", args=[case.number])}">查看最新情况' in page and "别人" not in page


def test_what_the_person_may_not_do_any_more_keeps_what_was_written_too(comment, monkeypatch, case):
    monkeypatch.setattr(actions, "take_step", raising(StepNotAllowed("您的岗位现在不能“批注”。")))
    answer = comment()
    page = answer.content.decode()
    assert answer.status_code == 403 and "您的岗位现在不能“批注”。" in page and WRITTEN in page
    assert f'href="{reverse("cases:case", args=[case.number])}">查看最新情况' in page
    assert "再提交一次" not in page


def test_what_two_make_at_one_moment_is_refused_to_the_second(comment, cast, login, case, monkeypatch, caplog):
    @transaction.atomic
    def twice(*args, **more):
        CountyRule.objects.bulk_create([CountyRule(**{name: getattr(rule, name) for name in names})])

    rule = CountyRule.objects.first() or CountyRule.objects.create(code="x", choices=[])
    names = [field.attname for field in CountyRule._meta.concrete_fields]
    monkeypatch.setattr(actions, "take_step", twice)
    answer = comment()
    assert answer.status_code == 409 and SENTENCE in answer.content.decode() and WRITTEN in answer.content.decode()
    assert "twice at one moment" in caplog.text and "DETAIL" not in caplog.text
    called = login(cast.handler).post(
        reverse("api-step", args=[case.number, "comment"]),
        {"version": case.version, "facts": {"note": WRITTEN}},
        content_type="application/json",
    )
    assert (called.status_code, called.json()["detail"]) == (409, SENTENCE)


def test_what_lacks_something_is_no_doubled_row(db):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_countyrule DEFAULT VALUES")
    assert refusal_of(caught.value) is None and refusal_of(ValueError()) is None


def test_what_a_colleague_has_done_meanwhile_is_not_offered_once_more(cast, login):
    case = builders.in_status(cast, "routed")
    url, version = reverse("cases:step", args=[case.number, "accept"]), case.version
    builders.step(case, "accept", cast.lead, later=1, told_by="post")
    answer = login(cast.handler).post(url, {"told_by": "post", "note": WRITTEN, "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409 and f"{cast.lead.name}" in page and "不能“受理”" in page and WRITTEN in page
    assert "可以复制" in page and "data-save" not in page[page.index("step-panel") :].partition("</form>")[0]


def test_what_a_colleague_was_faster_with_is_said_and_is_no_trespass(cast, login):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    warnings.soon(case, "confirm", cast.township_lead, minutes=20)
    answer = login(cast.clerk).get(reverse("cases:step", args=[case.number, "confirm"]))
    page = answer.content.decode()
    assert answer.status_code == 409 and "“确认收到”由还没有确认的单位办理。" in page
    assert f"{cast.township_lead.name} " in page
    assert not AccessRecord.objects.filter(verb=AccessRecord.Verb.DENIED).exists()


def test_what_a_colleague_took_while_the_form_was_open_is_said_with_the_words_and_is_no_trespass(cast, login):
    case = warnings.warning(cast)
    warnings.signed(case, cast)
    url, version = reverse("cases:step", args=[case.number, "confirm"]), case.version
    warnings.soon(case, "confirm", cast.township_lead, minutes=20)
    clerk = login(cast.clerk)
    answer = clerk.post(url, {"note": WRITTEN, "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409 and f"{cast.township_lead.name} " in page and WRITTEN in page
    assert not AccessRecord.objects.filter(verb=AccessRecord.Verb.DENIED).exists()
    assert clerk.post(url, {"note": WRITTEN, "version": case.version}).status_code == 403, "read after it was taken"
    assert clerk.post(url, {"note": WRITTEN}).status_code == 403


def test_what_nobody_was_faster_with_is_a_trespass(cast, login):
    case = incidents.incident(cast)
    assert login(cast.county).get(reverse("cases:step", args=[case.number, "acknowledge"])).status_code == 403
    assert AccessRecord.objects.filter(verb=AccessRecord.Verb.DENIED, actor=cast.county).exists()


@pytest.mark.parametrize("sends", [True, False])
def test_what_a_colleague_has_sent_on_meanwhile_is_no_trespass_either(cast, login, sends):
    case = builders.petition(cast)
    url, version = reverse("cases:step", args=[case.number, "transfer"]), case.version
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.water, reason="属于水务局职责。", told_by="post")
    client = login(cast.clerk)
    told = {"to_unit": cast.water.name, "reason": WRITTEN, "told_by": "post", "version": version}
    answer = client.post(url, told) if sends else client.get(url)
    page = answer.content.decode()
    assert answer.status_code == 409 and "这件事项已经转出" in page and f"{cast.clerk.name} " in page
    assert (WRITTEN in page) is sends
    assert not AccessRecord.objects.filter(verb=AccessRecord.Verb.DENIED).exists()
