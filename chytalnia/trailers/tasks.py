"""What the worker does for trailers."""

from __future__ import annotations

from django_tasks import task

from .models import Rendering


@task()
def make_film(rendering_id: int) -> None:
    """Make the films that were asked for; what was cancelled or is done is left alone."""
    from .services import rendering

    found = Rendering.objects.select_related("trailer__unit").filter(pk=rendering_id).first()
    if found is not None:
        rendering.run(found)
