"""What REST views share that answer with a file."""

from rest_framework.negotiation import DefaultContentNegotiation

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class AnyAccept(DefaultContentNegotiation):
    """Files are answered whatever the client accepts, refusals as JSON."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
