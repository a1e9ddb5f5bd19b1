"""Every address of the site; who is here answers for it in its own room."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.urls import cms_patterns, frontend_patterns
from content.urls import card_patterns, feed_patterns, map_patterns, page_patterns
from marketplace.payments.urls import webhook_patterns
from marketplace.referrals.urls import link_patterns
from search.api.urls import api_patterns
from search.urls import listing_patterns

handler400 = "search.api.doors.handler400"
handler403 = "core.errors.handler403"
handler404 = "core.errors.handler404"
handler500 = "core.errors.handler500"

urlpatterns = [
    path("cms/", include(cms_patterns)),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("webhooks/stripe/", include((webhook_patterns, "payments"))),
    path("api/", include(api_patterns)),
    path("r/", include((link_patterns, "links"))),
    path("sandbox/", include("marketplace.payments.twin.urls")),
    path("", include("core.urls")),
    *map_patterns,
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
if apps.is_installed("dev"):
    urlpatterns += [path("dev/", include("dev.urls"))]

urlpatterns += i18n_patterns(
    path("account/", include("accounts.urls")),
    path("search/", include("search.urls")),
    path("", include((listing_patterns, "listings"))),
    path("", include("marketplace.referrals.urls")),
    path("", include("marketplace.office.urls")),
    path("", include("marketplace.checkout.urls")),
    path("groups/", include("directory.groups.urls")),
    path("", include("directory.library.urls")),
    path("", include("content.perspectives.urls")),
    path("glossary/", include("content.terms.urls")),
    path("feedback/", include("content.feedback.urls")),
    *frontend_patterns,
    *feed_patterns,
    *card_patterns,
    *page_patterns,
    prefix_default_language=False,
)
