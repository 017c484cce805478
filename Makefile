# One door to the tools, here and in CI. `make run` and `make test` need Python 3.11+ and make, nothing else.
PYTHON ?= python3
PORT ?= 8000
ROOM ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
UV := $(BIN)/uv pip --quiet
export CHYTALNIA_DATA ?= $(CURDIR)/var
# Without byte code every command would compile 2,500 modules before it begins.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint check bench shots messages clean

run: $(VENV)/.base
	@$(BIN)/python -m tools.messages compile --quiet
	@$(BIN)/chytalnia demo --port $(PORT)
	@$(BIN)/chytalnia serve --port $(PORT)

test: $(VENV)/.dev
	@$(BIN)/python -m tools.messages compile --quiet
	@$(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

lint: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy chytalnia tools
	@$(BIN)/djlint --lint --quiet chytalnia
	@$(BIN)/python -m tools.messages check
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

check: lint

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(ROOM)

shots: $(VENV)/.dev
	@$(BIN)/python -m tools.shots

messages: $(VENV)/.dev
	@$(BIN)/python -m tools.messages update --room '$(ROOM)'

# $(1): which lock file. The package itself is linked into the environment, not copied. uv does in ten seconds what pip does in
# fifty; where it finds no way out (an index, a proxy or a platform that only pip knows), pip does it.
define install
	@echo "Installing the locked dependencies into $(VENV): a minute, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/uv.txt && $(UV) install --python $(BIN)/python --require-hashes --compile-bytecode -r $(1) \
		|| $(PIP) install --require-hashes -r $(1)
	@$(UV) install --python $(BIN)/python --no-deps -e . 2>/dev/null || $(PIP) install --no-deps -e .
	@touch $@
endef

$(VENV)/.base: requirements/base.txt
	$(call install,requirements/base.txt)

# What the tests need holds all that a library needs.
$(VENV)/.dev: requirements/dev.txt requirements/base.txt
	$(call install,requirements/dev.txt)
	@touch $(VENV)/.base

clean:
	rm -rf $(VENV) var build shots
