# Every job of this repository, from a fresh clone to a deployed service. `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Without a name behind it, `make deploy-` has no rule; make's own rules would link it from `deploy-.o`.
MAKEFLAGS += --no-builtin-rules

# What a command works on; each can be given on the command line or in the environment.
export ENV ?= local
export AWS_PORT ?= 4566
export API_PORT ?= 8080
export LOCAL_DIR ?= .local
# Compared with by contracts-diff; for ENV=pr-<something>, the values that it begins from (ephemeral).
export BASE HOURS
# Of an environment with two: where to deploy, plan or look; without it, see `python -m tools.deploy --help`.
export REGION
# VERBOSE=1 shows Terraform's output as it comes.
export VERBOSE

# A Terraform that the set-up has fetched; FETCH=0 fetches nothing.
export PATH := $(CURDIR)/.tools/terraform-$(shell cat .terraform-version):$(PATH)
export FETCH TERRAFORM_RELEASES TOPIC

# Containers like to set it; then each command would compile anew all that it imports, which takes seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_ENV := .venv/.ready
CHECKOV_READY := .build/checkov/.ready
SWAGGER_UI := .build/swagger-ui/.ready
# Tools with packages that nothing else needs, each in a folder of its own.
FUZZ_READY := .build/fuzz/.ready
MUTANTS_READY := .build/mutants/.ready
AUDIT_READY := .build/audit/.ready
# What functions and developers run on.
LOCKS := $(sort $(wildcard requirements/*.txt services/*/requirements.txt embedded_aws/requirements/*.txt))
# Tests of pages need a browser: with one on PATH, what drives it is installed at first use.
BROWSER := $(if $(shell command -v chromium),.build/browser/.ready)
RUN := .venv/bin/python -m
# TRACE=1 shows where the time of a deployment target goes: .build/trace.
DEPLOY := $(if $(TRACE),$(RUN) tools.measure.trace) $(RUN) tools.deploy
REVIEW = $(if $(CHECKOV),$(MAKE) --no-print-directory .build/checkov/.ready; )$(RUN) tools.review.plan $(if $(CHECKOV),--checkov) $(if $(TELL),--tell) $(if $(SAVE),--save $(SAVE)) $(if $(REUSE),--reuse) $(if $(ALL),--all)
# Those that no consumer calls have no contract and are the platform's own.
FUNCTIONS := $(sort $(patsubst services/%/main.py,%,$(wildcard services/*/main.py)))
SERVICES := $(sort $(patsubst services/%/openapi.json,%,$(wildcard services/*/openapi.json)))
# What `make e2e` runs side by side, each on a stack of its own.
LANES ?= e2e-quick e2e-changes e2e-looks
# The folders of end-to-end tests: the platform's, and those of services.
E2E := tests/e2e $(sort $(wildcard services/*/tests/e2e))

##@ Everyday
.PHONY: run
run: $(PYTHON_ENV) ## Start the whole stack on this machine and serve saved changes within a second, until Ctrl-C
	@$(DEPLOY) run

.PHONY: up
up: $(PYTHON_ENV) ## Start the whole stack in the background; writes .local/outputs.json
	@$(DEPLOY) up

.PHONY: watch
watch: $(PYTHON_ENV) ## Serve saved changes on the running stack, until Ctrl-C; deploys nothing
	@$(DEPLOY) watch

.PHONY: down
down: $(PYTHON_ENV) ## Stop the stack; orders, keys and Terraform state are saved for the next start
	@$(DEPLOY) down

.PHONY: console
console: $(PYTHON_ENV) ## Open the page that shows requests as they pass, functions, tables, alarms: [PRINT=1]
	@$(DEPLOY) console $(if $(PRINT),--print)

.PHONY: aws-up
aws-up: $(PYTHON_ENV) ## Start the embedded AWS alone, without a deployment, for other Terraform or boto3 code
	@$(RUN) embedded_aws start

.PHONY: aws-down
aws-down: $(PYTHON_ENV) ## Stop the embedded AWS; its data is saved
	@$(RUN) embedded_aws stop

.PHONY: status
status: $(PYTHON_ENV) ## Whether the stack runs, and the live release of each service
	@$(DEPLOY) status

.PHONY: token
token: $(PYTHON_ENV) ## Print an access token: make token CONSUMER=acme [SCOPE="orders/read"] [KEY=acme.pem, if it signs]
	@$(DEPLOY) token --consumer $(or $(CONSUMER),acme) $(if $(SCOPE),--scope "$(SCOPE)") $(if $(KEY),--key "$(KEY)")

##@ Quality
.PHONY: bench-gateway
bench-gateway: $(PYTHON_ENV) ## Measure throughput and added latency of the local data plane with wrk: [ROUNDS=3]
	@$(RUN) tools.measure.dataplane --rounds $(or $(ROUNDS),3)

.PHONY: test
test: $(PYTHON_ENV) $(if $(CHANGED),,test-python test-terraform budget) ## All tests except end-to-end; CHANGED=1: what differs from BASE affects
	@$(if $(CHANGED),$(RUN) tools.review.changed $(if $(BASE),--base $(BASE)))

.PHONY: test-python
test-python: $(PYTHON_ENV) ## Python tests; narrow with T=services/orders
	@$(RUN) pytest -n auto --dist worksteal -m "not slow" $(or $(T),tests services embedded_aws/tests) --ignore-glob="*tests/e2e"

.PHONY: test-scan
test-scan: $(PYTHON_ENV) $(CHECKOV_READY) ## Tests of `make scan` that need Checkov
	@$(RUN) pytest tests/integration/review/scan

.PHONY: test-terraform
test-terraform: $(PYTHON_ENV) ## `terraform test` of every module and root, offline; narrow with T=terraform/modules/service
	@$(RUN) tools.review.checks.terraform test $(T)

.PHONY: e2e
e2e: $(PYTHON_ENV) $(BROWSER) ## End-to-end tests over HTTP, on three stacks side by side; narrow with T=tests/e2e/test_releases.py
	@$(if $(T),$(RUN) pytest $(T),$(MAKE) --no-print-directory --output-sync=recurse -j 3 $(LANES))

.PHONY: browser
browser: $(PYTHON_ENV) $(BROWSER) ## Install what drives Chromium, if that is on PATH; `make e2e` does it too

.PHONY: e2e-quick
e2e-quick: $(PYTHON_ENV) $(BROWSER) ## End-to-end tests without the slow ones, on an embedded AWS of their own
	@$(RUN) pytest $(or $(T),$(E2E)) -m "not slow"

.PHONY: e2e-changes
e2e-changes: $(PYTHON_ENV) $(BROWSER) ## The slow ones that change what runs: deployments, consumers, secrets, faults
	@$(RUN) pytest $(or $(T),$(E2E)) -m "(slow and changes) or last"

.PHONY: e2e-looks
e2e-looks: $(PYTHON_ENV) $(BROWSER) ## The other slow ones: contract, callers, attacks, pages, pipelines
	@$(RUN) pytest $(or $(T),$(E2E)) -m "(slow and not changes) or last"

.PHONY: test-workflows
test-workflows: $(PYTHON_ENV) ## Steps of workflows that take too long for CI: a preview's whole life, an update of locks (from the package index)
	@$(RUN) pytest tests/workflows

.PHONY: applications
applications: $(PYTHON_ENV) ## Apply, change and destroy small Terraform applications on an embedded AWS of their own; narrow with T="-k crud"
	@$(RUN) pytest embedded_aws/tests/applications $(T)

.PHONY: docs-run
docs-run: $(PYTHON_ENV) ## Run every command of README and docs in a copy, or say why it is not run: some minutes; narrow with T="-k README"
	@$(RUN) pytest -q -m slow tests/documents $(T)

.PHONY: budget
budget: $(PYTHON_ENV) ## Check packages against their budgets: size, number of imports, forbidden imports
	@$(RUN) tools.measure budget $(FUNCTIONS)

.PHONY: bench-cold
bench-cold: $(PYTHON_ENV) ## Measure cold start, warm requests and size beside the usual stacks: [ROUNDS=15] [QUICK=1]
	@$(RUN) tools.measure cold $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(QUICK),--quick)

