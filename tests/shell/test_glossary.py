"""docs/glossary.md names every model, and none that is gone."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

OURS = ("portal.", "schools", "programs", "credits", "awards")


def test_the_glossary_names_each_model_once():
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", (Path(settings.BASE_DIR) / "docs/glossary.md").read_text(), re.M)
    models = [m.__name__ for m in apps.get_models() if m.__module__.startswith(OURS)]

    assert sorted(rows) == sorted(models)
