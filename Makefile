# Everything a developer or operator starts. `make` alone lists it.
# Needs Python 3.11 or newer, make, and the package registries.

PYTHON := .venv/bin/python
PORT ?= 8000
export PORT ROLE ORG SUB TEAM LIBRARY FROM TEXT

.DEFAULT_GOAL := help
.PHONY: help setup browser run test demo check audit bench load package policies token library-secret sms gazetteer assets

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r n t; do printf '  %-16s%s\n' "$$n" "$$t"; done

setup: .venv/.ready .local/emulator/.ready ## Both virtual environments, from locked and hashed requirements

.venv/.ready: requirements-dev.txt tools/environment.sh
	@sh tools/environment.sh .venv requirements-dev.txt

.local/emulator/.ready: requirements-emulator.txt .venv/.ready
	@sh tools/environment.sh .local/emulator requirements-emulator.txt

browser: ## Chromium and Noto fonts for the browser tests; installs only as root
	@sh tools/browser.sh

run: setup ## The whole service on http://127.0.0.1:PORT, with a demo catalogue, until Ctrl-C
	@exec $(PYTHON) -m tools.local --port $(PORT) --sms-window $(or $(SMS_WINDOW),off) --drafts $(or $(DRAFTS),on)

# Both workers must collect the same tests in the same order: sets are ordered by the seed of hashes.
test: setup browser ## Every test; those of pages need Chromium
	@PYTHONHASHSEED=0 $(PYTHON) -m pytest --numprocesses 2

demo: setup ## The whole story over HTTP on fresh state; exit code 0 only if all of it happened
	@$(PYTHON) -m tools.demo

check: setup ## Formatting, lint, types, import rules, holes, the template, compiled texts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/bandit -q -r app.py chalicelib --severity-level medium --confidence-level medium
	@.venv/bin/cfn-lint infra/resources.yaml
	@$(PYTHON) -m tools.compile_texts --check

audit: setup ## Known holes in what ships, asked of the public list; fails where that is out of reach
	@.venv/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict

bench: setup ## The benchmarks, a table with ratios
	@$(PYTHON) -m benchmarks.run

load: setup ## Hundreds at once and a very busy hour, judged by what is stored: ARGS=--small
	@$(PYTHON) -m tools.load $(ARGS)

package: setup ## The deployable in build/, linted and held to our rules: ARCH=arm64 STAGE=production
	@$(PYTHON) -m tools.package --arch $(or $(ARCH),arm64) --stage $(or $(STAGE),production)

policies: setup ## One least-privilege policy a function, from what its code can do
	@$(PYTHON) -m tools.package.permissions

token: setup ## A bearer token: ROLE=case_worker ORG=GM0344 (SUB= TEAM=)
	@$(PYTHON) -m tools.token

library-secret: setup ## A library's local webhook secret: LIBRARY=NL-0899040000
	@$(PYTHON) -m tools.library_secret

sms: setup ## Hands an inbound text to the running service: FROM=0612345678 TEXT=1
	@$(PYTHON) -m tools.sms

gazetteer: setup ## Postcodes at full precision: downloads GeoNames' NL.zip, or FILE=…
	@$(PYTHON) -m tools.build_gazetteer $(if $(FILE),--file "$(FILE)",--url)

assets: setup ## What is committed in compiled form: texts, style, script (the last two need npm)
	@$(PYTHON) -m tools.compile_texts
	@npm ci --silent --prefix tools/assets
	@node tools/assets/build.mjs
