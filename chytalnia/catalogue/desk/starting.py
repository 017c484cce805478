"""A new record: from nothing, or as a copy of another; it begins as a draft."""

from __future__ import annotations

import secrets

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pymarc import Record as MarcRecord

from chytalnia.catalogue.services import records
from chytalnia.network.models import Unit
from chytalnia.people import access, rules

from . import reach
from .beginnings import DIALECTS, TEMPLATES, empty_record, usual_dialect
from .editor import Target, keep
from .page import page


def new(request: HttpRequest) -> HttpResponse:
    """Choose what is described; a draft begins there, so that nothing typed hangs in the air."""
    access.require(request.user, reach.EDIT)
    libraries = reach.libraries_for_new(request.user)
    if request.method == "POST":
        unit = next((u for u in libraries if str(u.pk) == request.POST.get("unit")), None)
        if unit is None:
            raise PermissionDenied(reach.EDIT)
        kind, dialect = request.POST.get("kind", ""), request.POST.get("dialect", "")
        if kind not in TEMPLATES:
            raise Http404
        dialect = dialect if dialect in dict(DIALECTS) else usual_dialect(unit)
        return begin(request, empty_record(kind, dialect, unit), dialect, unit)
    return page(
        request, "new.html", _("New record"), icon="plus", crumbs=[(_("Records"), reverse("describing:index"))],
        kinds=TEMPLATES, libraries=libraries, dialects=DIALECTS, isbn_url=reverse("describing:isbn"),
        usual=usual_dialect(libraries[0]) if libraries else "",
    )  # fmt: skip


def begin(request: HttpRequest, source: MarcRecord, dialect: str, unit: Unit) -> HttpResponse:
    target = Target(dialect, unit, token=secrets.token_urlsafe(16))
    keep(request, target, source)
    return redirect(target.url)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new record that begins as a copy of this one, without its numbers."""
    record = reach.record_for(request.user, pk)
    libraries = reach.libraries_for_new(request.user)
    if not libraries:
        raise PermissionDenied(reach.EDIT)
    unit = record.owner if record.owner and rules.may(request.user, reach.EDIT, record.owner) else libraries[0]
    source = records.parsed(record)
    gone = {"001", "003", "005", "010" if record.dialect == "marc21" else "001"}
    gone |= {"020"} if record.dialect == "marc21" else {"010"}
    source.fields = [f for f in source.fields if f.tag not in gone | {"852", "899", "952", "910"}]
    return begin(request, source, record.dialect, unit)
