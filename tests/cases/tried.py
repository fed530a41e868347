"""Steps that no real table has yet, tried on petitions for the length of a test."""

from dataclasses import replace

import pytest

from governance.cases import registry


@pytest.fixture
def try_steps(monkeypatch):
    """``try_steps(step, ..., effects={}, choosers={})``: petitions have these steps and wirings too."""

    def add(*steps, effects=None, **fields):
        kind = registry.KINDS["petition"]
        workflow = replace(kind.workflow, steps=(*kind.workflow.steps, *steps))
        fresh = replace(kind, workflow=workflow, effects={**kind.effects, **(effects or {})}, **fields)
        monkeypatch.setitem(registry.KINDS._items, "petition", fresh)

    return add
