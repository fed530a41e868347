"""A demo county with its site and a Chromium before it: for the pictures of the guide, and for the jobs of the desk."""

import os
import shutil
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import sync_playwright

from governance.celery import app as celery_app
from governance.organisation.accounts.passwords import DEMO_PASSWORD

from .county import county

PROGRAMS = ("chromium", "google-chrome", "chromium-headless-shell")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, *_):
        """The run prints its own lines and nothing else."""


@contextmanager
def _served():
    """The address of the site, served from this process."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    httpd.daemon_threads = True
    httpd.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()


@contextmanager
def demo_county():
    """A browser, and the address at which it finds a fresh demo county."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit("no Chromium here: apt-get install chromium fonts-noto-cjk, or name one in CHROMIUM")
    # Playwright's loop runs in this thread, and Django would take our own queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    celery_app.conf.broker_url = "memory://"
    with county(), tempfile.TemporaryDirectory(prefix="governance-demo-") as var_dir:
        settings.ATTACHMENT_ROOT, settings.JOB_ROOT = Path(var_dir, "files"), Path(var_dir, "jobs")
        call_command("load_demo", verbosity=0)
        with _served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            yield browser, address
            browser.close()


def sign_in(page, who: str) -> None:
    """The person is logged in on this page of a browser."""
    page.goto("/login")
    page.fill("[name=username]", who)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("[data-save]")
    page.wait_for_url(lambda url: "/login" not in url)
