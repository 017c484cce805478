"""What a parent agrees to, in the language of the moment; the text read is kept with the consent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import ConsentKind


def rules() -> list[str]:
    return [
        _(
            "The child comes healthy. No medicine is given in the library; if a child feels unwell, we call you at once."
        ),
        _("The child is given only to you or to an adult you have named, by the PIN, a code word or a document."),
        _("Bring what you agreed on: a snack from home, water, indoor shoes. Tell us of every allergy."),
        _("Come for the child in time. If you are late, we call everybody you have named."),
        _("This is leisure in the library, not a kindergarten and not a school."),
    ]


def consents() -> dict[str, str]:
    return {
        ConsentKind.RULES: _(
            "I have read the rules of the stay and agree with them. I agree that the library keeps what I have written here "
            "until the stay is over, shows it only to the staff on duty, and deletes it afterwards."
        ),
        ConsentKind.FIRST_AID: _(
            "I agree that in an emergency my child is given first aid and an ambulance is called; I am told at once."
        ),
        ConsentKind.PHOTO: _(
            "I agree that my child is photographed for the library's own report. Without it the child takes part just the same."
        ),
    }
