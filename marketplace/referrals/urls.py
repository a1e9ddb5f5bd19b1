"""Addresses of referrals: the link, and the receipt."""

from django.urls import path

from marketplace.referrals import views

app_name = "referrals"
link_patterns = [path("<str:code>/", views.follow, name="follow")]
urlpatterns = [path("attribution/<uuid:uid>/", views.receipt, name="receipt")]
