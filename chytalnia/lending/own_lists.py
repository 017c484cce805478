"""The reader's own lists of books, and the page that others see of a shared one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Work
from chytalnia.people.models import Reader
from chytalnia.people.readers.views.own import readers_own

from . import services
from .errors import Refused
from .models import BookList, ListedWork


class ListForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BookList
        fields = ("title", "about")


def _with_books() -> Any:
    return BookList.objects.prefetch_related(Prefetch("entries", ListedWork.objects.select_related("work")))


@readers_own
def lists(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = ListForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.begin_list(reader=reader, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("lending:list", made.pk)
    found = BookList.objects.filter(reader=reader).annotate(n=Count("entries"))
    return render(request, "lending/own/lists.html", {"form": form, "lists": found})


@readers_own
def one(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    found = get_object_or_404(_with_books().filter(reader=reader), pk=pk)
    form = ListForm(request.POST or None, instance=found)
    if form.is_valid():
        services.change_list(book_list=found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("lending:list", pk)
    address = request.build_absolute_uri(found.get_absolute_url()) if found.token else ""
    return render(request, "lending/own/list.html", {"form": form, "list": found, "address": address})


@readers_own
@require_POST
def about(request: HttpRequest, reader: Reader, pk: int, act: str) -> HttpResponse:
    """Share it, share it no more, take a book off it, throw it away."""
    found = get_object_or_404(BookList.objects.filter(reader=reader), pk=pk)
    if act in ("share", "close"):
        services.share(book_list=found, shared=act == "share")
        messages.success(
            request,
            _("Whoever has the address sees the list.") if act == "share" else _("The address leads nowhere any more."),
        )
    elif act == "off":
        work = request.POST.get("work", "")
        if work.isdecimal() and len(work) < 18:
            services.take_off_list(book_list=found, work=int(work))
    elif act == "delete":
        found.delete()
        messages.success(request, _("The list is thrown away."))
        return redirect("lending:lists")
    else:
        raise Http404
    return redirect("lending:list", pk)


@readers_own
def put(request: HttpRequest, reader: Reader, work: int) -> HttpResponse:
    """Put a book on one of the lists, or on a new one."""
    wanted = get_object_or_404(Work, pk=work, joined_into=None)
    own = list(BookList.objects.filter(reader=reader))
    form = ListForm(request.POST if request.POST.get("list") == "new" else None)
    if request.method == "POST":
        chosen = next((each for each in own if str(each.pk) == request.POST.get("list")), None)
        try:
            if chosen is None and form.is_valid():
                chosen = services.begin_list(reader=reader, **form.cleaned_data)
            if chosen is not None:
                services.put_on_list(book_list=chosen, work=wanted)
                messages.success(
                    request, _("“%(book)s” is on the list “%(list)s”.") % {"book": wanted.title, "list": chosen}
                )
                return redirect("lending:list", chosen.pk)
        except Refused as refused:
            messages.error(request, str(refused))
    return render(request, "lending/own/put_on_list.html", {"work": wanted, "lists": own, "form": form})


@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A list as others see it: books, no person. Not for search engines: only who was given the address comes."""
    found = get_object_or_404(_with_books(), token=token)
    response = render(request, "lending/own/shared_list.html", {"list": found})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
