"""Exhibitions at the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue.models import Work
from chytalnia.core.forms import number_of
from chytalnia.core.keys import key_of
from chytalnia.core.translated import Translated
from chytalnia.exhibitions import papers, queries, services
from chytalnia.exhibitions.desk import place
from chytalnia.exhibitions.desk.common import MAKE, VIEW, crumbs_of, exhibition_for
from chytalnia.exhibitions.errors import CannotShow
from chytalnia.exhibitions.forms import ExhibitForm, ExhibitionForm, PictureForm, SectionForm
from chytalnia.exhibitions.models import Exhibit, Exhibition, Section
from chytalnia.lending.errors import LendingError
from chytalnia.media.errors import RefusedFile
from chytalnia.media.models import Asset
from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import page
from chytalnia.programmes.desk.common import working_unit
from chytalnia.search.queries import search

LEND = "lending.lend"
_OF_PROGRAMME = ("unit", "title", "about", "first_day", "last_day", "audience", "age_mark", "leader_name", "is_public")
_OWN = ("quotation", "quoted", "purpose")


def urls() -> list[Any]:
    return [
        path("", index, name="index"),
        path("new/", new, name="new"),
        path("<int:pk>/", exhibition, name="exhibition"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("<int:pk>/place/", place.place, name="place"),
        path("<int:pk>/labels.pdf", labels, name="labels"),
        path("<int:pk>/list.pdf", listed, name="list"),
        path("<int:pk>/section/", section, name="section"),
        path("<int:pk>/cover/", cover, name="cover"),
        path("<int:pk>/pictures/", pictures, name="pictures"),
        path("<int:pk>/issue/", issue, name="issue"),
        path("section/<int:pk>/", act, name="act"),
        path("exhibit/<int:pk>/", exhibit, name="exhibit"),
    ]


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = visible_to(queries.exhibitions(), request.user, VIEW, "programme__unit").order_by(
        "-programme__first_day", "-pk"
    )
    shown = Paginator(rows, 40).get_page(request.GET.get("page"))
    button = HeaderButton(_("New exhibition"), url=reverse("desk_exhibitions:new"), icon_name="plus")
    return page(
        request, "exhibitions/desk/index.html", _("Exhibitions"), icon="image", listed=shown, query="",
        crumbs=crumbs_of()[:1], buttons=[button] if rules.may(request.user, MAKE) else [],
    )  # fmt: skip


@needs(MAKE)
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None, {"unit": working_unit(request, MAKE), "is_public": True, "audience": "mixed"})


@needs(MAKE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = exhibition_for(request, pk, MAKE)
    initial = {name: getattr(found.programme, name) for name in _OF_PROGRAMME}
    return _edit(request, found, initial | {name: getattr(found, name) for name in _OWN})


def _edit(request: HttpRequest, found: Exhibition | None, initial: dict[str, Any]) -> HttpResponse:
    form = ExhibitionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        require(request.user, MAKE, form.cleaned_data["unit"])
        try:
            made = services.save(exhibition=found, by=request.user, **form.cleaned_data)
        except (ValidationError, CannotShow) as refusal:
            form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
        else:
            return redirect("desk_exhibitions:exhibition", made.pk)
    title = str(found) if found else _("New exhibition")
    return page(request, "exhibitions/desk/form.html", title, icon="image", form=form, crumbs=crumbs_of())


@needs(VIEW)
def exhibition(request: HttpRequest, pk: int) -> HttpResponse:
    """The exhibition being hung: sections, exhibits, what is lent, what it brought about."""
    found = exhibition_for(request, pk)
    q = request.GET.get("book", "").strip()[:120]
    lent = queries.lent_times(found)
    hits = [int(hit.pk) for hit in search(q, filters={"kind": ["work"]}, limit=8, facets=[]).hits] if q else []
    return page(
        request, "exhibitions/desk/exhibition.html", str(found), icon="image", crumbs=crumbs_of(), exhibition=found,
        programme=found.programme, walls=queries.walls(found, lent), worth=queries.worth_of(lent), q=q, sizes=papers.sizes(),
        found_works=sorted(Work.objects.filter(pk__in=hits), key=lambda work: hits.index(work.pk)),
        may_make=rules.may(request.user, MAKE, found.programme.unit), section_form=SectionForm(), picture_form=PictureForm(),
        may_lend=rules.may(request.user, LEND, found.programme.unit), key=uuid.uuid4(),
        is_shown=found.programme.is_shown, moves=found.programme.moves_open_to(request.user),
    )  # fmt: skip


@require_POST
@needs(MAKE)
def section(request: HttpRequest, pk: int) -> HttpResponse:
    found = exhibition_for(request, pk, MAKE)
    form = SectionForm(request.POST)
    if form.is_valid():
        _tried(request, lambda: services.save_section(exhibition=found, by=request.user, **form.cleaned_data))
    else:
        messages.error(request, _("Give the section a heading."))
    return redirect("desk_exhibitions:exhibition", pk)


@require_POST
@needs(MAKE)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of the exhibition: a new one, one that hangs in it, or none."""
    found = exhibition_for(request, pk, MAKE)
    upload, told = request.FILES.get("picture"), request.POST.get("asset", "")
    asset = _asset(found, told) if told else None
    source = request.POST.get("source", "").strip()[:300]
    if upload is None and asset is None and request.POST.get("act") != "none":
        messages.error(request, _("Choose a picture first."))
    else:
        name = (upload.name or "") if upload is not None else ""
        if _tried(request, lambda: services.set_cover(
            exhibition=found, upload=upload, name=name, asset=asset, source=source, by=request.user
        )):  # fmt: skip
            messages.success(
                request, _("The cover is set.") if upload or asset else _("The exhibition has no cover now.")
            )
    return redirect("desk_exhibitions:exhibition", pk)


