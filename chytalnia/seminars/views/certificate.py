"""A certificate: its page is what is printed, and what the QR code on it opens for whoever checks it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.core import limits
from chytalnia.core.views import too_many_requests
from chytalnia.seminars.models import Certificate
from chytalnia.wire.print.codes import qr_svg

#: A number has 59 bits; even so nobody shall try them in a row.
TRIES = limits.rate("30/m")


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A number typed in from paper."""
    told = "".join(each for each in request.GET.get("number", "").upper() if each.isalnum())[:12]
    return (
        redirect("seminars:certificate", told)
        if told
        else render(request, "seminars/certificate.html", {"certificate": None})
    )


@never_cache
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    plain = number.replace("-", "").upper()
    found = (
        Certificate.objects.select_related("seminar__programme", "seminar__occasion__unit").filter(number=plain).first()
    )
    if found is None:
        seconds = limits.wait(request, "certificate", TRIES)
        if seconds:
            return too_many_requests(request, wait_seconds=seconds)
        return render(request, "seminars/certificate.html", {"certificate": None, "wrong": number[:30]}, status=404)
    # Drawn by us from the address of this very page.
    qr = mark_safe(qr_svg(settings.PUBLIC_URL + found.get_absolute_url()))  # noqa: S308
    context = {"certificate": found, "seminar": found.seminar, "occasion": found.seminar.occasion, "qr": qr}
    return render(request, "seminars/certificate.html", context)
