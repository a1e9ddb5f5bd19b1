"""The way to Elasticsearch."""

import datetime as dt

from pytest_django import Settings

from search.elastic import client


def test_nodes_with_and_without_scheme_and_port(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "https://u:p@a.example, b.example:9201,http://[::1],"

    assert client.nodes() == ("https://u:p@a.example:443", "http://b.example:9201", "http://[::1]:9200")


def test_a_site_may_do_without(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = ""

    assert client.nodes() == ()
    assert not client.configured()


def test_one_client_for_each_purpose_and_setting(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://a.example:9200"
    first, patient = client.client(), client.patient_client()

    assert client.client() is first
    assert patient is not first
    settings.ELASTICSEARCH_URL = "http://b.example:9200"
    assert client.client() is not first


def test_names(settings: Settings) -> None:
    settings.ELASTICSEARCH_PREFIX = "ours"
    moment = dt.datetime(2026, 3, 1, 11, 15, 30, 123, tzinfo=dt.timezone(dt.timedelta(hours=1)))

    assert client.alias() == "ours-documents"
    assert client.index_name(moment) == "ours-documents-20260301-101530-000123"
