# `make help` lists what there is.
SHELL := bash
.DEFAULT_GOAL := help

# A JDK 25, also where `java` is an older one: JAVA_HOME if it is one, else the usual places.
JDK := $(shell for home in "$$JAVA_HOME" /usr/lib/jvm/* /opt/java/* $$HOME/.sdkman/candidates/java/* $$HOME/.jdks/* \
	/Library/Java/JavaVirtualMachines/*/Contents/Home $$HOME/Library/Java/JavaVirtualMachines/*/Contents/Home \
	/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do \
	if [ -x "$$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$$home/release"; then echo "$$home"; break; fi; done)
export JAVA_HOME := $(JDK)

PORT ?= 3000
XENTRI_HOME ?= .xentri
ISOLATION ?= none
export PORT XENTRI_HOME ISOLATION
# What builds reports to nobody.
export ASTRO_TELEMETRY_DISABLED := 1
export SAM_CLI_TELEMETRY := 0

# Every target goes as far as `package`: a module whose dependencies were folders of classes the last time and are jars now is
# compiled anew, and all of them take more than a minute.
MVN := mvn -q -B
comma := ,
empty :=
list = $(subst $(empty) $(empty),$(comma),$(strip $(1)))
CONTEXTS := $(patsubst %/pom.xml,%,$(wildcard functions/*/pom.xml))
UNITS := $(call list,schema layers/platform layers/testkit $(CONTEXTS) localstack/tests)
ARTIFACTS := $(call list,layers/runtime layers/clerk layers/pdf $(CONTEXTS))
JARS := $(CONTEXTS:%=%/target/fn.jar) layers/runtime/target/layer layers/clerk/target/layer layers/pdf/target/layer
CLASSPATH := localstack/embedded/target/classpath
CLOUD_JAR := localstack/embedded/target/xentri-local-cloud-1.0.0.jar
CLOUD := -cp "$$(cat $(CLASSPATH)):$(CLOUD_JAR)"
# Half of a start is loading and linking classes; this cache of them, linked, halves it. Half of a first start is unpacking Postgres; its programs are
# kept unpacked. Both are made by a rehearsal, when the local cloud itself has changed.
CACHE := target/local-cloud.aot
BINARIES := target/postgres-binaries
# Of the rehearsal, and then of every new cloud of a test.
TEST_KEYS := target/test-signing-keys.json
# --add-opens: functions see only their own environment variables although they share a process (app.xentri.local.lambda.ScopedEnvironment).
JVM := -Xmx1g -XX:+UseSerialGC -Xlog:disable \
	--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED
START = exec .ci/serve "$(JDK)/bin/java" $(JVM) $(CLOUD_JVM) -XX:AOTCache=$(CACHE) $(CLOUD) app.xentri.local.LocalCloud .

##@ Run

.PHONY: run
run: build ## Start everything at http://127.0.0.1:3000 (PORT, XENTRI_HOME, ISOLATION=process)
	@$(START)

.PHONY: start
start: java # The same without a look at what must be built.
	@$(START)

.PHONY: token
token: ## Print a bearer token for curl: make token EMAIL=a@b.c (while `make run` runs)
	@[ -n "$(EMAIL)" ] || { echo 'Say for whom: make token EMAIL=a@b.c' >&2; exit 1; }
	@"$(JDK)/bin/java" $(JVM) -XX:AOTCache=$(CACHE) $(CLOUD) app.xentri.local.clerk.MakeToken "$(EMAIL)"

.PHONY: build
build: tools java-parts shell-parts ## Build what `make run` needs, as far as it has changed
	@.ci/once rehearsal --says "Rehearsing a start, which makes later ones quick" --reads $(CLASSPATH) $(CLOUD_JAR) --writes $(CACHE) $(BINARIES) $(TEST_KEYS) -- \
		"$(JDK)/bin/java" $(JVM) -Dxentri.clerk.signing-keys=$(TEST_KEYS) -XX:AOTCacheOutput=$(CACHE) $(CLOUD) app.xentri.local.LocalCloud . rehearse 2> target/rehearsal.log

.PHONY: shell-parts
shell-parts: tools
	@.ci/once shell --says "Building the app" --reads static-shell --writes static-shell/dist/index.html -- .ci/shell build

