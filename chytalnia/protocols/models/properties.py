"""What a machine has written about a copy: the properties of its tag."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemProperties(models.Model):
    item = models.OneToOneField("catalogue.Item", models.CASCADE, related_name="machine_properties")
    text = models.CharField(_("properties"), max_length=255, blank=True)
    device = models.ForeignKey("protocols.Device", models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("properties of a copy")
        verbose_name_plural = _("properties of copies")

    def __str__(self) -> str:
        return self.text
