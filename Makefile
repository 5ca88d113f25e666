# make demo   sets everything up and runs the Higgs example (outputs in demo/)
# make test   sets everything up and runs all tests
# make bench  prints the benchmark table and writes bench/results/latest.json
# make bench-compare OLD=file NEW=file   compares two of these; by default the committed one with that of the last run
# make fuzz   changes networks at random for FUZZ_SECONDS and applies them; what breaks stays as build/tests/native/fuzz.last
# make clean  removes what they make
#
# Python 3.11 to 3.13 with headers, a C++17 compiler and make are needed; the rest is installed into .venv, and for the tests
# and timings of the other backends into .venv-jax-torch and .venv-theano.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c '' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

# Theano runs on Python 3.11 only. With another one its tests are skipped.
PYTHON_VERSION := $(shell $(or $(wildcard $(BIN)/python),$(PYTHON)) --version 2>&1)
BACKEND_VENVS := .venv-jax-torch $(if $(filter 3.11.%,$(PYTHON_VERSION)),.venv-theano)

FUZZ_SECONDS ?= 300

.PHONY: demo test bench bench-compare fuzz setup backends clean
.DELETE_ON_ERROR:

demo: setup
	$(BIN)/python examples/demo.py demo

test: setup backends
	$(BIN)/cmake -S tests -B build/tests -G Ninja -DPython_EXECUTABLE=$(abspath $(BIN)/python)
	$(BIN)/cmake --build build/tests
	$(BIN)/ctest --test-dir build/tests --output-on-failure

fuzz: setup
	$(BIN)/cmake -S tests -B build/tests -G Ninja -DPython_EXECUTABLE=$(abspath $(BIN)/python)
	$(BIN)/cmake --build build/tests --target native_fuzz
	cd build/tests/native && ./native_fuzz $(FUZZ_SECONDS) $(wildcard tests/data/native/fuzz/*)

bench: backends
	$(BIN)/pip install --quiet -r requirements-bench.txt
	$(BIN)/python bench/run.py

bench-compare:
	@$(or $(wildcard $(BIN)/python),$(PYTHON)) bench/compare.py $(if $(OLD),--old '$(OLD)') $(if $(NEW),--new '$(NEW)')

# Rebuilds what has changed: a few seconds when nothing has. One wheel is built for all venvs: same Python, same ROOT.
setup: $(VENV)/requirements.stamp
	rm -rf build/wheel
	$(BIN)/pip wheel --quiet --no-build-isolation --no-deps -C cmake.define.PYTMVA_WERROR=$(if $(CI),ON,OFF) -w build/wheel .
	$(BIN)/pip install --quiet --no-deps --force-reinstall build/wheel/*.whl

backends: setup $(BACKEND_VENVS:%=%/requirements.stamp)
	for venv in $(BACKEND_VENVS); do \
	  $$venv/bin/pip install --quiet --no-deps --force-reinstall build/wheel/*.whl || exit 1; \
	done

.venv-jax-torch/requirements.stamp: requirements.txt
.venv-%/requirements.stamp: requirements-%.txt | $(VENV)/requirements.stamp
	$(BIN)/python -m venv --clear .venv-$*
	.venv-$*/bin/pip install --quiet --upgrade pip
	.venv-$*/bin/pip install --quiet -r $<
	touch $@

# Build tools and dependencies live in the venv, so that the libraries are built against the very ROOT that runs them.
$(VENV)/requirements.stamp: pyproject.toml requirements.txt
	@test -n "$(PYTHON)" || { echo "No Python found: install Python 3.11 to 3.13, or make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "$(PYTHON) is $$($(PYTHON) --version): Python 3.11 to 3.13 is needed (Keras 3.14 and the ROOT wheel); make PYTHON=..."; exit 1; }
	@command -v $(or $(CXX),c++) >/dev/null || { echo "No C++ compiler found: install one (Debian: apt install g++)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

clean:
	rm -rf $(VENV) .venv-jax-torch .venv-theano build demo
