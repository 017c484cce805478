"""What follows when a unit or a page changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.network.signals import unit_changed
from chytalnia.portal.models import NewsPage, StaticPage
from chytalnia.search import services as search

from . import entries, services

_KINDS: dict[type, str] = {model: kind for kind, model in entries.MODELS.items()}


@receiver(unit_changed, sender=Unit)
def follow_the_unit(unit: Unit, fields: list[str], **_kwargs: Any) -> None:
    if {"created", "moved", "name", "short_name"} & set(fields):
        services.follow(unit)


@receiver(post_save, sender=NewsPage)
@receiver(post_save, sender=StaticPage)
@receiver(post_delete, sender=NewsPage)
@receiver(post_delete, sender=StaticPage)
@receiver(page_published, sender=NewsPage)
@receiver(page_published, sender=StaticPage)
@receiver(page_unpublished, sender=NewsPage)
@receiver(page_unpublished, sender=StaticPage)
def tell_the_search(sender: type, instance: Any, **_kwargs: Any) -> None:
    search.enqueue(_KINDS[sender], [instance.pk])


@receiver(post_page_move)
def settle_moved_pages(instance: Any, **_kwargs: Any) -> None:
    services.settle(instance)
    for model, kind in _KINDS.items():
        search.enqueue(kind, model.objects.filter(under([instance.path])).values_list("pk", flat=True))  # type: ignore[attr-defined]
