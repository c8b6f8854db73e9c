# Two commands for a fresh machine: `make run` and `make test`. Everything is installed into .venv.
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
OUT ?= out
SCALE ?= 0.02
SEEDS ?= 4
TEST_WORKERS ?= 2
# Compiled modules are kept, also where the environment says not to: otherwise each command that tests and measurements
# start compiles the whole package anew.
export PYTHONDONTWRITEBYTECODE :=
# A file's tests stay together: they share what a file prepares once.
PYTEST := $(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist loadfile

.PHONY: help run app workshop test test-all bench bench-app bench-scale soak validate lint docs clean
help:
	@echo "make run       a run of the plan and of current law for Lüliang, with a report   运行并出报告"
	@echo "make app       the browser: move a lever, see the future redrawn              浏览器应用"
	@echo "make workshop  thirty people in a room explore together from their phones      研讨会"
	@echo "make test      the fast tests                                                  快速测试"
	@echo "make test-all  all tests                                                       全部测试"
	@echo "make bench     speed and memory, as JSON                                       速度与内存"
	@echo "make bench-scale  the error of small samples against everyone                   抽样规模误差"
	@echo "make bench-app the same for the browser application, in Chromium                浏览器应用速度"
	@echo "make validate  the region's data, and the model run free against the evidence  数据与历史校验"
	@echo "make soak      a hundred batches killed and gone on with; ten minutes of thirty people   百次中断续算，三十人十分钟"
	@echo "make lint      ruff and mypy                                                   代码检查"

run: $(VENV)/.core
	$(BIN)/tanfeng compare current plan --also frozen --scale $(SCALE) --seeds $(SEEDS) --out $(OUT)/first-run

test: $(VENV)/.all
	$(PYTEST) -m "not slow"

test-all: $(VENV)/.all
	$(PYTEST) --durations=20 --durations-min=20

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.bench_batch

soak: $(VENV)/.all
	TANFENG_KILLS=100 $(BIN)/python -m pytest -q tests/test_batch.py -m slow
	TANFENG_SOAK_SECONDS=600 $(BIN)/python -m pytest -q tests/test_workshop_soak.py -m slow

workshop: $(VENV)/.app
	$(BIN)/tanfeng workshop --host 0.0.0.0

app: $(VENV)/.app
	$(BIN)/tanfeng app

bench-scale: $(VENV)/.dev
	$(BIN)/python -m benchmarks.bench_scale

bench-app: $(VENV)/.all
	$(BIN)/python -m benchmarks.bench_app
	$(BIN)/python -m benchmarks.bench_workshop

validate: $(VENV)/.dev
	$(BIN)/tanfeng check abm/regions/luliang
	$(BIN)/python -m experiments.validate

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/python -m experiments.docs

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache

# A stamp per extra: a second call finds it and is quick.
$(BIN)/python:
	@python=$$(sh tools/find-python) && echo "making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what Tanfeng needs (a minute or two) 正在安装依赖（约一两分钟）"
	@$(PIP) -e .
	@touch $@

$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what the browser application needs (a few minutes) 正在安装浏览器应用（约几分钟）"
	@$(PIP) -e ".[app]"
	@touch $@ $(VENV)/.core

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what the tests need (a minute or two) 正在安装测试依赖（约一两分钟）"
	@$(PIP) -e ".[dev]"
	@touch $@ $(VENV)/.core

$(VENV)/.all: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing everything (a few minutes) 正在安装全部依赖（约几分钟）"
	@$(PIP) -e ".[app,lab,dev]"
	@touch $@ $(VENV)/.core $(VENV)/.dev $(VENV)/.app
