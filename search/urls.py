"""Addresses of this room. `listing_patterns` stand at the root: they lead to a search."""

from django.urls import path

from search import feeds, views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("feed/", feeds.feed, name="feed"),
    path("suggest/", views.suggest, name="suggest"),
    path("pins/", views.pins, name="pins"),
    path("towns/", views.towns, name="towns"),
]
listing_patterns = [
    path("trainers/", views.trainers, name="trainers"),
    path("groups/", views.groups, name="groups"),
]
