"""Preferences of the look, the styleguide, and the pages shown when something goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import styleguide
from .preferences import QUICK, Preferences


def _page_to_return_to(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return "/"


# Exempt from CSRF: it changes nothing but how large the letters are, and a token on every page would keep
# the pages of anonymous readers out of every cache.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look in its cookie and go back to the page it was chosen on; GET shows the form."""
    if request.method == "GET":
        return render(request, "core/preferences.html", {"next": _page_to_return_to(request)})
    quick = request.POST.get("quick")
    if quick == "on":
        chosen = QUICK
    elif quick == "off":
        chosen = Preferences(theme=Preferences.of(request).theme)
    else:
        chosen = Preferences.chosen(request.POST.dict())
    response = HttpResponseRedirect(_page_to_return_to(request))
    chosen.keep(response, secure=request.is_secure())
    return response


def styleguide_page(request: HttpRequest) -> HttpResponse:
    return render(request, "core/styleguide.html", styleguide.examples())


def pdf_response(body: bytes, name: str) -> HttpResponse:
    """A paper that the browser shows; saved, it is called `name`."""
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


def too_many_requests(request: HttpRequest, *, wait_seconds: int = 60) -> HttpResponse:
    """The clear page for one who asks too fast."""
    return come_again(request, "429.html", status=429, seconds=wait_seconds)


def come_again(request: HttpRequest, template: str, *, status: int, seconds: int) -> HttpResponse:
    """A page that says to ask again later; `Retry-After` tells machines the same."""
    response = render(request, template, {"wait_seconds": seconds}, status=status)
    response["Retry-After"] = str(seconds)
    return response
