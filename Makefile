# `make help` lists what there is.
SHELL := bash
.DEFAULT_GOAL := help

# A JDK 25, also where `java` is an older one: JAVA_HOME if it is one, else the usual places.
JDK := $(shell for home in "$$JAVA_HOME" /usr/lib/jvm/* $$HOME/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do \
	if [ -x "$$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$$home/release"; then echo "$$home"; break; fi; done)
export JAVA_HOME := $(JDK)

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

.PHONY: java
java:
	@[ -n "$(JDK)" ] || { echo 'Xentri needs JDK 25: https://adoptium.net (Debian: apt-get install temurin-25-jdk). Set JAVA_HOME if it is in an unusual place.' >&2; exit 1; }

.PHONY: package
package: java ## Build what goes to Lambda: the layers and a jar for each context
	mvn -q -Dmaven.test.skip=true package -am -pl layers/runtime,layers/clerk,functions/identity,functions/backbone,functions/copilot

.PHONY: verify-cloud
verify-cloud: package ## Build, deploy and call the stack with SAM CLI and MiniStack; no account, no Docker
	tests/cloud/verify
