# Everything a newcomer, a developer and CI need. `make` alone lists the targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STATIC := helpdesk/static/vendor/htmx.min.js

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/run  ## the whole product with the demo shop, on http://localhost:$${PORT:-5000}
	@$(BIN)/helpdesk run

test: .venv/test browser  ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: .venv/dev  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/test  ## the benchmarks; SIZES=10k,100k,1m and ROWS=queue,reply choose
	@$(BIN)/python -m benchmarks

format: .venv/dev  ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

serve worker clock: .venv/run  ## one production process
	@$(BIN)/helpdesk $@

browser: .venv/test
	@$(BIN)/python -m tests.browser.finding

# The browser libraries are fetched beside the Python packages where npm is at hand; the build waits for them or fetches them itself.
.venv/bin/python:
	@command -v npm >/dev/null && $(PYTHON) hatch_build.py >/dev/null 2>&1 & $(PYTHON) -m venv .venv

.venv/run: pyproject.toml package-lock.json icons.json hatch_build.py | .venv/bin/python
	@test -f .venv/test -o -f .venv/dev && touch $@ || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable ".[embedded]"
	@touch $@

.venv/test: pyproject.toml package-lock.json icons.json hatch_build.py | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

.venv/dev: pyproject.toml package-lock.json icons.json hatch_build.py | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ .venv/test

clean:  ## remove what was built and installed, but no data
	rm -rf .venv helpdesk/static/vendor helpdesk/static/icons.svg dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help run test check bench format serve worker clock browser clean
