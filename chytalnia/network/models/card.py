"""What else is on a library's card: contacts, people, photos, and the lists of services and specialisations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from chytalnia.core.translated import TranslatedField


class Axis(models.TextChoices):
    """The three axes along which the branches of a system specialise."""

    AGE = "age", _("readers")
    THEME = "theme", _("theme")
    FORM = "form", _("form of work")


class Specialisation(models.Model):
    """One thing a library may specialise in; each network keeps its own list."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    axis = models.CharField(_("axis"), max_length=5, choices=Axis.choices)
    name = TranslatedField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("specialisation")
        verbose_name_plural = _("specialisations")
        ordering = ["axis", "order", "code"]
        constraints = [models.CheckConstraint(condition=Q(axis__in=Axis.values), name="specialisation_axis_known")]

    def __str__(self) -> str:
        return str(self.name) or self.code


class Service(models.Model):
    """Something a library does for people: Wi-Fi, printing, delivery to the home, a room to book."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("description"))
    icon = models.SlugField(_("icon"), max_length=40, blank=True)
    is_paid = models.BooleanField(_("paid"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


class ContactKind(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    SITE = "site", _("site")
    SOCIAL = "social", _("social page")
    MESSENGER = "messenger", _("messenger")


class Contact(Orderable):
    """One way to reach a library; the first of a kind is the main one."""

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("number or address"), max_length=300)
    label = TranslatedField(_("whose it is"))

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "value"], name="one_contact_once")]

    def __str__(self) -> str:
        return self.value

    @property
    def href(self) -> str:
        if self.kind == ContactKind.PHONE:
            return "tel:" + "".join(c for c in self.value if c.isdigit() or c == "+")
        if self.kind == ContactKind.EMAIL:
            return f"mailto:{self.value}"
        return self.value if self.value.startswith(("https://", "http://")) else ""


class StaffMember(Orderable):
    """A person shown on the library's page; has nothing to do with accounts and rights."""

    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="staff")
    name = TranslatedField(_("name"))
    post = TranslatedField(_("post"))
    is_head = models.BooleanField(_("head of the library"), default=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("member of staff")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(is_head=True), name="one_head_of_a_unit"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class UnitPhoto(Orderable):
    unit = ParentalKey("network.Unit", on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("wagtailimages.Image", models.CASCADE, related_name="+", verbose_name=_("picture"))
    caption = TranslatedField(_("caption"))

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return str(self.caption)
