"""Figures of areas typed on a page and from a sheet: what is wrong is named in place, what stood before stays known."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.jobs.models import Job
from governance.organisation.areas.figures import figures_of
from governance.organisation.models import AccessRecord, AreaFigure
from governance.registers.models import Register
from tests.registers.sheets import CAMERAS, DEFINE, ROW, ran, sheet
from tests.registers.sheets import handed_in as taken
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db
FENGQI = "610116001002"
PAGE = f"/registers/figures/{FENGQI}/"
HEAD = "地点,年度,常住人口,户数"


@pytest.fixture
def staff(cast, login):
    return login(cast.staff)


def handed_in(client, *rows: str, head: str = HEAD) -> Job:
    upload = SimpleUploadedFile("数据.csv", "\n".join((head, *rows)).encode())
    answer = client.post("/registers/figures/import/", {"file": upload})
    assert answer.status_code == 302, answer.content.decode()
    return ran(Job.objects.order_by("-pk").first())


def test_a_corrected_figure_holds_and_the_page_says_what_it_was_and_who_changed_it(cast, staff):
    assert staff.post(PAGE, {"year": "2025", "version": "0", "population": "900", "schools": "1"}).status_code == 302
    assert staff.post(PAGE, {"year": "2025", "version": "1", "population": "950"}).status_code == 302
    assert dict(AreaFigure.objects.values_list("figure", "value")) == {"population": 950}
    page = staff.get(PAGE).content.decode()
    assert f"{cast.staff.name}：2025 年：常住人口 900 改为 950；中小学和幼儿园 1 改为 未填" in page
    assert "常住人口 未填 改为 900" in page
    assert figures_of("population", 2026) == {FENGQI: 950}
    table = staff.get("/registers/figures/", {"inside": "610116001", "year": "2025"}).content.decode()
    assert '<td class="num" data-label="常住人口">950</td>' in table


@pytest.mark.parametrize(
    ("box", "value", "sentence"),
    [
        ("population", "-1", "常住人口不能小于 0。"),
        ("population", "很多", "常住人口请填整数。"),
        ("households", "999999999999", "户数不能超过 100000000。"),
        ("schools", "1.5", "中小学和幼儿园请填整数。"),
        ("year", "1999", "年度在 2000 和"),
        ("year", "2999", "年度在 2000 和"),
    ],
)
def test_what_cannot_be_is_refused_in_its_place_and_stays_typed(staff, box, value, sentence):
    answer = staff.post(PAGE, {"year": "2025", "version": "0", "population": "900", box: value})
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and f'value="{value}"' in page
    assert not AreaFigure.objects.exists()


def test_whoever_was_slower_sees_what_the_other_wrote_and_keeps_what_was_typed(staff):
    staff.post(PAGE, {"year": "2025", "version": "0", "population": "900"})
    answer = staff.post(PAGE, {"year": "2025", "version": "0", "population": "901"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "已被他人更新" in page and 'value="901"' in page and "改为 900" in page
    assert AreaFigure.objects.get().value == 900
    assert staff.post(PAGE, {"year": "2025", "version": "1", "population": "901"}).status_code == 302


def test_nobody_writes_figures_of_a_place_that_they_do_not_manage(cast, login):
    for who in (cast.clerk, cast.grid_worker, cast.outsider):
        client = login(who)
        page = client.get(PAGE)
        assert page.status_code == 200 and b'name="population"' not in page.content
        assert client.post(PAGE, {"year": "2025", "version": "0", "population": "1"}).status_code == 403
    assert not AreaFigure.objects.exists()


def test_a_sheet_is_taken_whole_and_once(staff):
    rows = ("韦曲街道 / 凤栖路社区,2025,900,300", "610116001003,2025,,120")
    assert handed_in(staff, *rows).message == "读取 2 行，修改 2 行，0 行没有变化。"
    assert handed_in(staff, *rows).message == "读取 2 行，修改 0 行，2 行没有变化。"
    assert figures_of("households", 2025)["610116001"] == 420
    # An empty cell leaves what stands.
    handed_in(staff, f"{FENGQI},2025,,310")
    assert figures_of("population", 2025) == {FENGQI: 900}


def test_every_bad_cell_of_a_sheet_is_named_and_nothing_is_taken(staff):
    rows = (
        "凤栖路社区,2025,900,300",
        "没有的村,2025,1,1",
        "广场社区,2025,-5,三百",
        "凤栖路社区,2025,901,300",
        "郭北社区,,1,1",
        ",2025,1,1",
    )
    job = handed_in(staff, *rows)
    assert (job.state, job.message) == ("failed", "读取 6 行，5 行有问题，没有导入任何内容。")
    page = staff.get(f"/registers/figures/import/{job.pk}/").content.decode()
    for sentence in (
        "第 3 行“地点”：没有“没有的村”这个地点，请写成“乡镇 / 村”。",
        "第 4 行“常住人口”：常住人口不能小于 0。",
        "第 4 行“户数”：户数请填整数。",
        "第 5 行“地点”：与第 2 行是同一处、同一年度。",
        "第 6 行“年度”：请填写年度。",
        "第 7 行“地点”：请填写所在地。",
    ):
        assert sentence in page
    assert not AreaFigure.objects.exists()
    assert "没有“人口”这一列" in handed_in(staff, head="地点,年度,人口").message


def test_what_is_exported_can_be_loaded_again_without_a_change(cast, staff, tmp_path):
    handed_in(staff, f"{FENGQI},2025,900,300")
    answer = staff.get("/registers/figures/export/", {"inside": "610116001", "year": "2025"})
    path = tmp_path / "数据.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    assert sheet_in(path).rows[1][:5] == [FENGQI, "韦曲街道 / 凤栖路社区", 2025.0, 900.0, 300.0]
    assert AccessRecord.objects.filter(verb="export", actor=cast.staff, subject__startswith="区划数据").exists()
    with path.open("rb") as file:
        staff.post("/registers/figures/import/", {"file": file})
    assert ran(Job.objects.order_by("-pk").first()).message == "读取 3 行，修改 0 行，3 行没有变化。"


def test_there_are_never_fewer_than_are_covered(cast, login, staff):
    """On the page at the figure, in a sheet at its cell; nothing of it stands."""
    AreaFigure.objects.create(area_id=FENGQI, year=2025, figure="schools", value=5)
    share = {"name": "学校覆盖", "level": "village", "figure": "schools", "amount": "90", "per": "100"}
    share |= {"counts": "数量", "basis": "本县规定"}
    login(cast.county).post(DEFINE, CAMERAS | {f"norms-0-{name}": value for name, value in share.items()})
    sheet_of_rows = sheet(ROW.format(1, 1).replace(",1,正常", ",4,正常"))
    taken(login(cast.clerk), Register.objects.get(name=CAMERAS["name"]), sheet_of_rows)
    staff = login(cast.staff)
    answer = staff.post(PAGE, {"year": "2025", "version": "0", "schools": "3"})
    assert answer.status_code == 422 and "合计多于全部的 3" in answer.content.decode()
    job = handed_in(staff, "凤栖路社区,2025,3", head="地点,年度,中小学和幼儿园")
    assert job.report["faults"][0].startswith("第 2 行“中小学和幼儿园”：凤栖路社区“学校覆盖”合计多于全部的 3")
    assert AreaFigure.objects.get(figure="schools").value == 5
