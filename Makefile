# ゆいまど: every command a developer or a clerk's IT needs. `make run` and `make test` set up all they need on a bare Debian 12.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
export QT_QPA_PLATFORM ?= $(if $(DISPLAY)$(WAYLAND_DISPLAY),,offscreen)

.PHONY: help run test check bench pictures freeze deb setup setup-test words format lock clean
help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## system packages, virtual environment from the lock file, word catalogues

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	@tools/setup.sh run
	@touch $@

$(VENV)/.ready-test: $(STAMP)
	@tools/setup.sh test
	@touch $@
setup-test: $(VENV)/.ready-test

words: $(STAMP) ## compile the word catalogues
	@$(BIN)/python tools/catalogues.py compile >/dev/null

run: $(STAMP) words ## start the kiosk in the practice profile
	@if [ -n "$(DISPLAY)$(WAYLAND_DISPLAY)$(WINDIR)" ]; then \
		exec $(BIN)/kiosk run; \
	else \
		echo "No display here: the visit runs off screen, see out/"; \
		exec $(BIN)/kiosk walk juminhyo --script tests/flows/juminhyo.yaml --out out; \
	fi

test: $(VENV)/.ready-test words ## every test, those with real services included
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --ignore tests/real
	@$(BIN)/pytest tests/real

check: $(VENV)/.ready-test words ## format, lint, types, import rules, catalogues, content, and the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/catalogues.py check
	@$(BIN)/kiosk procedures check
	@$(MAKE) --no-print-directory test

bench: $(VENV)/.ready-test words ## our figures beside their floors; also bench.json
	@$(BIN)/python -m tools.bench

pictures: $(VENV)/.ready-test words ## renew the pictures of the README
	@$(BIN)/python -m tools.pictures

freeze: $(VENV)/.ready-test words ## one-folder program in dist/yuimado
	@$(BIN)/pyinstaller --noconfirm --log-level ERROR build_installer.spec
	@du -sh dist/yuimado

deb: freeze ## Debian package in dist/
	@tools/make_deb.sh

format: $(STAMP) ## put the code in order
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
		--extra dev --extra kanji pyproject.toml -o requirements.lock

clean: ## remove what was built
	rm -rf out build dist bench.json $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
