# `make` alone lists these. Nothing is needed but python3 (3.11 or newer), pip and make.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
RUN_READY := .venv/ready-to-run
DEV_READY := .venv/ready-to-develop
# One more than there are cores: the tests that kill processes mostly wait.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: help demo run test coverage year lint structure bench migrate lock
.DEFAULT_GOAL := help

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 11

demo: $(RUN_READY) ## a town on this machine: a page to chat as everybody, no token needed
	@exec $(BIN)/python -m bot demo $(ARGS)

run: $(RUN_READY) ## the bot, with the settings of .env
	@exec $(BIN)/python -m bot run

test: $(DEV_READY) ## all tests (ARGS="-k name" for some); says what it skips
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=10 $(ARGS)

coverage: $(DEV_READY) ## the tests but their Chinese halves and the guards, and the branches that none of them took
	@rm -f build/coverage/data*
	@$(BIN)/python -m coverage run -m pytest -n $(WORKERS) --dist worksteal --durations=10 -k "not zh-hans and not guards" $(ARGS)
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

year: $(DEV_READY) ## the simulated year of one station with all its 500 opinions (minutes); `test` has a shorter one
	@YEAR_OPINIONS=500 $(BIN)/python -m pytest -n 2 tests/year $(ARGS)

lint: $(DEV_READY) ## style, types, layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

structure: $(DEV_READY) ## how the code hangs together (ARGS="--files", ARGS=/another/checkout); a table
	@$(BIN)/python -m bot.bench.structure $(ARGS)

bench: $(DEV_READY) ## speed and memory beside yardsticks (ONLY=intake,start for some); a table, and build/bench.jsonl
	@$(BIN)/python -m bot.bench $(ONLY)

migrate: $(RUN_READY) ## bring the database's schema up (`run` does it too)
	@$(BIN)/python -m bot migrate up

lock: $(DEV_READY) ## choose versions anew (UPGRADE=1 for the newest) and write the requirements files
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt pyproject.toml
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

$(RUN_READY): requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the bot needs …" >&2
	@$(PIP) --requirement requirements.txt
	@touch $@

$(DEV_READY): $(RUN_READY) requirements-dev.txt
	@echo "Installing what development needs …" >&2
	@$(PIP) --requirement requirements-dev.txt
	@touch $@