.PHONY: bench-levers
bench-levers: $(PYTHON_ENV) ## Measure cold starts of a package with and without each lever: [SERVICE=<name>] [ROUNDS=15]
	@$(RUN) tools.measure levers $(or $(SERVICE),$(firstword $(FUNCTIONS))) $(if $(ROUNDS),--rounds $(ROUNDS))

.PHONY: bench-ingest
bench-ingest: $(PYTHON_ENV) ## Measure access-log lines to Parquet: time, memory, bytes: [ROWS=10000000] [TO=folder]
	@$(RUN) tools.measure.ingest $(if $(ROWS),--rows $(ROWS)) $(if $(TO),--to $(TO))

.PHONY: bench-plan
bench-plan: $(PYTHON_ENV) ## Measure plans beside 1, 10 and 100 services, and the gateway of 100: [ROUNDS=5]
	@$(RUN) tools.measure.plans --rounds $(or $(ROUNDS),5)

.PHONY: bench-run
bench-run: $(PYTHON_ENV) ## First run, restart, deployments, hot reload in fresh clones, beside BASE's: [ROUNDS=3] [ALONE=1]
	@$(RUN) tools.measure.daily $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(BASE),--before $(BASE)) $(if $(ALONE),--alone)

.PHONY: bench-first-service
bench-first-service: $(PYTHON_ENV) ## From a clone to an own service that answers, by README's commands, in a fresh clone: minutes of each
	@$(RUN) tools.measure.daily.first_service

