# The map of the workshop: `make help`. Nothing here needs more than python3 (3.11+), make and, once, the network.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
RUNTIME := .venv/installed-runtime
WORKSHOP := .venv/installed-workshop
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
PYTEST := $(BIN)/pytest
CASES ?= 100000

.PHONY: help demo test lint format house unit integration journeys golden translations catalogues bench install clean

help:  ## this map
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) catalogues  ## the whole product with the demo commune on http://127.0.0.1:8000 (PORT=…, DATABASE_URL=…)
	@scripts/demo.sh

test: install  ## everything: lint, house, unit, integration on both databases, journeys in Chromium
	@scripts/system_packages.sh postgresql redis chromium pango
	@$(MAKE) lint
	$(PYTEST) -n 2 --complete

lint: install  ## ruff, import contracts, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates

format: install  ## put code in the house's form
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

house: install  ## the rules of the house
	@scripts/system_packages.sh postgresql
	$(PYTEST) tests/house

unit: install  ## what needs no database and no network
	@scripts/system_packages.sh pango
	$(PYTEST) tests/unit

integration: install  ## services, pages and commands on SQLite and on PostgreSQL
	@scripts/system_packages.sh postgresql redis pango
	$(PYTEST) -n 2 tests/integration

journeys: install  ## people's ways through the product, in a real Chromium
	@scripts/system_packages.sh postgresql chromium
	$(PYTEST) -n 2 tests/journeys

golden: install  ## write the golden files anew, to be read before they are committed
	$(PYTEST) $$(grep -rl --include='test_*.py' -e '--update-golden' tests) --update-golden

translations: $(WORKSHOP)  ## collect the messages of code and templates into both catalogues
	$(BIN)/python scripts/translations.py

catalogues: $(CATALOGUES)

bench: install  ## the measurements of benchmarks/README.md (CASES=100000)
	@scripts/system_packages.sh postgresql
	$(BIN)/python -m benchmarks --cases $(CASES)

install: $(WORKSHOP) catalogues  ## everything that the other targets need from the network

clean:  ## caches, reports and compiled catalogues; never data, never keys
	rm -rf test-results .pytest_cache .ruff_cache .import_linter_cache translations/*/LC_MESSAGES/messages.mo
	find . -name __pycache__ -not -path './.venv/*' -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt
	@scripts/virtual_environment.sh requirements.txt
	@touch $@

$(WORKSHOP): requirements.txt requirements-s3.txt requirements-dev.txt
	@scripts/virtual_environment.sh requirements-dev.txt
	@touch $(RUNTIME) $@

%.mo: %.po $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@
