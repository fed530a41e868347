"""The file of a mediation in a browser: put in order, bound, paid for; on a phone."""

import pytest
from django.utils import timezone

from governance.jobs import work
from governance.jobs.models import Job
from mediation.models import Subsidy
from mediation.subsidies import effects as subsidy
from tests import builders, disputes
from tests.attachments.samples import picture
from tests.cast import known


@pytest.fixture
def cast(transactional_db):
    made = known()
    subsidy.load_reference()
    return made


def _performed(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    disputes.perform(case, cast)
    return case


def test_it_fills_orders_and_binds_a_file(phone_page, cast, sign_in, good_at_both_widths):
    case = _performed(cast)
    page = sign_in(phone_page, cast.mediator)
    page.goto(f"/cases/{case.number}/")
    page.get_by_role("link", name="卷内材料和组卷").click()
    page.get_by_text("还缺 6 项，补齐后才能归档：").wait_for()
    good_at_both_widths(page)
    page.get_by_role("link", name="补充材料").click()
    page.get_by_label("归入").select_option("当事人身份证明")
    page.set_input_files("input[type=file]", {"name": "身份证.png", "mimeType": "image/png", "buffer": picture("PNG")})
    page.get_by_role("button", name="补充卷宗材料").click()
    page.get_by_role("link", name="卷内材料和组卷").click()
    page.get_by_text("还缺 5 项，补齐后才能归档：").wait_for()
    page.get_by_label("保管期限").select_option("永久")
    page.get_by_label("“身份证.png”归入").select_option("证据材料")
    page.get_by_role("button", name="保存整理").click()
    page.get_by_text("卷宗已整理。").wait_for()
    page.get_by_text("还缺 6 项，补齐后才能归档：").wait_for()
    good_at_both_widths(page)
    page.get_by_role("button", name="组卷下载").click()
    page.get_by_text("正在排队").wait_for()
    # The file that is waited for comes by itself.
    with page.expect_download() as download:
        work.run(Job.objects.latest("pk").pk, timezone.now())
    assert download.value.suggested_filename == f"卷宗 {case.number}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_it_pays_from_the_list_of_the_month(phone_page, cast, sign_in, good_at_both_widths):
    case = disputes.filed(cast)
    builders.step(case, "claim_subsidy", cast.mediator, later=31, mediator=case.mediators.get())
    page = sign_in(phone_page, cast.justice_officer)
    page.goto("/mediation/subsidies/")
    good_at_both_widths(page)
    page.get_by_role("link", name="审核").click()
    page.get_by_role("button", name="同意补贴").click()
    page.get_by_text("待发放").first.wait_for()
    page.goto("/mediation/subsidies/")
    good_at_both_widths(page)
    page.get_by_text("1 件，合计 50.00 元，已发放 0 元").wait_for()
    page.get_by_role("button", name="登记发放").click()
    page.get_by_text("1 件已登记发放。").wait_for()
    page.get_by_text("已发放 50.00 元").wait_for()
    page.get_by_role("link", name="补贴标准").click()
    page.get_by_role("heading", name="新标准").wait_for()
    good_at_both_widths(page)
    paid = Subsidy.objects.get(track=case)
    assert (paid.state, paid.amount) == ("paid", 50)
