"""Long work: the row in the database is the truth, Celery only carries its id."""
