"""What the worker does for the catalogue."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from .models import ImportJob
from .services import importing


@task()
def run_import(job_id: int) -> dict[str, Any]:
    """Import a job's file; begun again after a death of the worker it goes on where it stood."""
    return importing.run(ImportJob.objects.get(pk=job_id))
