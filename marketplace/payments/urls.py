"""Where Stripe's events arrive: `/webhooks/stripe/<endpoint>/`."""

from django.urls import path

from marketplace.payments import views

webhook_patterns = [path("<slug:endpoint>/", views.stripe_webhook, name="stripe-webhook")]
