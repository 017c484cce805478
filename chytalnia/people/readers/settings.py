"""What a network decides about its readers; inherited down the tree like every setting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network import settings

settings.declare(
    "people.child_age",
    int,
    14,
    label=_("Age from which no surety is needed"),
    help=_("A younger reader borrows books home only with the written surety of a grown-up."),
    check=lambda years: 0 <= years <= 18,
)
settings.declare(
    "people.children_to",
    int,
    14,
    label=_("Last age of children"),
    help=_("Readers of this age and younger are counted, and borrow, as children."),
    check=lambda years: 6 <= years <= 18,
)
settings.declare(
    "people.youth_to",
    int,
    35,
    label=_("Last age of youth"),
    help=_("Readers of this age and younger, who are not children, are counted as young people."),
    check=lambda years: 18 <= years <= 40,
)
settings.declare(
    "people.readers_seen_by",
    str,
    "system",
    label=_("Who sees a reader"),
    help=_("Whose staff may open the page of a reader registered in another library."),
    choices=[
        ("network", _("the whole network")),
        ("system", _("libraries of the same system")),
        ("branch", _("only libraries where the reader is registered")),
    ],
)
settings.declare(
    "people.hide_from_parents",
    int,
    14,
    label=_("Age from which a child decides what parents see"),
    help=_(
        "Parents see what a younger child has borrowed and where they take part. "
        "An older one may show events, clubs, courses and marathons."
    ),
    check=lambda years: 0 <= years <= 18,
)
settings.declare(
    "people.preregistration_days",
    int,
    30,
    label=_("Days that a registration from home waits for the first visit"),
    check=lambda days: 1 <= days <= 365,
)
settings.declare(
    "people.preregistration",
    bool,
    True,
    label=_("Registration from home"),
    help=_("Whether people may leave their data on the site and take the card at the first visit."),
)
settings.declare(
    "people.anonymise_days",
    int,
    365,
    label=_("Days after which a closed reader's data are removed"),
    check=lambda days: 0 <= days <= 3650,
)
