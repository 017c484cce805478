"""How the desk says no: a page of ours with the right status, in the language of the person, who stays where the menu is.

Wagtail would send them to the start page with a line above it, as if the page they asked for had never been asked for.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def refuse(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who has no right to a page of the desk; scripts get theirs from Django."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return TemplateResponse(request, "wagtailadmin/403.html", status=403).render()


def at_the_desk() -> None:
    """Let Wagtail's guards refuse so."""
    from wagtail.admin import auth

    auth.permission_denied = refuse
