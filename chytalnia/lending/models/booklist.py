"""A reader's own lists of books; one may be shown to others by its address, on which no person stands."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BookList(models.Model):
    """`token` is there while the list is shared: whoever has the address sees it, and nobody else."""

    reader = models.ForeignKey("people.Reader", models.CASCADE, related_name="book_lists", verbose_name=_("reader"))
    title = models.CharField(_("name of the list"), max_length=120)
    about = models.CharField(_("a word about it"), max_length=300, blank=True)
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of books", "list")
        verbose_name_plural = pgettext_lazy("of books", "lists")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lending:shared_list", args=[self.token]) if self.token else ""


class ListedWork(models.Model):
    book_list = models.ForeignKey(BookList, models.CASCADE, related_name="entries")
    work = models.ForeignKey("catalogue.Work", models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("book on a list")
        verbose_name_plural = _("books on a list")
        ordering = ["-added_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["book_list", "work"], name="a_book_once_on_a_list")]

    def __str__(self) -> str:
        return f"{self.work_id}"
