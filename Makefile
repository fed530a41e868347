# make run brings up the whole centre on this machine; make test is the gate. "make help" lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run prepare install assets test pytest lint types style templates check chromium bench faults-year grid-proof lock papers-pdf docs-flow docs-rules docs-pictures clean

# The system's Python where it will do: a distribution builds it along the ways that running programs take, and one that
# was compiled at home without that needs a fifth more of the processor, for every page and every test.
PYTHON ?= $(shell for each in /usr/bin/python3 python3; do \
	$$each -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && break; done; echo $$each)
# One more than the cores that the gate is meant for: while one waits for the browser or the database another works.
WORKERS ?= 3
BIN := .venv/bin
# Without npm on the machine, the Node wheel below puts one into .venv/bin.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Python images set this. Every process that starts would compile all modules of the centre anew.
unexport PYTHONDONTWRITEBYTECODE
# Draws up the lists of packages with their hashes.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--custom-compile-command "make lock"
PIP_INSTALL := python -m pip install --quiet --retries 2 --require-hashes
# uv brings in seconds what takes pip half a minute, from where pip is told on this machine; what it does not get at so
# (behind a key or a certificate that only pip knows) pip brings itself. $(1): the list, $(2), $(3): more for uv, for pip.
PIP_INDEX = python -m pip config list | sed -nE "s/^[:a-z]+\.index-url='(.*)'$$/\1/p" | head -n 1
INSTALL = { UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$($(PIP_INDEX))} UV_HTTP_RETRIES=1 uv pip install --quiet \
	--python $(BIN)/python --require-hashes $(2) -r $(1) || $(PIP_INSTALL) $(3) -r $(1); } > $(LOG) 2>&1

# What a production needs to be checked; none of it is real.
PRODUCTION := DJANGO_ENV=production DEBUG=0 ALLOWED_HOSTS=centre.example VAR_DIR=$(CURDIR)/var \
	SECRET_KEY=only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz FIELD_KEYS=check:only-for-the-check-0123456789abcdef HISTORY_KEY=only-for-the-check-fedcba9876543210 \
	DATABASE_URL=postgresql://check@localhost/check REDIS_URL=redis://localhost

# What was said while packages were installed; those of the assets come at the same time and have a log of their own.
LOG := var/install.log
define explain_install
	if grep -qi "no space left" $(LOG); then echo "磁盘已满，装不下程序组件，请腾出空间后再试。"; \
	else echo "装不上程序组件：连不上软件源，或软件源里没有所需的版本。详情见 $(LOG)。"; fi; exit 1
endef

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: prepare ## start the centre: database, broker, web, workers, beat (PORT=8000)
	@python -m governance.start

prepare: .venv/.installed static/vendor/.built ## virtual environment and assets, what a server needs

install: .venv/.installed-dev static/vendor/.built ## virtual environment with everything for development, and the assets

assets: static/vendor/.built ## install and build the front-end assets

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "需要 Python 3.11 或更新的版本；可用 PYTHON=python3.11 make run 指明。"; exit 1; }
	@mkdir -p var
	@$(PYTHON) -m venv .venv > $(LOG) 2>&1 || { rm -rf .venv; \
		if grep -qi "no space left" $(LOG); then echo "磁盘已满，建不了虚拟环境，请腾出空间后再试。"; \
		else echo "建不了虚拟环境，请先安装 python3-venv（apt-get install python3-venv）。"; fi; exit 1; }

.venv/.uv: requirements-uv.txt | .venv/bin/python
	@mkdir -p var
	@$(PIP_INSTALL) -r requirements-uv.txt > $(LOG) 2>&1; touch $@

.venv/.installed: requirements.txt | .venv/.uv
	@echo "正在安装程序组件，第一次约需一分钟。"; mkdir -p var
	@$(call INSTALL,requirements.txt,--compile-bytecode) || { $(explain_install); }
	@touch $@

# Most modules of the packages are never imported here; the others are compiled when they first are. A server has them
# compiled before, as who runs it there may not write them.
.venv/.installed-dev: requirements-dev.txt | .venv/.uv
	@mkdir -p var
	@$(call INSTALL,requirements-dev.txt,,--no-compile) || { $(explain_install); }
	@touch $@ .venv/.installed

