"""Log-in, sign-up and everything around them: allauth's addresses.

`cms_patterns` stand before Wagtail's own under `/cms/`: there is one door, and it is allauth's.
"""

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [path("", include("allauth.urls"))]

_door = RedirectView.as_view(pattern_name="account_login", query_string=True)


def _back_office_door(request: HttpRequest) -> HttpResponseBase:
    """Whoever is signed in and still sent here may not enter: to sign in again would send them round for ever."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        if list(
            get_messages(request)
        ):  # Wagtail's own words for it; read, they are gone when the page comes again
            return redirect(request.get_full_path())
        raise PermissionDenied
    return _door(request)


cms_patterns = [path("login/", _back_office_door, name="cms-login")]
frontend_patterns = [path("_util/login/", _door, name="frontend-login")]
