"""The way to Elasticsearch: one client for what a visitor waits for, another for what nobody waits for."""

import datetime as dt
import logging
import os
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from elasticsearch import Elasticsearch

SEARCH_SECONDS = 1.0
"""How long a visitor's question may take before the database answers instead."""
BULK_SECONDS = 60.0
PASSING = (502, 503, 504)
"""Statuses that another node may not answer with."""
# It tells each lost connection with a page of its own; whoever asked says so in a line.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)
_PORTS = {"http": 9200, "https": 443}


def configured() -> bool:
    """Whether this site has an Elasticsearch at all."""
    return bool(nodes())


def client() -> Elasticsearch:
    """For questions somebody waits for: gives up after SEARCH_SECONDS.

    Tried once more where the connection failed (a dead node among living ones), never after a time-out.
    Kept for the process; other settings give another client.
    """
    return _connected(nodes(), SEARCH_SECONDS, os.getpid())


def patient_client() -> Elasticsearch:
    """For bulk writes, rebuilds and checks: waits for up to BULK_SECONDS a request."""
    return _connected(nodes(), BULK_SECONDS, os.getpid())


def nodes() -> tuple[str, ...]:
    """The addresses of the nodes, each with scheme and port; none where the site does without."""
    told = str(settings.ELASTICSEARCH_URL).split(",")
    return tuple(_with_port(url.strip()) for url in told if url.strip())


def alias() -> str:
    """The name that searches ask and changes are written to: whichever index stands behind it."""
    return f"{_prefix()}-documents"


def index_name(moment: dt.datetime) -> str:
    """A name for an index begun at `moment`: `mi-commons-documents-20260301-101530-000123`."""
    return f"{alias()}-{moment.astimezone(dt.UTC):%Y%m%d-%H%M%S-%f}"


def _prefix() -> str:
    return str(getattr(settings, "ELASTICSEARCH_PREFIX", "mi-commons"))


def _with_port(url: str) -> str:
    """The client asks for a port; people leave out the usual one."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.port is None:
        parts = parts._replace(netloc=f"{parts.netloc}:{_PORTS.get(parts.scheme, 9200)}")
    return urlunsplit(parts)


@lru_cache(maxsize=8)
def _connected(urls: tuple[str, ...], seconds: float, _process: int) -> Elasticsearch:
    """Connections do not survive a fork: the process is part of the key."""
    return Elasticsearch(
        list(urls),
        request_timeout=seconds,
        max_retries=1,
        retry_on_timeout=False,
        retry_on_status=PASSING,
        max_dead_node_backoff=5,
    )
