# Every target works on a bare machine with Python 3.11 or later: the first one that needs
# tools makes .venv and installs what requirements-dev.txt pins.

PYTHON ?= python3
JOBS ?= auto
PYTEST := pytest -q -n $(JOBS) --dist loadgroup
VENV := .venv
STAMP := $(VENV)/.installed
SEED := 0
RUN := $(VENV)/bin/python -m

# Start-up time is bytecode: a set variable must not keep it from being written.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help generate check test test-all mutate lint types format bench regen clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "installing into $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) pip install -qq --requirement requirements-dev.txt
	@$(RUN) pip install -qq --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

generate: $(STAMP) ## write generated/ from spec/
	@$(RUN) specloom generate

check: $(STAMP) ## is generated/ what spec/ says?
	@$(RUN) specloom check

test: $(STAMP) ## all tests, those of the generated packages too
	@$(RUN) $(PYTEST) -m "not long"

test-all: $(STAMP) ## the tests and the long sweeps
	@$(RUN) $(PYTEST)

mutate: $(STAMP) ## do the packages' tests notice seeded faults? 200 of them, SEED=1 for others
	@$(RUN) specloom mutate --build avara_express --sample 200 --seed $(SEED)

lint: $(STAMP) ## style: ruff, black
	@$(RUN) ruff check --quiet .
	@$(RUN) black --quiet --check . \
	  || { echo "black would change files: make format" >&2; exit 1; }

format: $(STAMP) ## mend what lint finds, where a tool can
	@$(RUN) ruff check --quiet --fix .
	@$(RUN) black --quiet .

types: $(STAMP) ## mypy --strict and pyright
	@$(RUN) mypy
	@$(RUN) mypy $(wildcard generated/*/*/)
	@$(RUN) pyright --pythonpath $(VENV)/bin/python

bench: $(STAMP) ## speed, and faults noticed, beside the bare interpreter and peers; minutes
	@$(RUN) benchmarks

regen: $(STAMP) ## write every expected file of the tests and generated/ anew
	@SPECLOOM_REGEN=1 $(RUN) $(PYTEST) tests -m "not long"
	@$(RUN) specloom generate

clean: ## remove .venv and every cache
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@rm -rf generated/.specloom_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
