"""The verbs of a selection."""
