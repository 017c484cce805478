"""What the worker does for the catalogue."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from .errors import CatalogueError, ImportRunning
from .models import ImportJob
from .services import importing


@task()
def run_import(job_id: int) -> dict[str, Any]:
    """Import a job's file; begun again after a death of the worker it goes on where it stood.

    One that was paused or cancelled while it waited is left alone; one whose file is gone stands among the failed.
    """
    job = ImportJob.objects.get(pk=job_id)
    if job.stage not in ("queued", "running"):
        return {}
    try:
        return importing.run(job)
    except ImportRunning:
        return {}
    except CatalogueError as refusal:
        job.refresh_from_db()
        if job.stage == "queued":
            job.move("start")
        importing.give_up(job, refusal=refusal)
        return {}
