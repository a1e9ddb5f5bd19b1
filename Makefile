# Every command is a short script in bin/, written with the standard library alone.
# PYTHON= names the Python to use, PORT= the port of `make run`.
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run setup test test-all check format messages bench screenshots services services-stop reset lock

help:  ## list the commands
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */make \1\t/' | expand -t 22

run:  ## set everything up that is not there yet, then serve the site on port 8000
	@bin/with-python bin/run.py

setup:  ## environment, database, fonts, places and demo content, without the server
	@bin/with-python bin/setup.py

test:  ## every test that can run here; REQUIRE_SERVICES=1 skips nothing
	@bin/with-python bin/test.py

test-all:  ## the same with the slow tests and more examples
	@bin/with-python bin/test.py --all

check:  ## lint, format, types, layers, templates, migrations, deployment
	@bin/with-python bin/check.py

format:  ## bring Python files and templates into the form `make check` asks for
	@bin/with-python bin/format.py

messages:  ## gather the interface strings for their translation; needs GNU gettext
	@bin/with-python bin/messages.py

bench:  ## measure, and print a table of ratios
	@bin/with-python bin/bench.py

screenshots:  ## play the editors' journeys and keep their pictures for docs/editors.md
	@bin/with-python bin/screenshots.py

services:  ## find or install PostgreSQL, Elasticsearch, Chromium and stripe-mock, and start them
	@bin/with-python bin/services.py start

services-stop:  ## end what `make services` started
	@bin/with-python bin/services.py stop

reset:  ## delete the development database, its media, mail and clock
	@bin/with-python bin/reset.py

lock:  ## resolve pyproject.toml again into requirements/*.lock
	@bin/with-python bin/lock.py
