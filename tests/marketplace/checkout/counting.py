"""How many queries a page costs once everything that is cached is warm."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, path: str, **headers: str) -> list[str]:
    """The statements of a second visit, which has to answer 200."""
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers=headers)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]
