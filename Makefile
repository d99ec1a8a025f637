# Everyday commands. Needs Python 3.11+ (CPython, with venv), make and git; all else goes into .venv.
# Options for the command behind a target: make demo ARGS="--port 9000 --voters 300"

ARGS ?=
PYTEST_ARGS ?=
JOBS ?= 5
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
HASHED := $(PIP) install -q --require-hashes
UV_COMPILE := $(VENV)/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--universal --python-version 3.11
# What is compiled is kept, whatever the environment says: each of the tests' processes would compile it anew.
RUN_TESTS = env -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
CHROMIUM := $(shell for c in "$$AGORA_CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	[ -n "$$c" ] && command -v "$$c" && break; done)

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format pytest heavy crashpoints several deployed lock upgrade bench prove docs twins screenshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.runtime ## what running the bot takes, into .venv

demo: $(VENV)/.runtime ## the whole bot in the browser, with no account anywhere (ARGS="--port 9000 --voters 300")
	@$(PY) -m bot demo $(ARGS)

test: lint pytest ## lint and the test suite, without what takes minutes

lint: $(VENV)/.dev ## ruff, mypy and the layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check -q . || { echo "Some files are not formatted — run: make format"; exit 1; }
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

pytest: $(VENV)/.dev ## the tests alone (PYTEST_ARGS="-k closing")
ifeq ($(CHROMIUM),)
	@echo "Left out: the browser tests, since there is no Chromium (install it, or set AGORA_CHROMIUM to its path)."
endif
	@$(RUN_TESTS) -m "not heavy and not deployed$(if $(CHROMIUM),, and not browser)" $(PYTEST_ARGS)

heavy: $(VENV)/.dev ## the tests that take minutes: what CI runs besides `make test`
	@$(RUN_TESTS) -m "heavy$(if $(CHROMIUM),, and not browser)" $(PYTEST_ARGS)

crashpoints: $(VENV)/.dev ## kill the bot at every commit and send of a debate's life, and print the table (ARGS="--every 5")
	@$(PY) -m tests.crash_points $(ARGS)

several: $(VENV)/.dev ## kill, stop and cut off bots that share a PostgreSQL, and judge (ARGS="--processes 4 --seed 17")
	@$(PY) -m tests.several_processes $(ARGS)

deployed: $(VENV)/.dev ## the tests of the built image and the systemd unit, which .ci/deployed calls
	@$(PY) -m pytest -m deployed tests/deploy $(PYTEST_ARGS)

format: $(VENV)/.dev ## format the code and mend what ruff can
	@$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format .

lock: $(VENV)/.dev ## write the locks anew from pyproject.toml, keeping versions that still fit
	$(UV_COMPILE) $(ARGS) pyproject.toml -o locks/runtime.lock
	$(UV_COMPILE) $(ARGS) --group build -o locks/build.lock
	$(UV_COMPILE) $(ARGS) pyproject.toml --extra dev --extra summaries --group build -c locks/runtime.lock -c locks/build.lock \
		-o locks/dev.lock

upgrade: ## the newest versions that pyproject.toml allows
	@$(MAKE) lock ARGS=--upgrade

bench: $(VENV)/.dev ## measure, and write the table for docs/performance.md
	@$(PY) -m bench $(ARGS)

prove: $(VENV)/.dev ## play days that go wrong, and judge (ARGS="--seeds 200 --days 365 --first 1")
	@$(PY) -m prove $(ARGS)

docs: $(VENV)/.runtime ## write the list of files in docs/architecture.md anew
	@$(PY) scripts/architecture.py $(ARGS)

twins: $(VENV)/.runtime ## what moved on in English since docs/ko was translated (ARGS=docs/ko/rules.md: translated)
	@$(PY) scripts/twins.py $(ARGS)

screenshots: $(VENV)/.dev ## take the pictures in docs/images anew (needs Chromium)
	@$(PY) scripts/screenshots.py $(ARGS)

clean: ## remove .venv and caches; keeps databases and demo-data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp newer than the lock means that the lock is installed. The project itself is linked in, so a change
# to its code needs no new installation.
$(VENV)/.runtime: locks/runtime.lock locks/build.lock pyproject.toml | $(VENV)/.made
	@echo "Installing what Agora needs into $(VENV) (once) …"
	@$(HASHED) -r locks/runtime.lock -r locks/build.lock
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: locks/dev.lock $(VENV)/.runtime
	@echo "Installing what its tests need into $(VENV) (once) …"
	@$(HASHED) -r locks/dev.lock
	@touch $@

# A .venv whose Python has gone, or that was moved here with its folder, is made anew. This must be seen to before
# make looks at the stamps.
ifneq ($(wildcard $(VENV)/.made),)
ifneq ($(shell $(PY) -c 'import pip; print(open("$(VENV)/.made").read().strip())' 2>/dev/null),$(CURDIR))
$(info Making $(VENV) anew, since it does not work here.)
$(shell rm -rf $(VENV))
endif
endif

$(VENV)/.made:
	@python=$$(PYTHON="$(PYTHON)" sh .ci/python) || exit 1; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && echo "$(CURDIR)" > $@
