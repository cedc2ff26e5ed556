"""``python -m tests.pictures``: plays the demo stage by stage in a folder of its own and takes the pictures of ``docs/``."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
PASSWORD = "pass-word-9"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-pictures-") as folder:
        os.environ |= {"DATA_DIR": folder, "DEMO_PASSWORD": PASSWORD, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        os.environ.pop("DATABASE_URL", None)
        _play()


def _play() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from playwright.sync_api import sync_playwright

    from tests.pictures import selection, teacher
    from tests.pictures.camera import Camera, portal

    pictures = Path(__file__).resolve().parents[2] / "docs" / "pictures"
    for command in ("migrate", "collectstatic"):
        call_command(command, verbosity=0, interactive=False)
    with portal() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, story in (("selection", selection), ("teacher", teacher)):
            camera = Camera(browser, address, PASSWORD, pictures / name)
            for stage, take in story.STAGES:
                call_command("demo", stage=stage, no_logins=True)
                take(camera)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
