"""The ground every app stands on, and the shell that holds them together."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
