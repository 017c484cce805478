"""A certificate of attendance: the page that its QR code opens, and the paper itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.core import certificates, codes
from chytalnia.core.views import pdf_response
from chytalnia.seminars import papers, queries
from chytalnia.seminars.models import Certificate


@never_cache
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    return certificates.answer(request, number, queries.paper)


@never_cache
@require_safe
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """Whoever has the number prints the paper again; what was taken back is not printed."""
    found = Certificate.objects.valid().filter(number=codes.typed(number)).first()
    if found is None:
        return redirect("seminars:certificate", number)
    return pdf_response(papers.certificates([found]), f"certificate-{found.number}")
