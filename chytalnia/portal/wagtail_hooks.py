"""Places of the desk where books are chosen for pages; rights on the pictures that pages show."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import register_permission_policy

from .editorial.chooser import work_chooser
from .editorial.pictures import ArchiveRights

# Exactly these classes: Wagtail registers its own for them and all below when its rooms get ready, after this.
for _model in (get_image_model(), get_document_model()):
    register_permission_policy(_model, ArchiveRights(_model), exact_class=True)


@hooks.register("register_admin_viewset")
def choose_works() -> Any:
    return work_chooser
