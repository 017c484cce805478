"""Addresses. Rooms bring their own `urls.py`; pages for people carry the language, doors for machines do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from chytalnia.protocols.api import api

urlpatterns = [
    path("desk/", include("chytalnia.desk.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("", include("chytalnia.protocols.urls")),
    path("", include("chytalnia.media.urls")),
    path("", include("chytalnia.bookcrossing.doors")),
    path("offline/", include("chytalnia.lending.offline.urls")),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("chytalnia.core.urls")),
        path("", include("chytalnia.network.urls")),
        path("", include("chytalnia.people.urls")),
        path("", include("chytalnia.lending.urls")),
        path("", include("chytalnia.programmes.urls")),
        path("", include("chytalnia.clubs.urls")),
        path("", include("chytalnia.schools.urls")),
        path("", include("chytalnia.campaigns.urls")),
        path("", include("chytalnia.care.urls")),
        path("", include("chytalnia.receptions.urls")),
        path("", include("chytalnia.spaces.urls")),
        path("", include("chytalnia.exhibitions.urls")),
        path("", include("chytalnia.seminars.urls")),
        path("", include("chytalnia.voting.urls")),
        path("", include("chytalnia.bookcrossing.urls")),
        path("", include("chytalnia.trailers.urls")),
        path("", include("chytalnia.protocols.urls_pages")),
        path("", include("chytalnia.catalogue.urls")),
        path("", include("chytalnia.portal.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler404 = "chytalnia.protocols.api.missing"
