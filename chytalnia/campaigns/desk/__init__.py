"""Campaigns at the desk: addresses and the entry of the menu."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem


def menu_item() -> MenuItem:
    return RightItem(
        "campaigns.view", _("Marathons"), reverse("desk_campaigns:home"), name="campaigns", icon_name="pick", order=38
    )


def urls() -> list[URLPattern]:
    from . import campaigns, inviting, libraries

    return [
        path("", campaigns.home, name="home"),
        path("new/", campaigns.new, name="new"),
        path("<int:pk>/", campaigns.campaign, name="campaign"),
        path("<int:pk>/edit/", campaigns.edit, name="edit"),
        path("<int:pk>/move/", campaigns.move, name="move"),
        path("<int:pk>/libraries/", inviting.members, name="libraries"),
        path("<int:pk>/invite/", inviting.invite, name="invite"),
        path("<int:pk>/remind/", inviting.remind, name="remind"),
        path("library/<int:pk>/withdraw/", inviting.withdraw, name="withdraw"),
        path("<int:pk>/join/", libraries.join, name="join"),
        path("<int:pk>/posts/", libraries.posts, name="posts"),
        path("<int:pk>/parts/", campaigns.parts, name="parts"),
        path("parts/<int:pk>/drop/", campaigns.drop_part, name="drop_part"),
        path("<int:pk>/people/", libraries.participants, name="people"),
        path("<int:pk>/ending/", campaigns.ending, name="ending"),
        path("<int:pk>/end/", campaigns.end, name="end"),
        path("<int:pk>/rules.pdf", campaigns.rules_pdf, name="rules"),
        path("<int:pk>/certificates.pdf", campaigns.diplomas_pdf, name="certificates"),
        path("posts/<int:pk>/judge/", libraries.judge, name="judge"),
        path("posts/<int:pk>/remove/", libraries.remove_post, name="remove_post"),
        path("library/<int:pk>/", libraries.library, name="library"),
        path("library/<int:pk>/answer/", libraries.answer, name="answer"),
        path("library/<int:pk>/post/", libraries.post, name="post"),
        path("library/<int:pk>/post/<int:entry>/", libraries.post, name="post_edit"),
        path("library/<int:pk>/take-part/", libraries.take_part, name="take_part"),
        path("library/<int:pk>/paper/", libraries.paper, name="paper"),
        path("library/<int:pk>/diplomas.pdf", libraries.diplomas_pdf, name="diplomas"),
        path("people/<int:pk>/", libraries.participant, name="participant"),
        path("people/<int:pk>/act/", libraries.participant_act, name="participant_act"),
        path("lines/<int:pk>/", libraries.line, name="line"),
    ]