.PHONY: java-parts
java-parts: java
	@.ci/once java --says "Building the functions, their layers and the local cloud" --reads pom.xml schema layers functions localstack/states localstack/embedded --writes $(JARS) $(CLASSPATH) $(CLOUD_JAR) -- \
		$(MVN) -Dmaven.test.skip=true -Dmdep.outputFile=target/classpath -DincludeScope=runtime -am -pl $(ARTIFACTS),localstack/embedded package dependency:build-classpath

.PHONY: package
package: java ## Build only what goes to Lambda: the layers and a jar for each context
	$(MVN) -Dmaven.test.skip=true package -am -pl $(ARTIFACTS)

##@ Check

# A test's cloud lives for a minute or two, and is often killed after seconds: what the second compiler costs is not earned back.
test-java test-one test-contract test-isolation test-e2e test-browser test-chaos chaos: export CLOUD_JVM := -XX:TieredStopAtLevel=1 -Dxentri.clerk.password-iterations=1000 -Dxentri.clerk.signing-keys=$(TEST_KEYS)

.PHONY: test
test: build packages test-tools ## Run every tier
	@.ci/lanes test-java 'test-browser test-shell test-openapi'

.PHONY: test-java
test-java: build test-tools ## Every tier that is Java
	$(MVN) -T 3 --fail-at-end package

.PHONY: test-unit
test-unit: tools test-shell ## Use cases, platform, local cloud, shell
	$(MVN) package -am -pl $(UNITS)

.PHONY: test-shell
test-shell: tools
	@.ci/shell
	npm --prefix static-shell test --silent

