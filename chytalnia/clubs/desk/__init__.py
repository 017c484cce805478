"""Clubs at the desk: addresses and the entry of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem


def menu_item() -> MenuItem:
    return RightItem("clubs.view", _("Clubs"), reverse("desk_clubs:index"), name="clubs", icon_name="group", order=13)


def urls() -> list[Any]:
    from . import clubs, meetings, papers, people, reading

    return [
        path("", clubs.index, name="index"),
        path("new/", clubs.new, name="new"),
        path("<int:pk>/", clubs.club, name="club"),
        path("<int:pk>/edit/", clubs.edit, name="edit"),
        path("<int:pk>/lives/", clubs.lives, name="lives"),
        path("<int:pk>/material/", clubs.material, name="material"),
        path("<int:pk>/members/", people.members, name="members"),
        path("<int:pk>/members/act/", people.act, name="members_act"),
        path("<int:pk>/plan/", meetings.plan, name="plan"),
        path("<int:pk>/reading/", reading.reading, name="reading"),
        path("<int:pk>/reading/act/", reading.act, name="reading_act"),
        path("<int:pk>/passport/", papers.passport, name="passport"),
        path("<int:pk>/passport.pdf", papers.passport_pdf, name="passport_pdf"),
        path("<int:pk>/year-<int:number>/", papers.year, name="year"),
        path("<int:pk>/year-<int:number>.pdf", papers.year_pdf, name="year_pdf"),
        path("meeting/<int:pk>/", meetings.protocol, name="protocol"),
        path("meeting/<int:pk>/book/", meetings.book, name="book"),
        path("meeting/<int:pk>/protocol.pdf", papers.protocol_pdf, name="protocol_pdf"),
    ]
