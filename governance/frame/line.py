"""What an app brings to the rooms below it, in one declaration: ``LINE = Line(kinds=..., menu=...)`` in its wiring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.urls import URLPattern, include
from django.urls.resolvers import RoutePattern
from django.utils.module_loading import module_has_submodule

from .addresses import Addresses
from .registry import Registry


class Line:
    """The declaration of one app: the registers it ``takes`` from others, and what it brings to those of all apps.

    Whatever it brings stands in the field that names the register.
    """

    def __init__(self, *, takes: Iterable[Registry] = (), **brought: Any):
        self.takes = takes
        self.brought = brought


# Every register that a declaration can fill, by the field that fills it.
FIELDS: Registry[Registry] = Registry("fields of a line of work", code="field")


def declared() -> dict[AppConfig, Line]:
    """What every installed app declares in its ``wiring``, in the order of the apps."""
    wired = [app for app in apps.get_app_configs() if module_has_submodule(app.module, "wiring")]
    return {app: import_module(f"{app.name}.wiring").LINE for app in wired}


def install(lines: dict[AppConfig, Line]) -> None:
    """Whatever the apps bring stands in the registers; raises KeyError for a field that no room takes."""
    for line in lines.values():
        FIELDS.register(*line.takes)
    for app, line in lines.items():
        for field, value in line.brought.items():
            register = FIELDS[field]
            register.register(*register.read(app, value))


@dataclass(frozen=True)
class Address:
    """Where the pages of a module of addresses begin."""

    module: str
    prefix: str


def _addresses(app: AppConfig, value: dict[str, str]) -> Iterable[Address]:
    return [Address(f"{app.name}.{module}", prefix) for prefix, module in value.items()]


@dataclass(frozen=True)
class Tick:
    """A task of the app that the timer rings for."""

    name: str
    task: str
    every: timedelta

    @property
    def entry(self) -> dict[str, Any]:
        """What the timer is told. A tick that nobody took within its interval is dropped, the next finds the same."""
        expires = int(self.every.total_seconds() * 14 / 15)
        return {"task": self.task, "schedule": self.every, "options": {"expires": expires}}


def _ticks(app: AppConfig, value: dict[str, timedelta]) -> Iterable[Tick]:
    return [Tick(name, f"{app.name}.tasks.{name}", every) for name, every in value.items()]


ADDRESSES: Registry[Address] = Registry("modules of addresses", field="urls", code="module", read=_addresses)
TICKS: Registry[Tick] = Registry("tasks that the timer rings for", field="every", code="name", read=_ticks)


def addresses(*own: URLPattern) -> Addresses:
    """The address table of the site: its own and the pages of every line."""
    lines = [Addresses(RoutePattern(each.prefix), *_included(each.module)) for each in ADDRESSES.values()]
    return Addresses(RoutePattern(""), [*own, *lines])


def _included(module: str) -> tuple[Any, None, str | None, str | None]:
    patterns, app_name, namespace = include(module)
    return patterns, None, app_name, namespace


def schedule() -> dict[str, dict[str, Any]]:
    """What the timer rings for, and how often."""
    return {tick.name: tick.entry for tick in TICKS.values()}