node_modules/.installed static/vendor/.built: private LOG := var/assets.log
node_modules/.installed: package.json package-lock.json .npmrc requirements-node.txt | .venv/.uv
	@mkdir -p var
	@command -v npm > /dev/null || $(call INSTALL,requirements-node.txt) || { $(explain_install); }
	@npm ci --no-progress --loglevel=error --fetch-retries=1 > $(LOG) 2>&1 || { $(explain_install); }
	@touch $@

static/vendor/.built: node_modules/.installed static/build.mjs
	@npm run --silent build > $(LOG) 2>&1 || { echo "前端文件没有生成，详情见 $(LOG)。"; exit 1; }
	@touch $@

# At the end of a part of the gate: how long it took, and whether it went well.
took = status=$$?; echo "$(1): $$SECONDS s"; exit $$status

# A click that Chromium never answered is tried once more, and the log names it (RERUN); every other failure counts at once.
SECOND_TRY := --reruns 1 --only-rerun '^TimeoutError: (Locator|Page)\.' -rfER

# What only reads the code is done beside the tests, which leave a core idle while they begin and while they end.
test: chromium ## the gate: linters, import order, migrations, production checks, all tests (WORKERS=3)
	@$(MAKE) --no-print-directory -j2 install
	@$(MAKE) --no-print-directory -j2 pytest style templates check types; $(call took,all together)

pytest: .venv/.installed-dev
	python -m pytest -n $(WORKERS) --dist worksteal --durations=25 $(SECOND_TRY); $(call took,pytest)

lint: types style templates ## types, ruff, import order, templates

types: .venv/.installed-dev
	mypy; $(call took,types)

style: .venv/.installed-dev
	ruff check . && ruff format --check . && lint-imports; $(call took,style)

templates: .venv/.installed-dev
	djlint --lint --quiet templates && djlint --check --quiet templates; $(call took,templates)

check: .venv/.installed-dev ## migrations are complete, production settings pass every system check
	python manage.py makemigrations --check --dry-run \
		&& $(PRODUCTION) python manage.py check --deploy --fail-level WARNING; $(call took,check)

# Browser tests drive Debian's Chromium, its shell without a window where there is one, at half the cost; a test tool's
# own download of a browser is not needed.
SHELL_PACKAGES := chromium-headless-shell fonts-noto-cjk
chromium:
	@if [ -z "$$CHROMIUM" ] && ! command -v chromium-headless-shell > /dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(SHELL_PACKAGES) > /dev/null; then :; \
		elif ! command -v chromium > /dev/null && ! command -v google-chrome > /dev/null; then \
			echo "浏览器测试需要 Chromium：apt-get install $(SHELL_PACKAGES)，或用 CHROMIUM 指明。"; exit 1; fi; fi

bench: .venv/.installed-dev ## benchmarks; they print ratios
	python -m bench

faults-year: .venv/.installed-dev ## open a year of every duty for 538 units while workers are killed (minutes)
	DUTY_FAULTS=year python -m pytest -s tests/faults/test_duties_kill.py -k opens_every_window

grid-proof: .venv/.installed-dev ## 1,000 reports sent twice in any order, 100,000 points and routes against brute force (minutes)
	PHONE_REPORTS=1000 GRID_POINTS=100000 python -m pytest -v tests/grid/test_phone.py tests/grid/test_proof.py \
		-k "sent_twice or every_point or every_case" --durations=3

lock: .venv/.uv ## pin what requirements*.in name, and what that needs, with hashes (UPGRADE="--upgrade-package NAME")
	$(LOCK) $(UPGRADE) -o requirements.txt requirements.in
	$(LOCK) $(UPGRADE) -c requirements.txt -o requirements-dev.txt requirements-dev.in
	$(LOCK) $(UPGRADE) -o requirements-node.txt requirements-node.in
	$(LOCK) $(UPGRADE) -o requirements-uv.txt requirements-uv.in

papers-pdf: .venv/.installed-dev ## open every paper in LibreOffice and turn it to PDF
	python manage.py papers_pdf

docs-flow: .venv/.installed ## draw the flow charts of docs/ from the workflow tables
	python manage.py draw_workflows

docs-rules: .venv/.installed ## write the page of rules and articles from its rows
	python -m docs.rules

docs-pictures: .venv/.installed-dev chromium static/vendor/.built ## take the pictures of the user guide anew
	python -m docs.pictures

clean: ## remove the virtual environment, packages and built assets; the data in var/ stays
	rm -rf .venv node_modules static/vendor
