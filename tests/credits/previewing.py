"""Where evidence shows beside its indicators, and what comes of it."""

import io

from django.urls import reverse
from PIL import Image


def part_of(file, number, part="page"):
    return reverse("credits:evidence-part", args=[file.pk, part, number])


def reading_of(file):
    return reverse("credits:evidence-reading", args=[file.pk])


def drawn(response):
    """The picture, its address read to the end."""
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


def told(client, file):
    """The reading as the desk fetches it."""
    return client.get(reading_of(file), headers={"HX-Request": "true"}).content.decode()