.PHONY: bench-review
bench-review: $(PYTHON_ENV) ## Plan 100 edits of the roots, and count the dangers that reviews find: [FIXTURES=more.toml]
	@$(RUN) tools.measure.reviews $(if $(FIXTURES),--fixtures $(FIXTURES))

.PHONY: chaos
chaos: $(PYTHON_ENV) ## Faults under load on the running stack, each write held against the tables: [SEED=1] [OPERATIONS=2000] [ONLY=<fault>] [ROUNDS=1] [MINUTES=60]
	@$(RUN) tools.measure.faults $(if $(SEED),--seed $(SEED)) $(if $(OPERATIONS),--operations $(OPERATIONS)) $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(MINUTES),--minutes $(MINUTES))

.PHONY: restore-drill
restore-drill: $(PYTHON_ENV) ## Restore every table of the running stack, and stop and kill its store: a checksum of each item: [ITEMS=1000] [STORE=0]
	@$(RUN) tools.measure.restores $(if $(ITEMS),--items $(ITEMS)) $(if $(filter 0,$(STORE)),--no-store)

.PHONY: proof
proof: $(PYTHON_ENV) ## Measure on the running stack what docs/reliability.md and docs/security.md say, and write it there: [ONLY=faults] [MINUTES=30] [SHORT=1]
	@$(RUN) tools.measure.proof $(if $(ONLY),--only $(ONLY)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SHORT),--short)

.PHONY: attack
attack: $(PYTHON_ENV) ## Attack the running stack, by the numbers of OWASP's API Top 10: nobody let in, no secret shown, each refusal logged: [EVERY=1]
	@$(RUN) tools.measure.attacks $(if $(EVERY),--every $(EVERY))

.PHONY: load
load: $(PYTHON_ENV) ## Open arrivals on the running stack: steps to saturation, limits, plots in .build/load; [MINUTES=30] of soak, [SECONDS=10] a step
	@$(RUN) tools.measure.load $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

