"""Taking steps through the API: what it wants is told, what is refused has a sentence, nobody overwrites anybody."""

import json

import pytest

from governance.cases.common_facts import CAME_BY, CAME_BY_NONE
from governance.cases.models import Proposal
from governance.organisation.models import AccessRecord
from petitions.models import Petition
from petitions.workflow import WORKFLOW
from tests import builders

pytestmark = pytest.mark.django_db


def path(case, name="") -> str:
    return f"/api/cases/{case.number}/steps/" + (f"{name}/" if name else "")


def take(caller, case, name, version=None, **facts):
    case.refresh_from_db()
    return caller.post(path(case, name), {"version": version or case.version, "facts": facts})


@pytest.fixture
def routed(cast):
    return builders.in_status(cast, "routed")


def test_it_lists_the_steps_open_to_each_person(cast, routed, call):
    def names(user):
        return {step["name"] for step in call(user).get(path(routed))[1]["steps"]}

    assert {"accept", "not_accept", "object"} <= names(cast.handler) | {"object"}
    assert "accept" in names(cast.handler) and "accept" not in names(cast.clerk)
    assert names(cast.leader) <= {"comment", "instruct"}


def test_it_offers_only_steps_that_can_be_taken(cast, routed, call):
    for user in (cast.handler, cast.lead, cast.clerk, cast.staff):
        caller = call(user)
        for step in caller.get(path(routed))[1]["steps"]:
            status, said = caller.post(step["url"], {"version": routed.version, "facts": {}})
            assert status in (200, 202, 422), (step["name"], said)
            routed.refresh_from_db()
            if status != 422:
                return


def test_it_answers_with_the_row_of_the_history_and_the_office_s_clock(cast, routed, call):
    code, said = take(call(cast.handler), routed, "comment", note="已电话联系。")
    kept = call(cast.handler).get(f"/api/cases/{routed.number}/")[1]["events"][-1]
    assert code == 200 and said["event"] == kept
    assert kept["seq"] == routed.events.latest("seq").seq > 1 and kept["at"].endswith("+08:00")


def test_it_tells_what_a_step_wants_as_json_schema(cast, routed, call):
    said = call(cast.handler).get(path(routed))[1]
    step = next(step for step in said["steps"] if step["name"] == "accept")
    assert (step["label"], step["target"], step["needs_approval"]) == ("受理", "handling", False)
    schema = step["facts"]
    assert schema["required"] == ["told_by"] and schema["additionalProperties"] is False
    assert {"const": "post", "title": "邮寄"} in schema["properties"]["told_by"]["oneOf"]
    assert schema["properties"]["note"]["maxLength"] > 0


def test_it_describes_every_fact_of_every_step(cast, call):
    for status in ("registered", "routed", "handling", "answered", "served"):
        case = builders.in_status(cast, status)
        for user in cast.people:
            code, said = call(user).get(path(case))
            if code == 404:
                continue
            for step in said["steps"]:
                asked = [fact for fact in WORKFLOW.step(step["name"]).facts if fact.kind != "files"]
                told = {fact.name for fact in asked if fact.asked_where is None or fact.asked_where(case)}
                # Asked only where the county has ways of its own.
                told -= {CAME_BY, CAME_BY_NONE}
                properties = step["facts"]["properties"]
                assert set(properties) == told
                assert all(each["title"] for each in properties.values())


def test_it_says_that_one_fact_needs_another(cast, call):
    case = builders.in_status(cast, "handling")
    steps = {step["name"]: step for step in call(cast.lead).get(path(case))[1]["steps"]}
    condition = steps["reclassify"]["facts"]["allOf"][0]
    assert condition["if"]["properties"] == {"petition_class": {"const": "appeal_request"}}
    assert condition["then"] == {"required": ["route"]}


def test_it_takes_a_step(cast, routed, call):
    status, said = take(call(cast.handler), routed, "accept", told_by="electronic")
    assert status == 200
    assert (said["status"], said["waiting"], said["event"]["step"]) == ("handling", False, "accept")
    routed.refresh_from_db()
    assert (routed.status, routed.version, routed.handler) == ("handling", said["version"], cast.handler)


