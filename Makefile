# Two commands do everything: `make drift` and `make test`. `make help` lists the rest.

SWIFT_BUILD = swift build -c release
ARGS =

.PHONY: help drift check kills survey ports port-mutants proofs test external packages format lint bench-mpfr bench-harness bench-step bench-formats same-bits docs clean

help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

drift: packages ## Run the main job: a recorded training run in six arithmetics, and the report. ARGS="--sample shapes"
	@$(SWIFT_BUILD) --product came-lab
	@"$$($(SWIFT_BUILD) --show-bin-path)/came-lab" drift $(ARGS)

check: packages ## Try what must hold of CAME in four formats. ARGS="--cases 10000 --out check"
	@$(SWIFT_BUILD) --product came-lab
	@"$$($(SWIFT_BUILD) --show-bin-path)/came-lab" check $(ARGS)

kills: packages ## Which property notices which of the mutants: about twenty minutes, and a report in the folder kills.
	@$(SWIFT_BUILD) --product came-lab
	@"$$($(SWIFT_BUILD) --show-bin-path)/came-lab" check --mutants --out kills $(ARGS)

survey: packages ## Validate the public ports that PyPI carries: a page and a report of each in the folder survey. ARGS="--source ColossalAI=DIR"
	@ports/survey/setup .venv-survey
	@$(SWIFT_BUILD) --product came-lab
	@"$$($(SWIFT_BUILD) --show-bin-path)/came-lab" survey --environment .venv-survey $(ARGS)

ports: packages ## Test the Python client, validate the NumPy example, correct variations of it and some mutants. ARGS=200 for more variations
	@$(SWIFT_BUILD) --product came-lab
	@ports/check "$$($(SWIFT_BUILD) --show-bin-path)/came-lab" $(ARGS)

port-mutants: packages ## Validate every mutant of the catalogue as a Python port: about twelve minutes. ARGS="--only no-clip"
	@$(SWIFT_BUILD) --product came-lab
	@PYTHONPATH=ports/python/src "$$(ports/environment)" ports/mutants/run.py "$$($(SWIFT_BUILD) --show-bin-path)/came-lab" $(ARGS)

proofs: ## Build and audit the proofs, check that the manifest and the vectors are what they make, and break the definitions.
	@.ci/install-packages --proofs
	@.ci/proofs

external: packages ## Run the catalogue on a CAME in a package of its own, as somebody else would.
	swift test -c release --disable-xctest --package-path Tests/External $(ARGS)

test: packages ## Build and run all tests.
	swift test -c release --disable-xctest $(ARGS)

packages:
	@.ci/install-packages

format: ## Format every Swift file.
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

lint: ## Check the format of every Swift file.
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

NATIVE = -Xcc -march=native -Xswiftc -Xcc -Xswiftc -march=native
BENCH_BUILD = $(SWIFT_BUILD) --package-path Benchmarks
NATIVE_BENCH_BUILD = $(BENCH_BUILD) --scratch-path Benchmarks/.build-native $(NATIVE)

bench: packages ## Time a step beside C, the official CAME and fused AdamW, interleaved: a table and a chart in the folder bench.
	@$(BENCH_BUILD) --product bench-contestant
	@$(NATIVE_BENCH_BUILD) --product bench-contestant
	@$(BENCH_BUILD) --product bench
	@"$$($(BENCH_BUILD) --show-bin-path)/bench" --portable "$$($(BENCH_BUILD) --show-bin-path)/bench-contestant" \
	  --native "$$($(NATIVE_BENCH_BUILD) --show-bin-path)/bench-contestant" $(ARGS)

bench-mpfr: packages ## Time BigReal against the raw C loop, gmpy2 and mpmath, in one interleaved run.
	swift run -c release --package-path Benchmarks bench-mpfr

bench-harness: ## Shrinking challenges beside Hypothesis, the search for the worst case, cases a second.
	Benchmarks/peers/setup
	swift run -c release --package-path Benchmarks bench-harness $(ARGS)
	swift test --package-path Benchmarks --disable-xctest

bench-step: packages ## Time the reference step in Float, called from another module.
	swift run -c release --package-path Benchmarks bench-step

bench-formats: packages ## Time the operations of the emulated formats beside those of Float and Float16.
	swift run -c release --package-path Benchmarks bench-formats

docs: ## Build the documentation of PropertyKit, PropertyTesting and CAMEProperties.
	@.ci/docs

same-bits: packages ## Show that threads and instruction set change no bit.
	@.ci/same-bits

clean: ## Remove what was built and drawn.
	rm -rf .build .build-native .build-core .build-docs Benchmarks/.build Benchmarks/.build-native Tests/External/.build drift check kills bench survey .venv-ports .venv-survey
