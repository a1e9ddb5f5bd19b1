"""Addresses of this room."""

from django.urls import path

from directory.groups import views

app_name = "groups"
urlpatterns = [path("<slug:slug>/", views.group_detail, name="group-detail")]
