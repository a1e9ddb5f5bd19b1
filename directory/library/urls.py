"""Addresses of this room."""

from django.urls import path

from directory.library import views

app_name = "library"
urlpatterns = [
    path("activities/", views.activities, name="activities"),
    path("activities/<slug:slug>/", views.activity_detail, name="activity-detail"),
    path("resources/", views.resources, name="resources"),
    path("resources/<slug:slug>/", views.resource_detail, name="resource-detail"),
]
