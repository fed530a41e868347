"""What was done with whose data is counted, and the record is taken away without what has been hidden since."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.access import named_in_records
from governance.cases.lists import audit_views
from governance.frame.days import office_day
from governance.organisation.models import AccessRecord
from governance.organisation.records import record
from tests import builders
from tests.workbooks import sheet_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(cast):
    """Two looks and a refusal today, and a look of two years ago."""
    now = timezone.now()
    case = builders.petition(cast)
    for _ in range(2):
        record("unmask", actor=cast.handler, at=now, subject=named_in_records(case), reason="联系信访人")
    record("denied", actor=cast.lead, at=now, subject="/people/", succeeded=False)
    record("unmask", actor=cast.lead, at=now - timedelta(days=800), subject="XF2024-000001", reason="联系信访人")
    return case


def test_it_counts_what_was_done_and_who_looked_most_in_these_days(cast, looked, login):
    page = login(cast.audit_admin).get(reverse("cases:audit"))
    verbs = {label: (done, refused) for label, done, refused in page.context["verbs"]}
    assert (verbs["查看身份信息"], verbs["越权拒绝"]) == ((2, 0), (0, 1))
    assert page.context["people"][0] == ("李文斌", "区住建局·承办人", 2)
    wrong = login(cast.audit_admin).get(reverse("cases:audit"), {"since": "2026-02-01", "until": "2026-01-01"})
    assert wrong.status_code == 422 and "不能早于" in wrong.content.decode()


def test_the_record_is_taken_away_as_shown_and_that_stands_in_it(cast, looked, login, monkeypatch):
    told = {"petition_class": "accusation", "route": "", "accused_unit": cast.housing, "reason": "检举住建局。"}
    before = looked.number
    builders.step(looked, "reclassify", cast.clerk, later=1, **told)
    client, today = login(cast.audit_admin), office_day(timezone.now())
    asked = {"since": today, "until": today, "take": "1"}
    answer = client.get(reverse("cases:audit"), asked)
    sheet = sheet_in(answer)
    assert sheet.line.startswith(f"安全审计记录 {today} 至 {today}　")
    assert sheet.head[:4] == ["时间", "人员", "岗位", "行为"]
    assert [row[3] for row in sheet.rows].count("查看身份信息") == 2
    said = str(sheet)
    assert before not in said and looked.number not in said
    taken = AccessRecord.objects.get(verb="export")
    assert (taken.actor, taken.subject.startswith("安全审计记录")) == (cast.audit_admin, True)
    monkeypatch.setattr(audit_views, "MOST", 1)
    refused = client.get(reverse("cases:audit"), asked)
    assert refused.status_code == 422 and "分几次导出" in refused.content.decode()
