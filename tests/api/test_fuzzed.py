"""Schemathesis calls every operation that the API describes: nothing breaks down, and nothing is answered but what is
described.

A step is called as the list of open steps says, so that what is wanted of its facts is tried too. The calls are the
same in every run of the gate.
"""

import json
from itertools import count

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import builders
from tests.exchange.pages import hotline
from tests.petitions.test_hotline import ADDRESS, CALLED

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def case(cast):
    return builders.in_status(cast, "handling")


@pytest.fixture
def clients(cast, login):
    """A hotline with its token for its own addresses, and whoever handles the case for the others."""
    program, person = Client(headers={"Authorization": f"Bearer {hotline(cast)[1]}"}), login(cast.handler)
    return lambda path: program if path.startswith("/api/hotline/") else person


def tried(described: dict, clients, known: dict[str, str]) -> dict[str, set[int]]:
    """Every operation of the description has been called; which statuses were answered."""
    operations = [each.ok() for each in schemathesis.openapi.from_dict(described).get_all_operations()]
    return {each.label: statuses_of(each, clients(each.path), known) for each in operations}


def statuses_of(operation, client: Client, known: dict[str, str]) -> set[int]:
    """The statuses of the calls, of which nothing stays; every second one names what is there."""
    statuses, turns = set(), count()

    @EXAMPLES
    @given(call=operation.as_strategy())
    def run(call):
        if next(turns) % 2:
            call.path_parameters.update({name: known[name] for name in call.path_parameters if name in known})
        cache.clear()
        with transaction.atomic():
            answer = sent(client, call)
            transaction.set_rollback(True)
        call.validate_response(answer, checks=CHECKS)
        statuses.add(answer.status_code)

    run()
    return statuses


def sent(client: Client, call) -> schemathesis.Response:
    """The answer to the call, as the checks read it."""
    method, path = call.method.upper(), call.formatted_path
    body = b"" if isinstance(call.body, NotSet) else json.dumps(call.body).encode()
    # Who calls is known already.
    told = {name: value for name, value in (call.headers or {}).items() if name != "Authorization"}
    answer = client.generic(
        method, path, body, content_type="application/json", query_params=call.query or {}, headers=told
    )
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    asked = requests.Request(method, f"http://testserver{path}").prepare()
    return schemathesis.Response(answer.status_code, headers, answer.content, asked, elapsed=0.0, verify=False)


def test_no_operation_breaks_down_or_answers_what_is_not_described(cast, case, clients):
    known = {"number": case.number, "name": "comment", "their_number": CALLED["number"]}
    how = {"content_type": "application/json", "headers": {"Idempotency-Key": "call-0001"}}
    assert clients(ADDRESS).post(ADDRESS, json.dumps(CALLED), **how).status_code == 201
    found = tried(SchemaGenerator().get_schema(public=True), clients, known)
    assert len(found) >= 7 and all(statuses - {401, 403, 404} for statuses in found.values()), found


def test_no_open_step_breaks_down_whatever_is_told_by_its_own_description(cast, case, clients, login):
    listed = login(cast.handler).get(f"/api/cases/{case.number}/steps/").json()
    whole = SchemaGenerator().get_schema(public=True)
    post = whole["paths"]["/api/cases/{number}/steps/{name}/"]["post"]
    paths = {}
    for step in listed["steps"]:
        facts = {name: value for name, value in step["facts"].items() if name != "$schema"}
        body = {"type": "object", "properties": {"version": {"const": listed["version"]}, "facts": facts}}
        body |= {"required": ["version", "facts"], "additionalProperties": False}
        told = {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}
        paths[step["url"]] = {"post": post | told | {"parameters": [], "operationId": step["name"]}}
    found = tried(whole | {"openapi": "3.1.0", "paths": paths}, clients, {})
    assert len(found) > 10 and {200, 422} <= set().union(*found.values()), found
