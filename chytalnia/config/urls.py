"""Addresses. Rooms bring their own `urls.py`; pages for people carry the language, doors for machines do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("", include("chytalnia.protocols.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("chytalnia.core.urls")),
        path("", include("chytalnia.network.urls")),
        path("", include("chytalnia.catalogue.urls")),
        path("", include("chytalnia.portal.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
