class Refusal(Exception):
    """The file cannot be read as a whole; ``code`` and ``data`` become a sentence in the parent."""

    def __init__(self, code, **data):
        super().__init__(code)
        self.code, self.data = code, data
