"""The pictures of ``docs/``: a selection and a teacher's way, played by the cast of the demo and taken from the running portal."""
