# Everything happens in dev/, with nothing but Python's standard library; `make help` lists what there is.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run admin test prove coverage bench load mutate screenshots format lock

help run admin test prove coverage bench load mutate screenshots format lock:
	@$(PYTHON) -m dev $@
