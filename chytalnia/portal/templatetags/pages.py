"""What the templates of editorial pages ask for."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils import translation

from chytalnia.portal.models import EditorialPage

register = template.Library()


@register.simple_tag
def canonical_of(page: EditorialPage) -> str:
    """The one address of a page: the one in its own language, whichever language the reader has around it."""
    with translation.override(page.language):
        return settings.PUBLIC_URL + (page.get_url() or "")
