"""Addresses of pages. `page_patterns` takes every address that nobody else answers, so it comes last."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from content import feeds, views
from content.sitemaps import SITEMAPS
from core.languages import PAGE

map_patterns = [path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap")]
feed_patterns = [
    # A dot keeps it apart from every page: slugs have none.
    path("articles.atom", feeds.articles, name="article-feed"),
    path("news.atom", feeds.news, name="news-feed"),
]

card_patterns = [
    path("cards/<uuid:key>-<slug:digest>.png", views.social_card_png, name="social-card"),
]

page_patterns: list[URLPattern | URLResolver] = [
    re_path(serve_pattern, views.serve_page, name=PAGE),
    path("", include(wagtail_urls)),  # names the addresses for wagtail itself
]
