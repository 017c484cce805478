"""News of the whole network: a list and a feed."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from chytalnia.network.models import Unit
from chytalnia.portal.models import NewsPage

from . import queries

MOST = 30


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    unit = _unit(request)
    found = queries.news(unit=unit, below=True)
    return render(request, "portal/pages/news_list.html", {"unit": unit, "page_of_news": queries.paged(found, request)})


def _unit(request: HttpRequest) -> Unit | None:
    code = request.GET.get("unit", "")
    return get_object_or_404(Unit, code=code) if code else None


class NewsFeed(Feed):
    """News as RSS: of the network, or with `?unit=code` of a unit and all below; in the language of the address."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _unit(request)

    def title(self, unit: Unit | None) -> str:
        return _t("News of %(library)s") % {"library": unit} if unit else _t("News of the libraries")

    def link(self, unit: Unit | None) -> str:
        return unit.get_absolute_url() if unit else "/"

    def description(self, unit: Unit | None) -> str:
        return self.title(unit)

    def items(self, unit: Unit | None) -> Any:
        # A feed is read in order of time, whatever the language of an item.
        return queries.news(unit=unit, below=True).order_by("-date", "-pk")[:MOST]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.intro)

    def item_link(self, item: Any) -> str:
        return str(item.url)

    def item_pubdate(self, item: NewsPage) -> Any:
        return item.first_published_at

    def item_categories(self, item: NewsPage) -> list[str]:
        return [str(item.unit)]
