"""The page of an edition: one record with everything it says, whose it is, and its source."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.catalogue import presenting, structured
from chytalnia.catalogue.derive import slug
from chytalnia.catalogue.forms import CorrectionForm
from chytalnia.catalogue.models import Heading, Item, Record
from chytalnia.catalogue.queries import works
from chytalnia.catalogue.queries.holdings import GONE, holdings
from chytalnia.catalogue.sentences import where_it_stands
from chytalnia.catalogue.services import corrections
from chytalnia.catalogue.services import records as record_services
from chytalnia.catalogue.services.exporting import FORMATS
from chytalnia.core.views import pdf_response
from chytalnia.wire.describe import gost_card
from chytalnia.wire.marc import Unreadable, fields
from chytalnia.wire.print import catalogue_cards

from . import gone, reader

#: Copies told one by one; a bound newspaper has more, and its page says how many.
MOST_COPIES = 200


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    shown = Record.objects.public().filter(pk=pk).select_related("work", "owner").first()
    if shown is None:
        return gone.record(request, pk)
    here, chosen = reader.place(request)
    copies = (
        Item.objects.filter(record=shown).exclude(status__in=GONE).select_related("unit", "zone").order_by("unit", "pk")
    )
    items = list(copies[:MOST_COPIES])
    held = holdings(items, at=timezone.now(), here=here, chosen=chosen)
    where = where_it_stands(held, online=presenting.online([shown.bib]))
    headings = list(Heading.objects.filter(record=shown).select_related("authority").order_by("pk"))
    marks = where.branch.shelf_marks if where.branch else held.best.shelf_marks if held.best else []
    knowledge = works.knowledge_of([shown.work_id]).get(shown.work_id, "")
    lang = presenting.language_tag(shown)
    image = structured.absolute(reverse("catalogue:social", args=[shown.work_id]))
    told = {
        "record": shown,
        "record_id": str(shown.pk),
        "author": next((h.authority for h in headings if h.role in works.MAKERS), None),
        "on_list": shown.work_id in reader.own_list(request),
        "work": shown.work,
        "bib": shown.bib,
        "title": presenting.title_of(shown.bib, lang),
        "remainder": presenting.text_of(shown.bib.title.remainder, lang),
        "book": works.book(shown.work, knowledge),
        "where": where,
        "shelf_mark": marks[0].split(" / ") if marks else [],
        "items": items,
        "agents": [
            (heading.authority, presenting.ROLES.get(heading.role, "")) for heading in headings if heading.role != "sub"
        ],
        "subjects": [heading.authority for heading in headings if heading.role == "sub"],
        "facts": presenting.facts_of(shown),
        "is_derived": presenting.is_derived(shown.bib),
        "descriptions": presenting.descriptions(shown.bib),
        "links": presenting.links([shown.bib]),
        "formats": list(FORMATS.values()),
        "marc": _lines(shown) if request.GET.get("view") == "marc" else [],
        "image": image,
        "json_ld": structured.script(structured.record(shown, shown.work, held, image=image)),
    }
    return render(request, "catalogue/record.html", told)


def _lines(shown: Record) -> list[dict[str, str]]:
    """The source as it came, each field with what it means. One that cannot be read any more is a matter for the desk."""
    try:
        source = record_services.parsed(shown)
    except Unreadable:
        return []
    specs = fields.table_of(shown.dialect)
    rows = [{"tag": "LDR", "label": _("Leader"), "text": str(source.leader)}]
    for one in source.fields:
        spec = specs.get(one.tag)
        text = one.data if one.control_field else " ".join(f"${code} {value}" for code, value in one.subfields)
        rows.append({"tag": one.tag, "label": _(spec.label) if spec else "", "text": text or ""})
    return rows


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The catalogue card of a record, 125 × 75 mm, as PDF."""
    shown = Record.objects.public().filter(pk=pk).first()
    if shown is None:
        return gone.record(request, pk)
    item = Item.objects.in_stock().filter(record=shown).exclude(shelf_mark="").order_by("pk").first()
    drawn = catalogue_cards([gost_card(shown.bib, shelf_mark=item.shelf_mark if item else "")])
    return pdf_response(drawn, f"{slug(shown.title)[:60] or shown.pk}-card")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader says that letters turned back by tables are wrong; the desk gets it to decide."""
    shown = Record.objects.public().filter(pk=pk).first()
    if shown is None:
        return gone.record(request, pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not reader.is_from_here(request):
        return HttpResponseForbidden()
    if form.is_valid():
        if not form.cleaned_data["website"]:
            corrections.suggest(
                record=shown, proposed=form.cleaned_data["proposed"], comment=form.cleaned_data["comment"]
            )
        messages.success(request, _("Thank you. A cataloguer will look at it."))
        return redirect(shown)
    lang = presenting.language_tag(shown)
    title = presenting.title_of(shown.bib, lang)
    return render(request, "catalogue/correct.html", {"record": shown, "title": title, "form": form})
