"""Declarations: what an app brings stands in the registers that other apps take."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps

from governance.celery import app as celery_app
from governance.frame import line
from governance.frame.line import Line
from governance.frame.registry import Registry
from governance.organisation.roles import GRANTS


def test_it_finds_every_page_of_every_app_with_pages():
    app = apps.get_app_config("mediation")
    (address,) = line.ADDRESSES.read(app, {"mediation/": "urls"})
    assert address == line.ADDRESSES["mediation.urls"]
    assert str(line.addresses().url_patterns[list(line.ADDRESSES).index("mediation.urls")].pattern) == "mediation/"


def test_it_rings_for_tasks_that_exist_and_drops_a_tick_before_the_next():
    celery_app.loader.import_default_modules()
    schedule = line.schedule()
    assert len(schedule) >= 6
    for name, entry in schedule.items():
        assert entry["task"] in celery_app.tasks, name
        assert 0 < entry["options"]["expires"] < entry["schedule"].total_seconds(), name


def test_it_tells_the_timer():
    celery_app.finalize()
    assert celery_app.conf.beat_schedule == line.schedule()
    assert celery_app.conf.beat_schedule["scan_leading"]["schedule"] == timedelta(minutes=15)


def test_it_knows_no_field_that_no_room_takes():
    assert {"urls", "every", "roles", "menu", "kinds", "papers", "agenda", "promises"} <= set(line.FIELDS)
    with pytest.raises(KeyError, match="'colours' among the fields of a line of work"):
        line.install({apps.get_app_config("petitions"): Line(colours=("red",))})


def test_it_fills_the_registers_that_others_take(monkeypatch):
    fruits: Registry[SimpleNamespace] = Registry("fruits", field="fruits")
    apple, pear, fig = (SimpleNamespace(code=code) for code in ("apple", "pear", "fig"))
    monkeypatch.setattr(line, "FIELDS", Registry("fields", code="field"))
    petitions, mediation = apps.get_app_config("petitions"), apps.get_app_config("mediation")
    # What is brought may stand before the room that takes it.
    line.install({petitions: Line(fruits=(apple, pear)), mediation: Line(takes=(fruits,), fruits=(fig,))})
    assert [*fruits.values()] == [apple, pear, fig]


def test_it_takes_no_permission_for_a_role_that_nobody_can_hold(tmp_path):
    rows = tmp_path / "roles.csv"
    rows.write_text("permission,roles\ncases.view_case,king\n", encoding="utf-8")
    with pytest.raises(LookupError, match="petitions names roles that are not there: king"):
        GRANTS.read(apps.get_app_config("petitions"), str(rows))