.PHONY: fuzz
fuzz: $(FUZZ_READY) ## Inputs that nobody would think of for every reader of outside input: [INPUTS=80000] [SECONDS=60] of each, [SEED=1] [ONLY=<target>] [KEEP=1]
	@$(RUN) tests.fuzz $(if $(INPUTS),--inputs $(INPUTS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) $(if $(KEEP),--keep)

.PHONY: mutants
mutants: $(MUTANTS_READY) ## Break the code in small ways and count what the tests notice: [T=shared/pagination, a room, or rooms to list them] [AGAIN=1: last run's survivors]
	@$(RUN) tools.measure.mutants $(T) $(if $(AGAIN),--again)

.PHONY: bench-insights
bench-insights: $(PYTHON_ENV) ## Precision and recall of the findings: [SEEDS=20] [FIRST=1] [LINES=150000]; ROWS=10000000: time, memory and bytes of all questions
	@$(RUN) tools.measure.insights $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) $(if $(LINES),--seed-rows $(LINES)) $(if $(ROWS),--load --rows $(ROWS))

.PHONY: check
check: $(PYTHON_ENV) ## All linters and type checks, in CI's order
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@.venv/bin/lint-imports --no-cache
	@$(RUN) tools.build.contracts check
	@$(RUN) tools.review.lint_aws --sources
	@$(RUN) tools.review.checks.terraform validate
	@$(RUN) tools.review.checks.workflows
	@$(RUN) tools.review.checks.conformance check
	@$(RUN) tools.review.checks.api_operations check
	@$(RUN) tools.review.access_matrix check

.PHONY: bandit
bandit: $(PYTHON_ENV) ## Scan the code with Bandit; each finding is mended or has its reason on its line
	@$(RUN) tools.review.checks.code

.PHONY: audit
audit: $(AUDIT_READY) ## Known vulnerabilities of the locked packages, where a source of advisories answers
	@$(RUN) tools.review.checks.dependencies $(LOCKS)

.PHONY: lint-aws
lint-aws: $(PYTHON_ENV) ## Find what AWS would refuse in the plans of all roots, after `make up`: [VALUES=prod]; RULES=1 lists the rules
	@$(RUN) tools.review.lint_aws $(if $(RULES),--rules) $(if $(VALUES),--values $(VALUES))

.PHONY: review
review: $(PYTHON_ENV) ## Review the plans of all roots that differ from BASE: dangers, contract, cost; [ALL=1] [CHECKOV=1] [TELL=1] [SAVE=<folder>, with REUSE=1 only those not saved yet]
	@$(REVIEW)

review-portal: $(SWAGGER_UI)
review-%: $(PYTHON_ENV) ## Review the plan of one root: make review-orders
	@$(REVIEW) $*

.PHONY: drift
drift: $(PYTHON_ENV) ## Review the plan of every root against what is there; changes nothing
	@$(REVIEW) --all --tell $(if $(BASE),,--base HEAD)

.PHONY: comment-review
comment-review: $(PYTHON_ENV) ## In a workflow: the reviews in .build/reviews as the one comment of PULL_REQUEST
	@$(RUN) tools.review.github comment --pull-request $(PULL_REQUEST)

.PHONY: fetch-plans
fetch-plans: $(PYTHON_ENV) ## In a workflow: the saved plans of the pull request that was merged, of ENV, into PLANS
	@$(RUN) tools.review.github fetch_plans --folder $(PLANS)

.PHONY: release-notes
release-notes: $(PYTHON_ENV) ## In a workflow: commits, contract changes, roots and versions that are live in ENV, as a release
	@$(RUN) tools.review.github release_notes

.PHONY: comment-preview
comment-preview: $(PYTHON_ENV) ## In a workflow: the address of ENV as a comment of PULL_REQUEST
	@$(RUN) tools.review.github preview --pull-request $(PULL_REQUEST)

