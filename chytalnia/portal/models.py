"""Pages that editors write: a section for every unit, its news and its static pages.

Sections stand in the tree as their units do, so that a right in a unit is a right on its section and all below.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from .editorial.blocks import BodyBlock


def default_language() -> str:
    return str(settings.LANGUAGE_CODE)


class FixedTester(PagePermissionTester):
    """Rights on a page that the network itself keeps: it follows its unit and is never moved or removed by hand."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False


class KeptPage(Page):
    """A page that is made and kept with the network."""

    is_creatable = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return FixedTester(user, self)


class PagesRoot(KeptPage):
    """Where the sections of all units begin; its own address is the start page."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.LibrarySite"]

    class Meta:
        verbose_name = _("pages of the libraries")
        verbose_name_plural = _("pages of the libraries")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("portal:news")


class LibrarySite(KeptPage):
    """The section of a unit. Its address is the code of the unit under those of the units above."""

    unit = models.OneToOneField("network.Unit", models.PROTECT, related_name="site", verbose_name=_("library"))
    content_panels = [FieldPanel("title", read_only=True)]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    template = "portal/pages/site.html"
    parent_page_types = ["portal.PagesRoot", "portal.LibrarySite"]
    subpage_types = ["portal.LibrarySite", "portal.NewsIndexPage", "portal.StaticPage"]

    class Meta:
        verbose_name = _("section of a library")
        verbose_name_plural = _("sections of libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .editorial import queries

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "unit": self.unit,
            "news": queries.news(unit=self.unit)[:6],
            "pages": queries.static_pages(self.unit),
        }


class EditorialPage(Page):
    """What news and static pages have in common: whose they are, in which language, and what stands in them."""

    unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="+", editable=False, verbose_name=_("library")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default=default_language)
    intro = models.TextField(_("in a sentence or two"), blank=True, max_length=500)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        from .editorial.services import unit_above

        # The place in the tree says whose page it is; the column only lets lists ask quickly.
        self.unit_id = unit_above(self)
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"unit": self.unit}

    @property
    def text(self) -> str:
        """The whole text without marks, for the search."""
        return "\n".join(
            filter(
                None, [self.intro, *(str(piece) for piece in self.body.stream_block.get_searchable_content(self.body))]
            )
        )

    @property
    def path_on_site(self) -> str:
        """The address without host and language, as readers of every language prefix it."""
        root = PagesRoot.objects.only("url_path").first()
        return "/" + self.url_path.removeprefix(root.url_path if root else "/")


class NewsIndexPage(KeptPage):
    max_count_per_parent = 1
    template = "portal/pages/news_index.html"
    content_panels = [FieldPanel("title", read_only=True)]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    parent_page_types = ["portal.LibrarySite"]
    subpage_types = ["portal.NewsPage"]

    class Meta:
        verbose_name = _("news of a library")
        verbose_name_plural = _("news of libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .editorial import queries

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        unit = LibrarySite.objects.get(path=self.path[: -self.steplen]).unit
        return context | {"unit": unit, "page_of_news": queries.paged(queries.news(unit=unit), request)}


class NewsPage(EditorialPage):
    date = models.DateField(_("date"), default=timezone.localdate)
    picture = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    template = "portal/pages/news.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("language"),
        FieldPanel("date"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [
            # the latest news, of all and of one library
            models.Index(fields=["-date"], name="news_latest"),
            models.Index(fields=["unit", "-date"], name="news_of_a_unit"),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .editorial import queries, structured

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "json_ld": structured.news_article(self),
            "more": queries.news(unit=self.unit).exclude(pk=self.pk)[:3],
        }


class StaticPage(EditorialPage):
    template = "portal/pages/static.html"
    content_panels = [*Page.content_panels, FieldPanel("language"), FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["portal.LibrarySite", "portal.StaticPage"]
    subpage_types = ["portal.StaticPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
