"""Labels and catalogue cards for printing: of chosen items, of an import, of what was received on a day."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import Item, Record
from chytalnia.core.views import pdf_response
from chytalnia.people.access import needs
from chytalnia.wire.describe.card import gost_card
from chytalnia.wire.print import LAYOUTS, CannotBeBarcode, Label, catalogue_cards, label_sheets

from .choosing import Choice, chosen, filtered
from .page import page

#: Labels in one file: typesetting more takes longer than a person waits.
MOST = 3_000

KINDS = [
    ("spine", _("spine: class and author mark")),
    ("barcode", _("barcode")),
    ("qr", _("QR code that leads to the book's page")),
    ("cards", _("catalogue cards")),
]


class LabelForm(forms.Form):
    kind = forms.ChoiceField(label=_("What to print"), choices=KINDS, initial="barcode")
    layout = forms.ChoiceField(label=_("Sheet"), choices=[], initial="a4-3x8")
    start = forms.IntegerField(
        label=_("First free place"), min_value=1, max_value=200, initial=1,
        help_text=_("Counted by rows, for a sheet already begun."),
    )  # fmt: skip
    outlines = forms.BooleanField(label=_("draw the edges, for a trial on plain paper"), required=False)
    backs = forms.BooleanField(label=_("backs of the cards with inventory numbers"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            (name, _t("%(columns)s × %(rows)s, %(width)s × %(height)s mm") % {
                "columns": s.columns, "rows": s.rows, "width": f"{s.width:g}", "height": f"{s.height:g}"})
            for name, s in LAYOUTS.items()
        ]  # fmt: skip

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        layout, start = LAYOUTS.get(found.get("layout", "")), found.get("start")
        if layout and start and start > layout.places:
            self.add_error("start", _t("This sheet has %(n)s places.") % {"n": layout.places})
        return found


def _choice(request: HttpRequest) -> tuple[Choice, str]:
    """The items, and a word on where they come from."""
    data = request.POST if request.method == "POST" else request.GET
    if data.get("today") or data.get("job"):
        query = QueryDict(mutable=True)
        if data.get("job"):
            query["job"] = data["job"]
            word = _t("copies of one import")
        else:
            query["acquired_from"] = query["acquired_to"] = timezone.localdate().isoformat()
            word = _t("copies received today")
        _form, items = filtered(query, request.user)
        rows = items.select_related("unit", "zone", "record").defer("record__source", "record__bib_data")
        carried = [("all", "1"), ("query", query.urlencode())]
        return Choice(list(rows.order_by("unit__path", "shelf_mark", "pk")[: MOST + 1]), carried=carried), word
    return chosen(request), ""


@needs("catalogue.view")
def labels(request: HttpRequest) -> HttpResponse:
    choice, word = _choice(request)
    printing = request.method == "POST" and "kind" in request.POST
    form = LabelForm(request.POST if printing else None)
    items = choice.items[:MOST]
    if printing and form.is_valid() and items:
        asked = form.cleaned_data
        try:
            data = cards_of(items, backs=asked["backs"]) if asked["kind"] == "cards" else labels_of(items, **asked)
        except CannotBeBarcode as refusal:
            form.add_error(
                "kind",
                _t("“%(text)s” cannot be a barcode: it needs Latin letters, digits and signs only.")
                % {"text": str(refusal)}
                if str(refusal)
                else _t("Some copies have no barcode: choose others, or give them barcodes first."),
            )
        else:
            return pdf_response(data, str(asked["kind"]))
    without = sum(not item.barcode for item in items)
    return page(
        request, "labels.html", _("Labels"), icon="tag", crumbs=[(_("Items"), reverse("desk_items:list"))],
        form=form, choice=choice, items=items, sample=items[:12], count=len(items), more=len(choice.items) > MOST,
        without=without, word=word, most=MOST,
    )  # fmt: skip


def labels_of(
    items: list[Item], *, kind: str, layout: str, start: int, outlines: bool = False, **_other: object
) -> bytes:
    address = settings.PUBLIC_URL
    rows = [
        Label(
            shelf_mark=[part for part in (item.class_number, item.author_mark) if part] or item.shelf_mark.split(" / "),
            barcode=item.barcode,
            title=item.record.title,
            library=str(item.unit),
            address=f"{address}{item.record.get_absolute_url()}" if kind == "qr" else "",
        )
        for item in items
    ]
    return label_sheets(rows, layout, kind, start=start, outlines=outlines)  # type: ignore[arg-type]


def cards_of(items: list[Item], *, backs: bool = False) -> bytes:
    """A card for each record, with the numbers of its chosen copies."""
    by_record: dict[int, list[Item]] = {}
    for item in items:
        by_record.setdefault(item.record_id, []).append(item)
    records = Record.objects.in_bulk(by_record)
    language = (get_language() or "uk")[:2]
    standard = "gost-r-7.0.100" if language == "ru" else "dstu-gost-7.1"
    cards = [
        gost_card(
            records[pk].bib, standard, shelf_mark=copies[0].class_number or copies[0].shelf_mark,  # type: ignore[arg-type]
            author_mark=copies[0].author_mark, inventory_numbers=[c.inventory_number for c in copies if c.inventory_number],
        )
        for pk, copies in by_record.items()
    ]  # fmt: skip
    return catalogue_cards(cards, backs=backs)
