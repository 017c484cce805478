"""Wagtail's own uploads pass the same inspection as ours: named in the settings as the base of its forms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .errors import RefusedFile
from .inspection import Inspected, inspect
from .models import Kind


def _inspected(upload: Any) -> Inspected | None:
    if not isinstance(upload, UploadedFile) or upload.file is None:
        return None
    try:
        return inspect(upload.file, upload.name or "")
    except RefusedFile as refusal:
        raise ValidationError(str(refusal)) from refusal


class PictureForm(BaseImageForm):
    """A picture is written anew, so that nothing but the picture is stored."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        seen = _inspected(upload)
        if seen is None:
            return upload
        if seen.form.kind != Kind.IMAGE or seen.width is None:
            raise ValidationError(self.fields["file"].error_messages["invalid_image"])
        stem = (upload.name or "").rpartition(".")[0] or "picture"
        redrawn = SimpleUploadedFile(stem + seen.form.extensions[0], seen.content.read(), seen.form.media_type)
        # What Wagtail's field leaves on a checked file: the form reads width and height from it.
        redrawn.image = upload.image  # type: ignore[attr-defined]
        redrawn.content_type = seen.form.media_type
        return redrawn


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        _inspected(upload)
        if isinstance(upload, UploadedFile):
            upload.seek(0)
        return upload
