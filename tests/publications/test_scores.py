"""The bulletin of a period of assessment: what was frozen, published and read."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from governance.assessment.models import Scheme, ScoredPeriod
from governance.assessment.periods import actions as periods
from governance.cases.papers.templates import text_of
from governance.duties.plans import actions as plans
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.publications.body import FEW, blocks
from governance.publications.documents.word import word_of
from governance.publications.issuing import actions
from governance.publications.models import Publication
from governance.publications.products.jobs import MAKE
from governance.publications.products.scored import bulletin
from governance.publications.reference import load_reference
from tests.assessment.scored import AFTER, frozen_quarter

from .making import made

pytestmark = pytest.mark.django_db


def scored(cast, time_machine, *, published: bool = True) -> ScoredPeriod:
    """The first quarter of the townships: 韦曲 missed two of four reports, 郭杜 none of two."""
    time_machine.move_to(AFTER, tick=False)
    plans.load_reference()
    load_reference()
    period = frozen_quarter(cast)
    if published:
        periods.publish(period, version=None, actor=cast.county, at=AFTER + timedelta(days=8))
    return period


def test_the_bulletin_of_a_period_says_what_was_frozen_and_hides_in_public(cast, login, time_machine):
    period = scored(cast, time_machine)
    page = login(cast.county).get(f"/publications/kinds/scores/make/?scored={period.pk}").content.decode()
    assert f'value="{period.pk}" selected' in page
    found = made("scores", cast.county, scored=period.pk)
    assert "|郭杜街道办|100.00|1\n|韦曲街道办|64.50|2" in found.body
    assert "|例行任务按期报送|70|2|1|52.50|35.00" in found.body
    assert "1 个单位有失分的项目" in found.body
    assert (
        "|韦曲街道办|例行任务每少一次扣 0.25 分|2 件（次），应有 4|20|19.50\n"
        "|韦曲街道办|例行任务按期报送|50.0%（2/4）|70|35.00"
    ) in found.body
    assert found.made_of["numbers"]["韦曲街道办"] == {"总分": "64.50", "名次": 2, "一票否决": False}
    told = text_of(BytesIO(word_of(found)))
    assert "考核 2 个单位，2 个排名" in told and len(Document(BytesIO(word_of(found))).inline_shapes) == 1
    public = made("scores_public", cast.county, scored=period.pk)
    shown = "\n".join("|".join(row) for block in blocks(public.body, hides_small=True) for row in block.rows)
    assert "郭杜街道办|100.00|1" in shown and "2/4" not in public.body and "2 件" not in public.body
    assert f"例行任务按期报送|70|{FEW}|{FEW}|52.50|35.00" in shown


def test_no_bulletin_before_the_units_have_read_how_they_stand(cast, login, time_machine):
    period = scored(cast, time_machine, published=False)
    answer = login(cast.county).post("/publications/kinds/scores/make/", {"scored": period.pk})
    assert answer.status_code == 422 and "请选已经公布的一期考核。" in answer.content.decode()
    told = {"kind": "scores", "unit": cast.office.pk, "area": "610116", "scored": period.pk}
    job = work.ask(MAKE, owner=cast.county, at=AFTER, params=told)
    work.run(job.pk, AFTER)
    job.refresh_from_db()
    assert (job.state, Publication.objects.count()) == ("failed", 0) and "还没有公布" in job.message


def test_from_the_frozen_quarter_to_the_issued_word_report_that_the_townships_confirm(cast, login, time_machine):
    period = scored(cast, time_machine)
    found = made("scores", cast.county, scored=period.pk)
    actions.submit(found, version=None, actor=cast.county, at=AFTER)
    with pytest.raises(StepNotAllowed, match="不能审批"):
        actions.approve(found, version=None, actor=cast.county, at=AFTER)
    for verb, who in ((actions.approve, cast.leader), (actions.issue, cast.county)):
        verb(found, version=None, actor=who, at=AFTER)
    found.refresh_from_db()
    assert found.number.startswith("考核通报〔2026〕")
    (word,) = [file for file in found.files.all() if file.name.endswith(".docx")]
    page = login(cast.clerk).get(f"/publications/{found.pk}/").content.decode()
    assert "64.50" in page and found.number in page
    assert login(cast.clerk).get(f"/publications/{found.pk}/files/{word.pk}/").status_code == 200
    login(cast.clerk).post(f"/publications/{found.pk}/confirm/", {})
    read = found.receipts.filter(read_by__isnull=False).values_list("unit__short_name", "read_by__username")
    assert list(read) == [("韦曲街道办", "clerk")]


def test_the_letter_says_every_target_of_the_scheme_in_force_and_is_printed(cast, login, time_machine):
    period = scored(cast, time_machine)
    scheme = period.scheme
    page = login(cast.county).get(f"/publications/kinds/letters/make/?scheme={scheme.pk}").content.decode()
    assert f'value="{scheme.pk}" selected' in page
    refused = login(cast.county).post("/publications/kinds/letters/make/", {"scheme": ""})
    assert refused.status_code == 422 and "请选一个施行的考核方案。" in refused.content.decode()
    found = made("letters", cast.county, scheme=scheme.pk)
    rows = [row for block in blocks(found.body) for row in block.rows]
    for item in (each for each in scheme.asked if each.way != "veto"):
        assert any(row[0] == item.text and row[1] in (str(item.weight), "—") and item.rule in row for row in rows), (
            item.text
        )
    assert "韦曲街道办" in found.body and f"通知本单位之日起 {scheme.objection_days} 日内提出" in found.body
    assert "出厂" not in found.body
    page = login(cast.county).get(f"/publications/{found.pk}/").content.decode()
    assert "按考核方案制作，数字截至" in " ".join(page.split()).replace("截至 ", "截至")
    told = text_of(BytesIO(word_of(found)))
    assert all(item.text in told for item in scheme.asked)


def test_at_the_end_of_the_year_the_targets_of_the_letter_are_held_against_what_came_of_them(cast, login, time_machine):
    period = scored(cast, time_machine)
    period.length = ScoredPeriod.Length.YEAR
    assert "责任书年终对照" not in bulletin(period, hides=False)
    letter = made("letters", cast.county, scheme=period.scheme_id)
    Publication.objects.filter(pk=letter.pk).update(until=date(2027, 1, 31))
    actions.submit(letter, version=None, actor=cast.county, at=AFTER)
    for verb, who in ((actions.approve, cast.leader), (actions.issue, cast.county)):
        verb(letter, version=None, actor=who, at=AFTER)
    login(cast.clerk).post(f"/publications/{letter.pk}/confirm/", {})
    said = bulletin(period, hides=False)
    assert "|韦曲街道办|已签收|3|1|例行任务每少一次扣 0.25 分、例行任务按期报送" in said
    assert "|郭杜街道办|没有签收|3|3|—" in said
    assert "责任书年终对照" not in bulletin(period, hides=True)
    # Revised in the year: what was signed by the edition before is held against, and no target that was added since.
    period.scheme.pk, period.scheme.edition = None, 2
    Scheme.objects.update(state="ended")
    period.scheme.save(force_insert=True)
    Publication.objects.filter(pk=letter.pk).update(
        made_of=letter.made_of | {"numbers": dict(list(letter.made_of["numbers"].items())[:-1])}
    )
    said = bulletin(period, hides=False)
    assert "责任书按方案第 1 版签订，本期按第 2 版核算，只对照责任书里有的目标。" in said
    assert "|郭杜街道办|没有签收|2|2|—" in said
    Publication.objects.filter(pk=letter.pk).update(state="withdrawn")
    assert "责任书年终对照" not in bulletin(period, hides=False)


def test_no_letter_is_written_from_a_draft(cast, login, time_machine):
    scheme = scored(cast, time_machine).scheme
    Scheme.objects.filter(pk=scheme.pk).update(state="draft")
    answer = login(cast.county).post("/publications/kinds/letters/make/", {"scheme": scheme.pk})
    assert answer.status_code == 422 and Publication.objects.count() == 0
    told = {"kind": "letters", "unit": cast.office.pk, "area": "610116", "scheme": scheme.pk}
    job = work.ask(MAKE, owner=cast.county, at=AFTER, params=told)
    work.run(job.pk, AFTER)
    job.refresh_from_db()
    assert (job.state, Publication.objects.count()) == ("failed", 0) and "没有施行" in job.message
