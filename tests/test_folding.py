"""Words are found whatever the case of their letters, on both databases alike."""

from __future__ import annotations

import pytest

from chytalnia.catalogue.models import Authority
from chytalnia.core.models import AuditEntry


@pytest.mark.django_db
def test_cyrillic_is_found_whatever_its_case():
    AuditEntry.objects.create(act="people.sign_in", by_name="Шевченко Т.Г. 100%", object_text="Әл-Фараби")
    Authority.objects.create(
        kind="person", heading="Шевченко", key="shevchenko", variants=["Кобзар Дармограй", 'А "Б"']
    )

    def found(**words):
        return AuditEntry.objects.filter(**words).count()

    assert found(by_name__icontains="ШЕВЧЕНКО т") == found(object_text__icontains="әл-ф") == 1
    assert found(by_name__iexact="шевченко т.г. 100%") == found(object_text__iexact="ӘЛ-ФАРАБИ") == 1
    assert found(by_name__icontains="ко%г") == found(by_name__iexact="шевченко") == 0
    assert found(by_name__icontains="г. 100%") == 1
    assert Authority.objects.filter(variants__icontains="дармограй").count() == 1
    assert Authority.objects.filter(variants__icontains="кобзар,").count() == 0
