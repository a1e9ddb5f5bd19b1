"""Mounted under /dev/ in development and tests only."""

from django.urls import path

from dev import views

app_name = "dev"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<slug:key>/", views.message, name="message"),
    path("mailbox/<slug:key>/html/", views.message_html, name="message-html"),
    path("mailbox/<slug:key>/<int:number>/", views.attachment, name="attachment"),
    path("clock/", views.clock, name="clock"),
]
