# Everything a person or a CI runs here. `make help` lists the targets.

PORT ?= 8000
ARGS ?=
WORKERS ?= auto
PYTEST := -m pytest -n $(WORKERS) --dist loadfile
PYTHON := .venv/bin/python
UV := UV_SYSTEM_CERTS=1 .tools/bin/uv
LOCK := $(UV) pip compile -q --universal --generate-hashes --no-header pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test check lint format layers deploy-check lock messages test-django61 kills bench screenshots clean

help:  ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*  ## /\1\t/p' Makefile | expand -t 16

run: .venv/.run  ## install, prepare, load the demo and serve; PORT=8123 for another port
	@AFTERMATH_DEMO=$${AFTERMATH_DEMO-$$([ -n "$$DATABASE_URL" ] || echo 1)} exec $(PYTHON) manage.py serve --port $(PORT)

test: .venv/.dev  ## run the whole test suite; WORKERS=0 ARGS="-k board" for a part of it
	$(PYTHON) $(PYTEST) $(ARGS)

check: lint layers deploy-check test  ## what a commit must pass

lint: .venv/.dev
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')

format: .venv/.dev  ## write code and templates in the house's format
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	-.venv/bin/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

layers: .venv/.dev
	.venv/bin/lint-imports --no-cache --no-logo

deploy-check: .venv/.dev
	AFTERMATH_TESTING=1 $(PYTHON) manage.py makemigrations --check --dry-run
	tools/production.sh $(PYTHON) manage.py check --deploy --fail-level WARNING

test-django61: .venv61/.dev  ## run the suite on the next Django
	.venv61/bin/python $(PYTEST) $(ARGS)

kills: .venv/.dev  ## end a hundred workers in the middle of their jobs, and count what is left
	KILLS=$${KILLS:-100} $(PYTHON) -m pytest -n 0 -s tests/exchange/test_kills.py

bench: .venv/.dev  ## import rows a second, beside the stock resource and beside COPY
	$(PYTHON) manage.py bench_import $(ARGS)

screenshots: .venv/.dev  ## photograph the main pages anew for docs/tour.md (needs Chromium)
	$(PYTHON) -m tests.browser.screenshots $(ARGS)

lock: .tools/.uv  ## pin the newest packages that fit pyproject.toml, on the oldest Python too
	$(LOCK) --upgrade --python-version 3.11 -o requirements.txt
	$(LOCK) --upgrade --python-version 3.11 -c requirements.txt --group dev -o requirements-dev.txt
	$(LOCK) --group dev --python-version 3.12 --override tools/django61.txt -o requirements-django61.txt

messages: .venv/.dev  ## gather texts into the catalogues (needs gettext installed)
	$(PYTHON) manage.py makemessages --all --no-location --no-wrap --no-obsolete \
		-i ".venv*" -i .tools -i var -i tests -i static_built

clean:  ## remove environments and caches; the data in var/ stays
	rm -rf .venv .venv61 .tools .pytest_cache .ruff_cache

# A stamp is newer than its lock while the environment holds what the lock says.

.tools/.uv: tools/requirements.txt
	python3 -m venv .tools
	.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.run: requirements.txt .tools/.uv
	@sh tools/install.sh $< .venv
	@touch $@

.venv/.dev: requirements-dev.txt .tools/.uv
	@sh tools/install.sh $< .venv
	@touch $@ .venv/.run

.venv61/.dev: requirements-django61.txt .tools/.uv
	@sh tools/install.sh $< .venv61
	@touch $@