.PHONY: propose-update
propose-update: $(PYTHON_ENV) ## In a workflow: what `make lock` has changed, as the one pull request of updates
	@$(RUN) tools.review.github propose

.PHONY: report-drift
report-drift: $(PYTHON_ENV) ## In a workflow: after `make drift`, open, update or close the one issue of ENV's drift
	@$(RUN) tools.review.github drift --folder .build/review/$(ENV)

.PHONY: scan
scan: $(PYTHON_ENV) $(CHECKOV_READY) ## Run Checkov over the plans of all roots with prod's values, without an account: [WITH=staging]
	@$(RUN) tools.review.scan $(if $(WITH),--env $(WITH))

.PHONY: format
format: $(PYTHON_ENV) ## Format Python and Terraform as `check` expects
	@$(RUN) ruff check --fix-only --quiet .
	@$(RUN) ruff format .
	@terraform fmt -recursive terraform

##@ Contracts and packages
.PHONY: conformance
conformance: $(PYTHON_ENV) ## Write docs/conformance.md and docs/api-gateway.md: what API Gateway and DynamoDB do, and what is here
	@$(RUN) tools.review.checks.conformance write
	@$(RUN) tools.review.checks.api_operations write

.PHONY: aws-services
aws-services: $(PYTHON_ENV) ## Write docs/local-aws-services.md: what the embedded AWS serves, keeps as settings, refuses
	@$(RUN) embedded_aws services > docs/local-aws-services.md

.PHONY: callers
callers: $(PYTHON_ENV) ## Write services/*/callers.md: the answer of each route to each kind of caller
	@$(RUN) tools.review.access_matrix write

.PHONY: contracts
contracts: $(PYTHON_ENV) ## Write services/*/openapi.json from the code
	@$(RUN) tools.build.contracts write

.PHONY: contract
contract: $(PYTHON_ENV) ## Merge all contracts into a public one with examples: .build/openapi.json and .html
	@$(RUN) tools.build.contracts merge

.PHONY: portal
portal: $(PYTHON_ENV) $(SWAGGER_UI) ## Build the portal of consumers: .build/portal; at /docs beside the local API; [ENV=dev]
	@$(RUN) tools.build.portal

.PHONY: deploy-portal plan-portal destroy-portal
deploy-portal: $(PYTHON_ENV) $(SWAGGER_UI) ## Build the portal and put it on AWS, if the values of ENV have one
	@$(DEPLOY) portal deploy

plan-portal: $(PYTHON_ENV) $(SWAGGER_UI)
	@$(DEPLOY) portal plan

destroy-portal: $(PYTHON_ENV) ## Take the portal of ENV away (YES=1 confirms)
	@$(DEPLOY) portal destroy $(if $(YES),--yes)

.PHONY: portal-visitor
portal-visitor: $(PYTHON_ENV) ## Make a password that lets NAME see the portal, and its hash for the values
	@$(DEPLOY) portal visitor --name "$(NAME)"

.PHONY: client
client: $(PYTHON_ENV) ## Generate a typed Python client of all services: .build/client
	@$(RUN) tools.build.client

.PHONY: contracts-diff
contracts-diff: $(PYTHON_ENV) ## List the changes for consumers since BASE=origin/main (a commit, branch, tag or folder)
	@$(RUN) tools.review.contract_changes

.PHONY: package
package: $(PYTHON_ENV) ## Build deployment packages of all services (PLATFORM=arm64, x86_64 or local; WITHOUT=<levers>)
	@$(RUN) tools.build.packages $(FUNCTIONS) --platform $(or $(PLATFORM),arm64) $(if $(WITHOUT),--without $(WITHOUT))

package-%: $(PYTHON_ENV) ## Build one service's deployment package: make package-orders
	@$(RUN) tools.build.packages $* --platform $(or $(PLATFORM),arm64) $(if $(WITHOUT),--without $(WITHOUT))

