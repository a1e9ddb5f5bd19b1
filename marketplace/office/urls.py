"""Addresses of this room."""

from django.urls import URLPattern

app_name = "office"
urlpatterns: list[URLPattern] = []
