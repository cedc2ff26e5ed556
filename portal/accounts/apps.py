from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self):
        from portal.accounts import schema  # noqa: F401, PLC0415  registers the token with the OpenAPI document
