# Every task has one word; `make help` lists them. Each works on a fresh clone and is quick when run again.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
# Kept byte code halves the time that each command takes to start.
export PYTHONDONTWRITEBYTECODE :=
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: run test check bench soak dev screenshots docs golden lock wheel ui environment help

run: environment ui ## install, build and serve Guanxi with demo data on http://127.0.0.1:8000 (PORT=, DEMO=no)
	@make/run

test: ## run every test: both databases, pages, a headless browser
	@make/environment dev
	@make/pages
	@make/pages modules
	@npm --prefix ui run --silent test
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not soak" --second-try $(ARGS)

check: ## lint, types, layers, fresh reference pages
	@make/environment dev
	@make/pages modules
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@npm --prefix ui run --silent check
	@$(BIN)/python -m docs.generate --check

docs: ## write docs/reference anew from the code
	@make/environment dev
	@$(BIN)/python -m docs.generate

bench: ## compare the speed with a hand-written application (needs ../shared/bench and wrk)
	@make/environment dev
	@make/pages
	@$(BIN)/python -m tests.bench $(ARGS)

soak: ## run the long robustness tests
	@make/environment dev
	@$(BIN)/pytest -m soak --timeout 1800 $(ARGS)

dev: ## serve API and pages while they are edited
	@make/environment dev
	@make/pages
	@make/pages modules
	@make/dev

screenshots: ## take pictures of the pages into var/screenshots (ONLY=setup-role-390)
	@make/environment dev
	@make/pages
	@make/screenshots

golden: ## write the golden files anew; read the diff before committing it
	@make/environment dev
	@$(BIN)/pytest -n $(WORKERS) -m "not soak" --refresh-golden $(ARGS)

lock: ## pin the Python packages anew
	@make/environment dev
	@make/lock

wheel: environment ui ## build the wheel into dist/
	@mkdir -p dist
	@$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist .

environment:
	@make/environment runtime

ui:
	@make/pages

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
