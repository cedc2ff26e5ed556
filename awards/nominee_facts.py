"""What is known of one nominee, as plain values under the name of what was gathered: all that judging may look at."""


class NomineeFacts:
    """The facts of one nominee: what a measure reads stands under the measure's ``reads``."""

    def __init__(self, **known):
        self._known = known

    def get(self, name: str, nothing):
        """What was gathered under ``name``; ``nothing`` where the nominee has none of it."""
        return self._known.get(name, nothing)
