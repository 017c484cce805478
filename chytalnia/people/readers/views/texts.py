"""Texts of consents: the network's own words, version by version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chytalnia.core.translated import Translated
from chytalnia.people.access import needs
from chytalnia.people.models import ConsentKind, ConsentText
from chytalnia.people.readers import services, wording
from chytalnia.people.readers.forms.desk import ConsentTextForm
from chytalnia.people.shell import page

from .common import TEXTS, crumb


@needs(TEXTS)
def texts(request: HttpRequest) -> HttpResponse:
    told = [(kind, wording.current(kind), ConsentText.objects.filter(kind=kind).first()) for kind in ConsentKind]
    return page(
        request, "people/desk/readers/texts.html", _("Texts of consents"), icon="doc-full", crumbs=[crumb()], texts=told
    )


@needs(TEXTS)
def text(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new version; the one that holds is where it begins."""
    if kind not in ConsentKind.values:
        raise Http404
    last = ConsentText.objects.filter(kind=kind).first()
    form = ConsentTextForm(
        request.POST or None, initial={"text": last.text if last else wording.in_all_languages(kind)}
    )
    if form.is_valid():
        services.change_text(kind=kind, text=Translated(form.cleaned_data["text"]), by=request.user)
        messages.success(request, _("The new text holds from today. Readers are asked at their next visit."))
        return redirect("desk_readers:texts")
    return page(
        request, "people/desk/readers/form.html", ConsentKind(kind).label, icon="doc-full", crumbs=[crumb()], form=form,
        done=_("Save as a new version"),
        lead=_("What readers signed already stays as they signed it, with its version and language."),
    )  # fmt: skip
