# Everything a person or a machine does with axcenter. `make` alone lists it.
PYTHON ?=
export PYTHON PORT HOST DATA_DIR RESET BENCH TEST_PROCESSES

RUN := scripts/python -m
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup tools demo up test verify bench check format lock messages clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is missing to run the service, and set it up
	@exec $(RUN) scripts.bootstrap

tools: ## the same with what tests, checks and benchmarks need
	@exec $(RUN) scripts.bootstrap --tests

demo: ## sample centre on SQLite and an embedded broker (PORT, HOST, DATA_DIR, RESET=1)
	@exec $(RUN) scripts.demo

up: ## the service on the DATABASE_URL and REDIS_URL of the environment
	@exec $(RUN) scripts.up

test: ## the suite with private PostgreSQL, Redis and Chromium (ARGS="tests/intake -k submit" for a part)
	@exec $(RUN) scripts.test $(ARGS)

verify: ## the full matrices: pages, roles, faults, restore drill
	@exec $(RUN) scripts.test -v -m verify tests/verify

bench: ## every promised figure (BENCH=name or family)
	@exec $(RUN) scripts.bench

check: ## formatters, linters, types, import contracts, migrations, translations
	@exec $(RUN) scripts.check

format: ## put code and templates into the project's format
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

lock: ## pin requirements/*.in into requirements/*.txt with hashes
	@$(VENV)/python -m pip install --quiet uv
	@for list in base test node; do \
		$(VENV)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
			--python-version 3.11 requirements/$$list.in -o requirements/$$list.txt || exit 1; \
	done

messages: ## collect the words of the screens into locale/en
	@$(VENV)/python manage.py makemessages --locale en --no-location --no-wrap --ignore '.venv/*' --ignore 'staticfiles/*'

clean: ## remove what set-up made (data in var/ stays)
	rm -rf .venv staticfiles static/vendor assets/pdf-fonts