def test_it_puts_a_step_forward_for_approval(cast, call):
    case = builders.in_status(cast, "handling")
    status, said = take(call(cast.handler), case, "issue_opinion", **builders.OPINION)
    assert status == 202 and said["waiting"] is True and said["status"] == "handling"
    assert Proposal.objects.get().step == "issue_opinion"


def test_it_does_not_overwrite_what_another_changed_meanwhile(cast, routed, call):
    read = routed.version
    builders.step(routed, "comment", cast.lead, note="先核实。")
    status, said = take(call(cast.handler), routed, "accept", version=read, told_by="electronic")
    assert status == 409 and said["code"] == "stale_version"
    assert [change["actor"] for change in said["changes"]] == ["王海涛"]
    routed.refresh_from_db()
    assert routed.status == "routed"


def test_it_says_at_each_fact_what_is_wrong(cast, routed, call):
    caller = call(cast.handler)
    status, said = take(caller, routed, "accept", told_by="pigeon", extra="x")
    assert status == 422 and said["code"] == "fact_missing"
    assert set(said["errors"]) == {"extra"}
    assert set(take(caller, routed, "accept")[1]["errors"]) == {"told_by"}
    assert "选择" in take(caller, routed, "accept", told_by="pigeon")[1]["errors"]["told_by"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"facts": {}}, "version"),
        ({"version": "x", "facts": {}}, "version"),
        ({"version": 0, "facts": {}}, "version"),
        ({"version": 3}, "facts"),
        ({"version": 3, "facts": []}, "facts"),
        ({"version": 3, "facts": {"actor": 1}}, "actor"),
        ({"version": 3, "facts": {"at": "2019-01-01"}}, "at"),
        ({"version": 3, "facts": {"replay": True}}, "replay"),
        ({"version": 3, "facts": {"told_by": ["post"]}}, "told_by"),
    ],
)
def test_it_refuses_a_call_out_of_shape(cast, routed, call, body, field):
    before = Petition.objects.get(pk=routed.pk).version
    status, said = call(cast.handler).post(path(routed, "accept"), body)
    assert status == 422 and list(said["errors"]) == [field]
    assert Petition.objects.get(pk=routed.pk).version == before


def test_it_refuses_what_is_no_json(cast, routed, login):
    answer = login(cast.handler).post(path(routed, "accept"), "{", content_type="application/json")
    assert answer.status_code == 400 and answer.json()["code"] == "parse_error"


def test_it_refuses_whom_the_law_does_not_name_and_records_it(cast, routed, call):
    status, said = take(call(cast.clerk), routed, "accept", told_by="electronic")
    assert status == 403 and said == {"code": "step_not_allowed", "detail": "您的岗位不能对这件事项“受理”。"}
    assert AccessRecord.objects.get(verb="denied").actor == cast.clerk


def test_it_refuses_a_step_from_where_the_case_does_not_stand(cast, routed, call):
    status, said = take(call(cast.handler), routed, "serve", method="direct")
    assert status == 409 and said["code"] == "step_not_possible" and "待受理" in said["detail"]


def test_it_knows_no_step_of_another_name(cast, routed, call):
    assert take(call(cast.handler), routed, "close_silently")[0] == 404


def test_it_wants_the_token_of_the_page(cast, routed, client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(cast.handler, backend="governance.organisation.accounts.backends.PostBackend")
    body = json.dumps({"version": routed.version, "facts": {"told_by": "electronic"}})
    answer = strict.post(path(routed, "accept"), body, content_type="application/json")
    assert answer.status_code == 403
    routed.refresh_from_db()
    assert routed.status == "routed"


def test_it_says_when_a_case_leaves_the_sight_of_who_moved_it(cast, call):
    case = builders.accusation(cast)
    facts = {**builders.TRANSFER, "to_unit": cast.discipline.pk}
    status, said = take(call(cast.clerk), case, "transfer", **facts)
    assert status == 200 and said["visible"] in (True, False)
    assert (said["status"] is None) == (said["visible"] is False)