.PHONY: test-one
test-one: java ## Run one test class of any module, in seconds: make test-one TEST=SessionApiTest
	@file=$$(find schema layers functions localstack tests -path '*/src/test/java/*/$(TEST).java' -not -path '*/node_modules/*'); \
	[ -n "$(TEST)" ] && [ -f "$$file" ] || { echo 'Say which, for example: make test-one TEST=SessionApiTest' >&2; exit 1; }; \
	case $$file in tests/*) $(MAKE) --no-print-directory build test-tools || exit ;; esac; \
	$(MVN) -T 2 package -am -pl "$${file%%/src/test/*}" -Dsurefire.failIfNoSpecifiedTests=false -Dtest='$(TEST)'

# Each further tier is a Maven module; only its own tests run, on what they need freshly built.
tier = $(MVN) package -am -pl tests/$(1) -Dsurefire.failIfNoSpecifiedTests=false -Dtest='app/xentri/$(1)/**'

.PHONY: test-store
test-store: build ## SQL against a real Postgres, as the functions' role
	$(call tier,store)

.PHONY: test-contract
test-contract: build test-tools test-openapi ## Schemas, examples, routes, OpenAPI, boundaries between contexts
	$(call tier,contract)

.PHONY: test-contract-files
test-contract-files: java ## Of the contract tests those that need nothing but the project's files and code
	$(MVN) package -am -pl tests/contract -Dsurefire.failIfNoSpecifiedTests=false -Dtest='ContractTest,StacksTest,GuardsTest,RecordingFunctionsTest,ArchitectureTest,DialectTest'

.PHONY: test-newcomer
test-newcomer: build openapi-packages ## README's endpoint and a new context, made in a copy and counted
	tests/contract/newcomer

.PHONY: verify-newcomer
verify-newcomer: build openapi-packages ## The same, and the isolation suite with the new context and with faults in it
	tests/contract/newcomer --isolation

.PHONY: test-openapi
test-openapi: openapi-packages
	npm --prefix tests/contract/openapi run --silent lint
	npm --prefix tests/contract/openapi run --silent check

.PHONY: test-isolation
test-isolation: build ## Every table and endpoint against every other tenant
	$(call tier,isolation)

.PHONY: test-e2e
test-e2e: build ## Over HTTP against a running local cloud
	$(call tier,e2e)

.PHONY: fuzz
fuzz: build ## Many hostile requests over HTTP, of which `make test` sends some: make fuzz REQUESTS=20000 SEED=2
	$(MVN) package -am -pl tests/e2e -Dsurefire.failIfNoSpecifiedTests=false -Dtest=FuzzTest -Dfuzz.requests=$(or $(REQUESTS),20000) -Dfuzz.seed=$(or $(SEED),1)

.PHONY: test-browser
test-browser: build browser browser-packages ## The first run in Chromium, with axe on every page
	npm --prefix tests/e2e/browser test --silent

.PHONY: walk
walk: build browser browser-packages ## Anything in any order on three screens, against a model: make walk ACTIONS=5000 SEED=2
	cd tests/e2e/browser && ACTIONS=$(or $(ACTIONS),5000) SEED=$(or $(SEED),1) LOG=yes node --test --test-reporter=spec walk.test.mjs

.PHONY: test-chaos
test-chaos: build ## Kills, outages, lost and doubled deliveries
	$(call tier,chaos)

.PHONY: chaos
chaos: build ## The kills of test-chaos, KILLS of them
	$(MVN) package -am -pl tests/chaos -Dsurefire.failIfNoSpecifiedTests=false -Dtest=KilledBetweenCommitAndRelayTest -Dchaos.kills=$(or $(KILLS),20)

.PHONY: waiting
waiting: java ## Executions of state machines that wait, WAITING of them (10000)
	$(MVN) package -am -pl localstack/states -Dsurefire.failIfNoSpecifiedTests=false -Dtest=ManyWaitingTest -Dwaiting=$(or $(WAITING),10000)

.PHONY: test-systems
test-systems: java ## Every system's Postgres and Redis: found, unpacked, and programs for it
	.ci/systems

.PHONY: test-user
test-user: build ## The built cloud, run by an ordinary user in a folder of their own
	tests/e2e/ordinary-user

.PHONY: lint
lint: ## Formatter, Error Prone and NullAway, scripts, TypeScript, sam validate
	@.ci/lanes lint-java 'lint-shell lint-files'

.PHONY: lint-java
lint-java: java
	$(MVN) -T 2 spotless:check package -DskipTests
	.ci/systems --short > /dev/null

.PHONY: lint-shell
lint-shell: tools
	@.ci/shell
	npm --prefix static-shell run --silent lint
	npm --prefix static-shell run --silent typecheck

.PHONY: lint-files
lint-files: sam stack-sizes
	.ci/portable
	.ci/lanes-end
	"$$(tests/cloud/tool shellcheck)/shellcheck" $$(.ci/portable --list)
	@for template in template.yaml functions/*/template.yaml; do "$$(cat target/sam)/sam" validate --lint --template "$$template" || exit; done
	"$$(cat target/sam)/cfn-lint" infra/*.yaml

.PHONY: format
format: java ## Format Java as Google Java Format does
	$(MVN) spotless:apply

.PHONY: generate
generate: java openapi-packages ## Write what is generated: the contexts' heads, schema/openapi.yaml, schema/schema.sql, the shell's types
	$(MVN) package -am -pl tests/contract,tests/isolation -Dsurefire.failIfNoSpecifiedTests=false -Dtest='StacksTest#everyContext*,ContractTest#theApiDocument*,SchemaDumpTest' -Dupdate=true
	npm --prefix tests/contract/openapi run --silent types

.PHONY: context
context: ## Make a new bounded context: make context NAME=sample PATHS=/api/v1/samples
	@functions/new-context "$(NAME)" "$(PATHS)"

.PHONY: screens
screens: build browser browser-packages ## Take the screenshots of docs/screens
	npm --prefix tests/e2e/browser run --silent screens

.PHONY: bench
bench: build ## Measure and write docs/benchmarks.md; only print the starts of some: ONLY=me-get,event-relay
	$(MVN) -Dmaven.test.skip=true package -am -pl tests/bench
	"$(JDK)/bin/java" -cp "tests/bench/target/xentri-tests-bench-1.0.0.jar:tests/bench/target/lib/*" app.xentri.bench.Bench . $(ONLY)
	@[ -n "$(ONLY)" ] || $(MAKE) --no-print-directory bench-shell

.PHONY: bench-shell
bench-shell: build browser browser-packages ## Measure how soon the app shows something on slow 3G, and write that part of docs/benchmarks.md
	npm --prefix tests/e2e/browser run --silent bench

.PHONY: bench-writes
bench-writes: build ## What writes and reads cost under load, ROUNDS of SECONDS; beside another checkout that is built: BASE=/path/to/it
	$(MVN) -Dmaven.test.skip=true package -am -pl tests/bench
	"$(JDK)/bin/java" -Drounds=$(or $(ROUNDS),3) -Dseconds=$(or $(SECONDS),15) -cp "tests/bench/target/xentri-tests-bench-1.0.0.jar:tests/bench/target/lib/*" app.xentri.bench.Writes $(BASE) .

.PHONY: verify-cloud
verify-cloud: build cloud-program ## Build, deploy and call the stack with SAM CLI and MiniStack; no account, no Docker
	tests/cloud/verify

.PHONY: verify-growth
verify-growth: java ## Build and deploy the stacks with 96 more functions in them, as verify-cloud does
	$(MVN) -Dmaven.test.skip=true package -am -pl $(ARTIFACTS)
	tests/cloud/verify --grown

.PHONY: stack-sizes
stack-sizes: ## Count the resources of each stack as CloudFormation will; 350 is the most
	@cd tests/cloud && "$$(./tool sam)/python" -B -m xentri_cloud.sizes ../../template.yaml

##@ Tools

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: java
java:
	@[ -n "$(JDK)" ] || { echo 'Xentri needs JDK 25: https://adoptium.net/installation. Set JAVA_HOME if it is in an unusual place.' >&2; exit 1; }
	@command -v mvn > /dev/null || { echo 'Xentri needs Maven 3.8 or later (Debian: apt-get install maven).' >&2; exit 1; }

.PHONY: tools
tools: java
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2> /dev/null || { echo 'Xentri needs Node 20 or later: https://nodejs.org' >&2; exit 1; }
	@command -v npm > /dev/null || { echo 'Xentri needs npm, which comes with Node: https://nodejs.org' >&2; exit 1; }

.PHONY: sam
sam:
	@mkdir -p target && tests/cloud/tool sam > target/sam

.PHONY: cloud-program
cloud-program: java
	@.ci/once cloud-program --says "Building what verifies the template" --reads pom.xml schema layers localstack/states localstack/embedded tests/cloud/pom.xml tests/cloud/src --writes tests/cloud/target/class-path.txt -- \
		$(MVN) -Dmaven.test.skip=true package -am -pl tests/cloud

.PHONY: test-tools
test-tools:
	@tests/cloud/tool schemathesis > /dev/null

.PHONY: packages
packages: openapi-packages browser-packages browser

.PHONY: openapi-packages
openapi-packages: tools
	@.ci/once openapi-packages --says "Fetching what checks the API document" --reads tests/contract/openapi/package.json tests/contract/openapi/package-lock.json --writes tests/contract/openapi/node_modules -- \
		.ci/packages tests/contract/openapi

.PHONY: browser-packages
browser-packages: tools
	@.ci/once browser-packages --says "Fetching what drives the browser" --reads tests/e2e/browser/package.json tests/e2e/browser/package-lock.json --writes tests/e2e/browser/node_modules -- \
		.ci/packages tests/e2e/browser

.PHONY: browser
browser: tools ## Install Chromium, and fonts that show all scripts, for the browser tests, once
	@node tests/e2e/browser/places.mjs > /dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null || { echo 'The browser tests need Chromium (Debian: sudo apt-get install chromium; macOS: brew install --cask chromium, or Google Chrome).' >&2; exit 1; }; \
		apt-get update -qq && apt-get install -y -qq chromium; }
	@# The engine alone works for less. Where there is none, the tests go on in the whole browser.
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && dpkg -s chromium > /dev/null 2>&1 && ! dpkg -s chromium-headless-shell > /dev/null 2>&1; then \
		apt-get update -qq && { ! apt-cache show chromium-headless-shell > /dev/null 2>&1 || apt-get install -y -qq chromium-headless-shell; }; fi
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && ! dpkg -s fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji > /dev/null 2>&1; then \
		apt-get update -qq && apt-get install -y -qq fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji; fi
