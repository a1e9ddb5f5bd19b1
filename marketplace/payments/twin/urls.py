"""The twin's hosted page, under `/sandbox/`; answers 404 outside the sandbox."""

from django.urls import path

from marketplace.payments.twin import views

app_name = "twin"

urlpatterns = [
    path("checkout/<str:external_id>/", views.checkout, name="checkout"),
]