def _asset(exhibition: Exhibition, told: str) -> Asset:
    """A picture of the library, or one that hangs in the exhibition already."""
    pk = number_of(told)
    hung = Exhibit.objects.filter(section__exhibition=exhibition).values("asset")
    mine = Asset.objects.filter(unit=exhibition.programme.unit_id) | Asset.objects.filter(pk__in=hung)
    return get_object_or_404(mine.distinct(), pk=pk)


@needs(MAKE)
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Pictures that the library keeps already: one is chosen for a section, or as the cover."""
    found = exhibition_for(request, pk, MAKE)
    q = request.GET.get("q", "").strip()[:120]
    sections = list(found.sections.all())
    if request.method == "POST":
        asset = _asset(found, request.POST.get("asset", ""))
        chosen = next((one for one in sections if str(one.pk) == request.POST.get("section")), None)
        title, source = request.POST.get("title", "").strip()[:300], request.POST.get("source", "").strip()[:300]
        if chosen is not None and _tried(request, lambda: services.add_picture(
            section=chosen, asset=asset, title=title or asset.name, source=source or asset.rights_holder, by=request.user
        )):  # fmt: skip
            return redirect(f"{reverse('desk_exhibitions:exhibition', args=[pk])}#section-{chosen.pk}")
    crumbs = crumbs_of((str(found), reverse("desk_exhibitions:exhibition", args=[pk])))
    return page(
        request, "exhibitions/desk/pictures.html", _("Pictures of the library"), icon="image", crumbs=crumbs, exhibition=found,
        pictures=queries.pictures(found, q), q=q, sections=sections,
    )  # fmt: skip


@require_POST
@needs(LEND)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy is lent from where it is shown."""
    found = exhibition_for(request, pk, LEND)
    told = request.POST.get("exhibit", "")
    exhibit = get_object_or_404(
        Exhibit.objects.select_related("section__exhibition__programme__unit", "copy", "work"),
        section__exhibition=found, pk=number_of(told),
    )  # fmt: skip
    card = request.POST.get("card", "").strip()[:60]
    reader = readers.by_card(card) if card else None
    if reader is None:
        messages.error(request, _("Nobody has this card."))
    else:
        try:
            act = services.issue(exhibit=exhibit, reader=reader, by=request.user, key=key_of(request))
        except (CannotShow, LendingError) as refusal:
            messages.error(request, str(refusal))
        else:
            due = date_format(act.loan.due_on, "j E") if act.loan else ""
            messages.success(request, _("Issued: %(title)s, until %(day)s.") % {"title": exhibit, "day": due})
    return redirect(f"{reverse('desk_exhibitions:exhibition', args=[pk])}#exhibit-{exhibit.pk}")


