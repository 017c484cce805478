"""A news item in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString

from chytalnia.network.structured import script

if TYPE_CHECKING:
    from chytalnia.portal.models import NewsPage


def news_article(page: NewsPage) -> SafeString:
    with translation.override(page.language):
        url = settings.PUBLIC_URL + (page.url or "")
        told: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": page.title[:110],
            "inLanguage": page.language,
            "datePublished": page.date.isoformat(),
            "publisher": {
                "@type": "Library" if page.unit.is_place else "Organization",
                "name": str(page.unit),
                "url": settings.PUBLIC_URL + page.unit.get_absolute_url(),
            },
        }
    if page.intro:
        told["description"] = page.intro
    if page.latest_revision_created_at:
        told["dateModified"] = page.latest_revision_created_at.isoformat()
    if page.picture is not None:
        told["image"] = settings.PUBLIC_URL + page.picture.get_rendition("width-1200").url
    return script(told)
