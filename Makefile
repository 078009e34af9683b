# Cluster GIS. `make` lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help run setup setup-tests test test-full check lock format catalogue permissions signs audit screenshot clean
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# Language of what `make run` prints after the set-up: en or vi.
MESSAGES ?= en

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## set everything up when needed, load the shipped data, serve on http://127.0.0.1:8000
	@$(PYTHON) scripts/setup.py --then-run && exec $(BIN)/cluster-gis --lang $(MESSAGES) run --after 4

setup:  ## environment, packages, page assets, PostGIS; nothing is started
	@$(PYTHON) scripts/setup.py

setup-tests:  ## the same with what the tests need: development tools, Chromium
	@$(PYTHON) scripts/setup.py --dev --chromium

# One process a core; the tests of one file stay together, since they share a database, and the
# files come in the order of tests/conftest.py: the longest first.
TESTS := -q -n auto --dist loadfile --no-loadscope-reorder

test:  ## set up what the tests need (PostGIS and Chromium too, as root) and run them
	@$(PYTHON) scripts/setup.py --dev --chromium
	@$(BIN)/python -m pytest $(TESTS) -m "not full"

test-full:  ## the same with the slow suites
	@$(PYTHON) scripts/setup.py --dev --chromium
	@$(BIN)/python -m pytest $(TESTS)

check:  ## what CI checks: format, lint, types, import arrows, tests
	@$(PYTHON) scripts/setup.py --dev --chromium
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(TESTS) -m "not full"

lock:  ## choose the newest allowed packages anew and write both lock files
	@$(PYTHON) scripts/setup.py --dev
	$(BIN)/uv pip compile $(LOCK) --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build --extra dev -c requirements.lock \
		-o requirements-dev.lock pyproject.toml

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

format:  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogue:  ## add new messages to the Vietnamese catalogue, for translation
	$(BIN)/python scripts/catalogue.py --add

audit:  ## compare the locked packages with published advisories, where their data can be reached
	@$(BIN)/python scripts/audit.py

permissions:  ## write docs/permissions.md from the matrix
	$(BIN)/python scripts/permissions.py

signs:  ## write the colours of the badges of pages from the themes of the maps
	$(BIN)/python scripts/signs.py

screenshot:  ## take the pictures of the README from the product that `make run` serves
	@$(PYTHON) scripts/setup.py --dev --chromium
	$(BIN)/python scripts/screenshot.py

clean:  ## remove what can be made again; the databases stay
	rm -rf .venv .assets build out api/static/vendor *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
