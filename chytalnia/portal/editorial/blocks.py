"""What the body of a page is made of."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks import StructValue
from wagtail.images.blocks import ImageChooserBlock

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries.works import books

#: What a paragraph may hold. Headings have a block of their own, so that their levels never skip.
FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows"),
        required=False,
        help_text=_("For those who do not see it; empty if it only decorates."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "portal/pages/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    source = blocks.CharBlock(label=_("whose words"), required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "portal/pages/blocks/quote.html"


class TableValue(StructValue):
    @cached_property
    def lines(self) -> list[list[str]]:
        """Cells by line; every line as long as the longest."""
        read = [[cell.strip() for cell in line.split("|")] for line in self["text"].splitlines() if line.strip()]
        width = max((len(line) for line in read), default=0)
        return [line + [""] * (width - len(line)) for line in read]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("what the table tells"))
    text = blocks.TextBlock(
        label=_("lines"),
        help_text=_("A line of the table on a line, cells parted by |. The first line names the columns."),
    )

    class Meta:
        icon = "table"
        label = _("table")
        template = "portal/pages/blocks/table.html"
        value_class = TableValue


class LinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("of a block", "title"))
    text = blocks.CharBlock(label=_("in a sentence"), required=False)
    url = blocks.URLBlock(label=_("address"))


class WorkChooserBlock(blocks.ChooserBlock):
    """A work of the catalogue, found by the same search that readers use."""

    @cached_property
    def target_model(self) -> type[Work]:
        return Work

    @cached_property
    def widget(self) -> Any:
        from .chooser import work_chooser

        return work_chooser.widget_class()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(value)

    class Meta:
        icon = "doc-full"


class BooksBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("of a block", "title"), required=False)
    works = blocks.ListBlock(WorkChooserBlock(), label=_("books"), max_num=12)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = [work for work in value["works"] if work is not None]
        # A work that was joined into another since is shown as what stands for it now.
        roots = [work.joined_into or work for work in chosen]
        context["books"] = books(dict.fromkeys(work for work in roots if work.record_count))
        return context

    class Meta:
        icon = "list-ul"
        label = _("books")
        template = "portal/pages/blocks/books.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"), icon="title", form_classname="title", template="portal/pages/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("text"), icon="pilcrow", features=FEATURES)
    picture = PictureBlock()
    quote = QuoteBlock()
    table = TableBlock()
    links = blocks.ListBlock(LinkBlock(), label=_("links"), icon="link", template="portal/pages/blocks/links.html")
    books = BooksBlock()
