# Every target sets up what it needs; `make` alone lists them.
PORT ?= 8000
# Plain commands without shell syntax: make starts them itself, so that a signal sent to make reaches them.
SETUP := python3 portal/setup
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench soak services services-stop

help:
	@echo "make run [PORT=8000]   安装、装入演示数据并启动门户"
	@echo "make test              运行全部测试"
	@echo "make setup             只安装"
	@echo "make check | make fix  检查 | 修正代码"
	@echo "make bench | make soak 性能基准 | 长时间运行"
	@echo "make services          启动本检出专用的 PostgreSQL 与 Redis（services-stop 停止）"

setup:
	@$(SETUP) setup

run:
	@$(SETUP) run

test:
	@$(SETUP) test

check:
	@$(SETUP) check

fix:
	@$(SETUP) fix

bench:
	@$(SETUP) bench

soak:
	@$(SETUP) soak

services:
	@$(SETUP) services

services-stop:
	@$(SETUP) services-stop
