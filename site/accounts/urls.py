"""Log-in, sign-up and everything around them: allauth's addresses.

`cms_patterns` stand before Wagtail's own under `/cms/`: there is one door, and it is allauth's.
"""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [path("", include("allauth.urls"))]

_door = RedirectView.as_view(pattern_name="account_login", query_string=True)
cms_patterns = [path("login/", _door, name="cms-login")]
frontend_patterns = [path("_util/login/", _door, name="frontend-login")]
