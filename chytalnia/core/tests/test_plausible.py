"""What no page of ours could have sent reaches no database."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_keys_that_no_row_has_are_not_found_and_nul_is_refused(client):
    page = reverse("programmes:programme", args=[2**63])
    assert client.get(page).status_code == 404
    assert client.get(reverse("clubs:index"), {"branch": "\0"}).status_code == 200
    assert client.get("/programmes/calendar/%00/").status_code == 404
    form = "application/x-www-form-urlencoded"
    assert client.post(reverse("account_login"), "login=a%00&password=x", content_type=form).status_code == 400
