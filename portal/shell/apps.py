"""What needs every app: home, menu, search, messages, help, health."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "portal.shell"
    label = "shell"
    verbose_name = "门户"
