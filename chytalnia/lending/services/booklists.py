"""A reader's own lists of books."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.services import works
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import BookList, ListedWork
from chytalnia.people.models import Reader

#: Beyond these a list is a catalogue of its own.
MOST_LISTS, MOST_BOOKS = 50, 300


@transaction.atomic
def begin_list(*, reader: Reader, title: str, about: str = "") -> BookList:
    """Raises Refused without a name, or with very many lists already."""
    if not title.strip():
        raise Refused([Problem("no_title", _("Give the list a name."), can_override=False)])
    if BookList.objects.filter(reader=reader).count() >= MOST_LISTS:
        raise Refused([Problem("too_many_lists", _("You have very many lists already."), can_override=False)])
    return BookList.objects.create(reader=reader, title=title.strip()[:120], about=about.strip()[:300])


@transaction.atomic
def put_on_list(*, book_list: BookList, work: Work) -> bool:
    """Put a book on a list, once; returns whether it was not there yet. Raises Refused when the list is full."""
    BookList.objects.select_for_update().get(pk=book_list.pk)
    if book_list.entries.count() >= MOST_BOOKS:
        raise Refused([Problem("list_full", _("The list is full; begin another."), can_override=False)])
    root = works.roots_of([work.pk])[work.pk]
    _row, made = ListedWork.objects.get_or_create(book_list=book_list, work_id=root)
    return made


def take_off_list(*, book_list: BookList, work: int) -> None:
    ListedWork.objects.filter(book_list=book_list, work=work).delete()


@transaction.atomic
def change_list(*, book_list: BookList, **form: Any) -> BookList:
    """Another name, another word about it."""
    found = BookList.objects.select_for_update().get(pk=book_list.pk)
    for name, value in form.items():
        setattr(found, name, value)
    found.save()
    return found


@transaction.atomic
def share(*, book_list: BookList, shared: bool) -> BookList:
    """Give the list an address, or take it away: shared again it gets another, so that the old one leads nowhere."""
    found = BookList.objects.select_for_update().get(pk=book_list.pk)
    if shared != bool(found.token):
        found.token = secrets.token_urlsafe(12) if shared else None
        found.save(update_fields=["token"])
    return found