.PHONY: sbom
sbom: $(PYTHON_ENV) ## Write what each package is made of, as CycloneDX: .build/sbom
	@$(RUN) tools.build.sbom $(FUNCTIONS)

##@ Services
.PHONY: new-service
new-service: $(PYTHON_ENV) ## Write a service: NAME=payments RESOURCE=payment FIELDS="amount:int" [QUERIES="by customer"] [CONSUMERS=acme]; asks for what is missing
	@$(RUN) tools.adopt.service new --name="$$NAME" --resource="$$RESOURCE" --fields="$$FIELDS" --queries="$$QUERIES" --plural="$$PLURAL" --consumers="$$CONSUMERS" --owner="$$OWNER"

update-service-%: $(PYTHON_ENV) ## Bring later improvements of the template to a service made from it; shows conflicts
	@$(RUN) tools.adopt.service update $*

.PHONY: remove-service
remove-service: $(PYTHON_ENV) ## Delete a service from this folder, unless an environment has it: NAME=payments [YES=1]
	@$(RUN) tools.adopt.service remove --name="$$NAME" $(if $(YES),--yes)

.PHONY: rename-service
rename-service: $(PYTHON_ENV) ## Give a service another name, unless an environment has it: NAME=payments TO=billing [YES=1]
	@$(RUN) tools.adopt.service rename --name="$$NAME" --to="$$TO" $(if $(YES),--yes)

.PHONY: try-services
try-services: $(PYTHON_ENV) ## Make COUNT=30 services of random shapes in a copy, run every check of services, deploy all: [SEED=2] [T="-k deploy"]
	@COUNT=$(or $(COUNT),30) SEED=$(SEED) $(RUN) pytest -v tests/integration/adopt/test_many_services.py $(T)

##@ Deployment (ENV=local by default; make deploy ENV=dev)
.PHONY: deploy
deploy: $(PYTHON_ENV) ## Deploy all roots, in dependency order; PLANS=<folder>: exactly the saved plans
	@$(DEPLOY) deploy $(if $(PLANS),--plans $(PLANS))

deploy-%: $(PYTHON_ENV) ## Deploy one service: build, apply, shift traffic, publish its contract; or `gateway`: consumers, limits; [PLANS=<folder>]
	@$(DEPLOY) deploy $* $(if $(PLANS),--plans $(PLANS))

plan-%: $(PYTHON_ENV) ## Plan a service, platform, or gateway (PREVIEW=1: with the tree's contracts; DETAILED=1: status 2 with changes; SAVE=<folder>: kept, encrypted)
	@$(DEPLOY) plan $* $(if $(PREVIEW),--preview) $(if $(DETAILED),--detailed) $(if $(SAVE),--save $(SAVE))

unlock-%: $(PYTHON_ENV) ## Show who has the lock of a root's state, and take it away (YES=1 confirms)
	@$(DEPLOY) unlock $* $(if $(YES),--yes)

.PHONY: changed-roots
changed-roots: $(PYTHON_ENV) ## Print the roots whose plan can differ since BASE, and why, as JSON: [ONLY=dev] [ACCOUNTS=1]
	@$(RUN) tools.review.changed_roots $(if $(ONLY),--env $(ONLY)) $(if $(ACCOUNTS),--accounts)

.PHONY: environments
environments: $(PYTHON_ENV) ## Print the environments that have an account, as JSON
	@$(RUN) tools.deploy.where

.PHONY: roots
roots: ## Print the roots that plan-<root> plans, as JSON
	@printf '["platform"'; printf ', "%s"' $(FUNCTIONS); echo ', "gateway"]'

rollback-%: $(PYTHON_ENV) ## Stop a running release, or go back to the previous one
	@$(DEPLOY) rollback $*

releases-%: $(PYTHON_ENV) ## List a service's versions: state, commit, time, author
	@$(DEPLOY) releases $*

