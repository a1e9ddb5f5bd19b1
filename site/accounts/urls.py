"""Log-in, sign-up and everything around them: allauth's addresses."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
