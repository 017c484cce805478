"""What a librarian types and presses about a reader at the desk."""

from django.urls import reverse


def typed(unit, **fields):
    return {
        "surname": "Бойко", "name": "Іван", "birth_date": "01021985", "phone": "050 111 22 33", "unit": unit.pk,
        "consents": ["rules", "data"], "document_kind": "passport",
    } | fields  # fmt: skip


def act(client, reader, name, **data):
    return client.post(reverse("desk_readers:act", args=[reader.pk, name]), data, follow=True)