restore-%: $(PYTHON_ENV) ## Restore its table, beside the one in use: make restore-orders AT=2026-01-31T12:00:00Z
	@$(DEPLOY) restore $* --at "$(AT)"

logs-%: $(PYTHON_ENV) ## Print the service's log: make logs-orders [FOLLOW=1] [SINCE=10m]
	@$(DEPLOY) logs $* $(if $(FOLLOW),--follow) $(if $(SINCE),--since $(SINCE))

.PHONY: consumer-key
consumer-key: $(PYTHON_ENV) ## Make a key for a consumer that signs its tokens: CONSUMER=acme KEY=acme.pem
	@$(DEPLOY) consumer_key --consumer "$(CONSUMER)" --key "$(KEY)"

.PHONY: rotate-secret
rotate-secret: $(PYTHON_ENV) ## Rotate a client secret: CONSUMER=acme adds a second one, FINISH=1 deletes the old one; STATUS=1
	@$(DEPLOY) rotate_secret --consumer "$(CONSUMER)" $(if $(FINISH),--finish) $(if $(STATUS),--status)

log-level-%: $(PYTHON_ENV) ## Show or switch a service's log level: make log-level-orders [LEVEL="INFO 0.01"]
	@$(DEPLOY) log_level $* $(if $(LEVEL),--level "$(LEVEL)")

destroy-%: $(PYTHON_ENV) ## Destroy a service: its contract, then its resources (YES=1 confirms)
	@$(DEPLOY) destroy $* $(if $(YES),--yes)

.PHONY: destroy
destroy: $(PYTHON_ENV) ## Destroy the whole environment (YES=1 confirms)
	@$(DEPLOY) destroy $(if $(YES),--yes)

.PHONY: sweep
sweep: $(PYTHON_ENV) ## List this account's expired pr-… environments and destroy them (YES=1 confirms)
	@$(DEPLOY) sweep $(if $(YES),--yes)

##@ Insight
.PHONY: alarms
alarms: $(PYTHON_ENV) ## List all alarms: state, since when, and why
	@$(DEPLOY) alarms

.PHONY: cost
cost: $(PYTHON_ENV) ## Price each environment: per million requests, per month, idle; TRAFFIC=docs/examples/traffic.json; BASE=origin/main: the change since
	@$(RUN) tools.insights.cost $(if $(BASE),--base $(BASE)) $(if $(TRAFFIC),--traffic $(TRAFFIC)) $(if $(JSON),--json)

.PHONY: simulate-traffic
simulate-traffic: $(PYTHON_ENV) ## Simulate throttling of consumers: LOAD=docs/examples/load.json, or TRACE=access.log
	@$(RUN) tools.insights.simulate $(if $(TRACE),--trace $(TRACE),--load $(or $(LOAD),docs/examples/load.json))

.PHONY: insights
insights: $(PYTHON_ENV) ## Answer all questions of analytics/questions from the logs, as a page; QUESTION=hot-keys prints one; LIST=1
	@$(RUN) tools.insights.questions $(if $(QUESTION),--question "$(QUESTION)") $(if $(LIST),--list)

.PHONY: traffic
traffic: $(PYTHON_ENV) ## Drive the running API with consumers, attacks and accidents: [SEED=1] [DURATION=60] [RATE=25]
	@$(RUN) tools.insights.traffic $(if $(SEED),--seed $(SEED)) $(if $(DURATION),--seconds $(DURATION)) $(if $(RATE),--rate $(RATE))

.PHONY: questions
questions: $(PYTHON_ENV) ## Write what follows from analytics/questions: analytics/logs_insights, docs/operations/insights.md
	@$(RUN) tools.insights.questions.saved