def _tried(request: HttpRequest, act: Any) -> bool:
    """Whether the act was done; what refused it is said."""
    try:
        act()
    except (CannotShow, ValidationError) as refusal:
        messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
    except RefusedFile as refusal:
        messages.error(request, str(refusal.message))
    else:
        return True
    return False


@require_POST
@needs(MAKE)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done in a section: a book, a picture, a text added; the section moved or taken away."""
    found = get_object_or_404(Section.objects.select_related("exhibition__programme__unit"), pk=pk)
    require(request.user, MAKE, found.exhibition.programme.unit)
    asked = request.POST.get("act", "")
    if asked == "book":
        told = request.POST.get("work", "")
        work = get_object_or_404(Work.objects.shown(), pk=number_of(told))
        services.add_book(section=found, work=work, by=request.user)
    elif asked == "picture":
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["picture"]
            _tried(request, lambda: services.add_picture(
                section=found, upload=upload, name=upload.name, title=form.cleaned_data["title"],
                source=form.cleaned_data["source"], by=request.user,
            ))  # fmt: skip
        else:
            messages.error(request, _("A picture needs a file, a title and its source."))
    elif asked == "text":
        title = request.POST.get("title", "").strip()[:300]
        if title:
            services.add_text(section=found, title=title, caption=Translated(), by=request.user)
    elif asked in ("up", "down"):
        services.shift(thing=found, up=asked == "up")
    elif asked == "remove":
        services.remove(thing=found, by=request.user)
    elif asked == "order":
        services.arrange(
            section=found, order=[int(n) for n in request.POST.get("order", "").split(",") if n.isdecimal()][:500]
        )
    return redirect(f"{reverse('desk_exhibitions:exhibition', args=[found.exhibition_id])}#section-{pk}")


@needs(MAKE)
def exhibit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Exhibit.objects.select_related("section__exhibition__programme__unit", "work"), pk=pk)
    home = found.section.exhibition
    require(request.user, MAKE, home.programme.unit)
    back = f"{reverse('desk_exhibitions:exhibition', args=[home.pk])}#section-{found.section_id}"
    asked = request.POST.get("act", "")
    if asked in ("up", "down"):
        services.shift(thing=found, up=asked == "up")
        return redirect(back)
    if asked == "remove":
        services.remove(thing=found, by=request.user)
        return redirect(back)
    initial = {"title": found.title, "caption": found.caption, "source": found.source}
    form = ExhibitForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.change_exhibit(exhibit=found, by=request.user, **form.cleaned_data)
        except CannotShow as refusal:
            form.add_error("source", str(refusal))
        else:
            return redirect(back)
    crumbs = crumbs_of((str(home), reverse("desk_exhibitions:exhibition", args=[home.pk])))
    return page(request, "exhibitions/desk/form.html", str(found), icon="image", form=form, crumbs=crumbs)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@needs(VIEW)
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    return _pdf(
        papers.labels_pdf(exhibition_for(request, pk), request.GET.get("size", "")), f"exhibition-{pk}-labels.pdf"
    )


@needs(VIEW)
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    return _pdf(papers.list_pdf(exhibition_for(request, pk)), f"exhibition-{pk}.pdf")
