# Two commands for a newcomer: `make demo` and `make test`. Each does its own set-up.

SWIFT ?= swift
FUZZ_SECONDS ?= 30
SOAK_PACKETS ?= 10000000
SOAK_PROGRAMS ?=
SOAK_MINUTES ?=
INSTANCES ?= 200000
BUILD_FLAGS = --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help setup build release test fuzz demo bench evaluation fit soak agree clean

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Installs what is missing from the distribution's packages.
	@scripts/setup.sh

build: setup ## Builds everything for debugging.
	$(SWIFT) build $(BUILD_FLAGS)

release: setup ## Builds cora and corad for use, into .build/release.
	$(SWIFT) build -c release $(BUILD_FLAGS)

test: setup ## Runs every test: units, differential, live over network namespaces.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --skip-build --skip '^FuzzTests'
	CORA_FUZZ_SECONDS=$(FUZZ_SECONDS) $(SWIFT) test --skip-build --filter '^FuzzTests'

fuzz: setup ## Fuzzes every part that takes input from outside, FUZZ_SECONDS long.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	CORA_FUZZ_SECONDS=$(FUZZ_SECONDS) $(SWIFT) test --skip-build --filter '^FuzzTests'

demo: release ## Sends real traffic through nat.nf: host only, then split, then with its popularity turned over.
	.build/release/cora-demo --output build/demo

bench: release ## Measures the interpreter, the compiler and the generated halves.
	.build/release/cora bench

fit: release ## Fits the Agilio's prices to measured rates and cross-validates them.
	.build/release/cora fit

evaluation: setup ## Writes docs/evaluation.md: what the model predicts for the library, against the baselines.
	$(SWIFT) build -c release --product cora-evaluate $(BUILD_FLAGS)
	.build/release/cora-evaluate --date "$$(date -u +%F)"

soak: setup ## Runs SOAK_PACKETS of each program (SOAK_PROGRAMS, or all) on every site; goes on from build/agreement.json.
	$(SWIFT) build -c release --product cora-soak $(BUILD_FLAGS)
	.build/release/cora-soak --packets $(SOAK_PACKETS) --programs "$(SOAK_PROGRAMS)" $(if $(SOAK_MINUTES),--minutes $(SOAK_MINUTES))

agree: setup ## Compares the search with plain enumeration over INSTANCES of the library's programs, cards and traffic.
	CORA_AGREE=$(INSTANCES) $(SWIFT) test --filter LibraryAgreementTests

clean: ## Removes what was built.
	rm -rf .build build
