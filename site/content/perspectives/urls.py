"""Addresses of members' answers. The questions themselves are pages of the tree."""

from django.urls import path

from content.perspectives import views

app_name = "perspectives"
urlpatterns = [
    path("me/perspectives/", views.my_perspectives, name="my-perspectives"),
    path("perspectives/to/<uuid:uid>/send/", views.send, name="send"),
    path("perspectives/<uuid:uid>/edit/", views.edit, name="edit"),
    path("perspectives/<uuid:uid>/take-back/", views.take_back, name="take-back"),
    path("perspectives/<uuid:uid>/helpful/", views.helpful, name="helpful"),
    path("perspectives/<uuid:uid>/pick/", views.pick, name="pick"),
    path("perspectives/<uuid:uid>/report/", views.report, name="report"),
    path("perspectives/<uuid:uid>/appeal/", views.appeal, name="appeal"),
]
