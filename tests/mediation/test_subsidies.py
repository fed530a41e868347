"""Subsidy by the case: earned once a dispute, by grade, approved by others, paid by the month."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.cases.steps.possible import open_steps
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.jobs import work
from governance.organisation.models import AccessRecord
from mediation.models import Subsidy, SubsidyRate
from mediation.subsidies import effects as subsidy
from mediation.subsidies import jobs as subsidy_jobs
from tests import builders, disputes
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def delivered(kept):
    subsidy.load_reference()


def claim(case, cast, *, later=31):
    builders.step(case, "claim_subsidy", cast.mediator, later=later, mediator=case.mediators.get())
    return case.subsidy


def approved(cast, **fields):
    case = disputes.filed(cast, **fields)
    claim(case, cast)
    builders.step(case, "approve_subsidy", cast.justice_officer, later=33)
    return case


@pytest.mark.parametrize(("grade", "amount"), [("general", 50), ("larger", 100), ("major", 200)])
def test_it_pays_by_the_grade_of_the_dispute(cast, grade, amount):
    found = claim(disputes.filed(cast, grade=grade), cast)
    assert (found.amount, found.state, found.month) == (Decimal(amount), "claimed", None)


def test_whoever_decides_on_it_finds_it_on_the_desk_until_it_is_decided(cast, login):
    case, desk = disputes.filed(cast), login(cast.justice_officer)
    assert "审核以案定补" not in desk.get("/").content.decode()
    claim(case, cast)
    assert "审核以案定补：1 件" in desk.get("/").content.decode()
    assert "审核以案定补" not in login(cast.mediator).get("/").content.decode()
    builders.step(case, "approve_subsidy", cast.justice_officer, later=33)
    assert "审核以案定补" not in login(cast.justice_officer).get("/").content.decode()


def test_less_is_paid_for_a_late_sweep_or_an_unlawful_agreement_and_says_why(cast):
    case = disputes.filed(cast, grade="larger")
    claim(case, cast)
    for told, field in (
        ({"deducted_for": "late_sweep"}, "deduction"),
        ({"deduction": 20}, "deducted_for"),
        ({"deducted_for": "unlawful", "deduction": 100}, "deduction"),
    ):
        with pytest.raises(FactMissing) as refused:
            builders.step(case, "approve_subsidy", cast.justice_officer, later=33, **told)
        assert list(refused.value.errors) == [field]
    builders.step(case, "approve_subsidy", cast.justice_officer, later=33, deducted_for="late_sweep", deduction=20)
    found = Subsidy.objects.get()
    assert (found.amount, found.state) == (Decimal(80), "approved")
    assert found.reason == "扣减 20.00 元（纠纷排查不及时）"
    assert ["金额", "80.00元，列入 2026-04 发放表"] in case.events.latest("seq").facts["told"]


def test_it_pays_by_the_rate_of_the_day_on_which_the_case_was_filed(cast):
    case = disputes.filed(cast)
    SubsidyRate.objects.create(grade="general", amount=80, effective_from=case.file.filed_on, source="新办法")
    later = disputes.day(case, 31)
    SubsidyRate.objects.create(grade="general", amount=90, effective_from=later, source="更新的办法")
    assert claim(case, cast, later=40).amount == Decimal(80)


def test_it_keeps_what_the_office_has_set_when_reference_data_is_loaded_again():
    SubsidyRate.objects.filter(grade="general").update(amount=70)
    assert subsidy.load_reference() == 0
    assert SubsidyRate.objects.get(grade="general").amount == 70


def test_it_is_for_peoples_mediation_only(cast):
    case = disputes.track(cast, "administrative_mediation")
    with pytest.raises(StepNotPossible):
        builders.step(case, "claim_subsidy", cast.handler, later=3)


def test_it_is_not_earned_before_the_case_is_filed(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    disputes.perform(case, cast)
    with pytest.raises(StepNotPossible):
        claim(case, cast)


def test_it_is_not_earned_by_a_file_that_failed_the_review(cast):
    case = disputes.filed(cast)
    scores = {"score_complete": 10, "score_procedure": 10, "score_agreement": 10, "score_following": 10}
    builders.step(case, "review_file", cast.justice_officer, later=31, **scores)
    with pytest.raises(StepNotPossible, match="卷宗评查不合格"):
        builders.step(case, "claim_subsidy", cast.mediator, later=32, mediator=case.mediators.get(), replay=False)


def test_it_is_not_offered_where_the_office_has_set_no_rate(cast):
    case = disputes.filed(cast)
    SubsidyRate.objects.all().delete()
    with pytest.raises(StepNotPossible, match="还没有补贴标准"):
        disputes.step(case, "claim_subsidy", cast.mediator, later=31, replay=False)
    assert "claim_subsidy" not in {step.name for step in open_steps(case, cast.mediator, case.opened_at)}


def test_it_pays_once_for_a_dispute_however_many_tracks_it_had(cast):
    first = disputes.filed(cast)
    claim(first, cast)
    second = disputes.track(cast, of=first.dispute, later=35)
    disputes.accept(second, cast, later=1)
    disputes.sit(second, cast)
    disputes.agree(second, cast)
    disputes.perform(second, cast)
    disputes.archive(second, cast)
    with pytest.raises(StepNotPossible, match="另一件调解已经申报"):
        claim(second, cast, later=40)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subsidy.objects.create(
            track=second,
            dispute=first.dispute,
            mediator=disputes.mediator(cast),
            amount=50,
            claimed_on=date(2026, 4, 1),
        )


def test_it_puts_an_approved_one_on_the_list_of_the_month(cast):
    found = approved(cast).subsidy
    assert (found.state, found.month) == ("approved", found.claimed_on.replace(day=1))


def test_it_lets_a_refused_one_be_claimed_again_and_keeps_the_reason_in_the_history(cast):
    case = disputes.filed(cast)
    claim(case, cast)
    builders.step(case, "refuse_subsidy", cast.justice_officer, later=32, reason="笔录没有签名。")
    assert case.subsidy.state == "refused"
    assert "笔录没有签名。" in str(case.events.latest("seq").facts)
    case = type(case).objects.get(pk=case.pk)
    claim(case, cast, later=33)
    case.subsidy.refresh_from_db()
    assert (case.subsidy.state, case.subsidy.reason) == ("claimed", "")
    with pytest.raises(StepNotPossible):
        claim(case, cast, later=34)


def test_it_is_not_approved_by_who_earns_it(cast):
    case = disputes.filed(cast)
    claim(case, cast)
    with pytest.raises(StepNotAllowed):
        builders.step(case, "approve_subsidy", cast.mediator, later=33)
    mediator = case.subsidy.mediator
    mediator.user = cast.justice_officer
    mediator.save(update_fields=["user"])
    with pytest.raises(StepNotAllowed, match="自己"):
        builders.step(case, "approve_subsidy", cast.justice_officer, later=33)


def test_it_shows_the_month_with_its_sum_and_marks_what_was_paid(cast, login, time_machine):
    one, two = approved(cast), approved(cast, grade="major")
    time_machine.move_to(one.opened_at.replace(month=4, day=20), tick=False)
    url = f"{reverse('mediation:subsidies')}?month=2026-04"
    client = login(cast.justice_officer)
    page = client.get(url).content.decode()
    assert "2 件，合计 250.00 元，已发放 0 元" in page
    nothing = client.post(url, {"paid_on": "2026-04-20"})
    assert nothing.status_code == 422 and "请先勾选" in nothing.content.decode()
    assert client.post(url, {"paid_on": "2026-04-20", "chosen": [one.subsidy.pk]}).status_code == 302
    one.subsidy.refresh_from_db()
    assert (one.subsidy.state, one.subsidy.paid_on) == ("paid", date(2026, 4, 20))
    assert one.events.latest("seq").step == "pay_subsidy"
    page = client.get(url).content.decode()
    assert "合计 250.00 元，已发放 50.00 元" in page and two.number in page


def test_it_says_why_a_payment_was_not_marked(cast, login, time_machine):
    case = approved(cast)
    time_machine.move_to(case.opened_at.replace(month=4, day=20), tick=False)
    told = {"paid_on": "2026-03-11", "chosen": [case.subsidy.pk]}
    url = f"{reverse('mediation:subsidies')}?month=2026-04"
    page = login(cast.justice_officer).post(url, told, follow=True).content.decode()
    assert "不能早于申报日期" in page
    case.subsidy.refresh_from_db()
    assert case.subsidy.state == "approved"


def test_it_exports_the_month_without_formulas(cast, login):
    case = approved(cast, title="=1+1")
    login(cast.justice_officer).post(reverse("mediation:subsidies_export"), {"month": "2026-04"})
    job = work.run(cast.justice_officer.jobs.get().pk, timezone.now())
    sheet = sheet_in(job)
    (row,) = sheet.told()
    assert (row["案件编号"], row["纠纷"], row["金额（元）"], row["状态"]) == (case.number, "=1+1", 50, "待发放")
    assert row["卷号"] == "（2026）人调字第1号"
    assert sheet.line.startswith("以案定补发放表 2026-04　合计 50.00 元，") and sheet.line.endswith("　共 1 行")
    assert AccessRecord.objects.filter(verb="export", subject__contains="2026-04，共 1 行").exists()


def test_it_exports_nothing_for_who_no_longer_approves(cast):
    params = {"month": "2026-04-01"}
    job = work.ask(subsidy_jobs.EXPORT, owner=cast.clerk, at=timezone.now(), params=params)
    assert work.run(job.pk, timezone.now()).state == "failed"


def test_it_takes_a_new_rate_from_a_day_on(cast, login, time_machine):
    time_machine.move_to(builders.OPENED, tick=False)
    url = reverse("mediation:subsidy_rates")
    client = login(cast.justice_officer)
    told = {"grade": "general", "amount": "80", "effective_from": "2026-04-01", "source": "长财发〔2026〕3号"}
    assert client.post(url, told).status_code == 302
    assert SubsidyRate.in_force("general", date(2026, 3, 31)).amount == 50
    assert SubsidyRate.in_force("general", date(2026, 4, 1)).amount == 80
    assert "尚未执行" in client.get(url).content.decode()
    assert client.post(url, told | {"amount": "85"}).status_code == 302
    assert SubsidyRate.objects.get(effective_from=date(2026, 4, 1)).amount == 85


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "0"}, "不能小于 1 元"),
        ({"amount": "-50"}, "不能小于 1 元"),
        ({"amount": "一百"}, "请填写金额"),
        ({"amount": "50.001"}, "最多写到分"),
        ({"effective_from": "2026-03-09"}, "不能早于今天"),
        ({"source": ""}, "source"),
    ],
)
def test_it_says_at_the_field_what_is_wrong_with_a_rate(cast, login, time_machine, wrong, sentence):
    time_machine.move_to(builders.OPENED, tick=False)
    told = {"grade": "general", "amount": "80", "effective_from": "2026-04-01", "source": "文件"} | wrong
    answer = login(cast.justice_officer).post(reverse("mediation:subsidy_rates"), told)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert SubsidyRate.objects.count() == 3