##@ Adoption
.PHONY: init
init: $(PYTHON_ENV) ## Make this repository your own: [ORGANISATION PRODUCT REGION ACCOUNTS DOMAIN REPOSITORY KEEP]; asks at a terminal
	@$(RUN) tools.adopt.repository --organisation="$$ORGANISATION" --product="$$PRODUCT" --region="$$REGION" --accounts="$$ACCOUNTS" --domain="$$DOMAIN" --repository="$$REPOSITORY" --keep="$$KEEP"

.PHONY: doctor
doctor: $(PYTHON_ENV) ## Say what is missing or wrong on this machine, or with ENV=dev in its account too, and how to mend it
	@$(RUN) tools.adopt.doctor

##@ Upkeep
.PHONY: setup
setup: $(PYTHON_ENV) ## Create the virtual environment; fetch Terraform and Python if they are missing (FETCH=0 does not)

$(PYTHON_ENV): requirements/dev.txt requirements/uv.txt .python-version .terraform-version
	@PYTHON="$(PYTHON)" tools/setup

# An environment of its own: Checkov's packages clash with those of ours.
$(CHECKOV_READY): requirements/checkov.txt | $(PYTHON_ENV)
	@.venv/bin/uv venv --quiet --clear --python .venv/bin/python $(@D)
	@.venv/bin/uv pip sync --quiet --python $(@D)/bin/python --require-hashes $<
	@touch $@

# Files alone: Django, with which the package would serve them, is not installed.
$(SWAGGER_UI): requirements/portal.txt | $(PYTHON_ENV)
	@rm -rf $(@D)
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --target $(@D) --no-deps --require-hashes -r $< || \
	  { echo "error: Swagger UI could not be fetched from the package index; run \`make portal\` again with a network" >&2; exit 1; }
	@touch $@

.build/browser/.ready: requirements/browser.txt | $(PYTHON_ENV)
	@rm -rf $(@D)
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --target $(@D)/packages --require-hashes -r $<
	@touch $@

$(FUZZ_READY) $(MUTANTS_READY) $(AUDIT_READY): .build/%/.ready: requirements/%.txt | $(PYTHON_ENV)
	@rm -rf $(@D)/packages
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --target $(@D)/packages --require-hashes -r $<
	@touch $@

.PHONY: lock
lock: $(PYTHON_ENV) ## Lock requirements/*.in with hashes into *.txt (UPGRADE=1 takes newer releases, COOLDOWN=7 none of this week)
	@tools/lock $(if $(UPGRADE),--upgrade) $(if $(COOLDOWN),--exclude-newer "P$(COOLDOWN)D")

.PHONY: hooks
hooks: $(PYTHON_ENV) ## Install the git hooks
	@.venv/bin/pre-commit install

.PHONY: clean
clean: ## Remove build results and all local data ($LOCAL_DIR: orders, keys, Terraform state)
	@if [ -x .venv/bin/python ]; then $(DEPLOY) down; fi
	@if [ -d "$(LOCAL_DIR)" ]; then chmod -R u+w "$(LOCAL_DIR)"; fi
	@rm -rf .build "$(LOCAL_DIR)" .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.PHONY: completion
completion: $(PYTHON_ENV) ## Print completion of these targets for a shell: source <(make -s completion) [SHELL_NAME=zsh]
	@$(RUN) tools.adopt.guide completion $(SHELL_NAME)

# Without TOPIC it needs no environment: it is what a fresh clone shows first.
.PHONY: help
help: $(if $(TOPIC),$(PYTHON_ENV))
ifdef TOPIC
	@$(RUN) tools.adopt.guide topic "$$TOPIC"
else
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
	  /^[a-zA-Z0-9_%-]+:.*## / {name = $$1; sub(/%/, "<service>", name); printf "  %-20s %s\n", name, $$2}' $(MAKEFILE_LIST)
	@printf "\nMore about one of them: make help TOPIC=deploy\nServices: $(SERVICES)\nThe platform's own functions: $(filter-out $(SERVICES),$(FUNCTIONS))\n"
endif
