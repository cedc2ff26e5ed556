"""Every address of the portal: each app brings its pages in ``urls`` and its REST views in ``api``."""

from importlib import import_module
from importlib.util import find_spec

from allauth.account import views as account
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from portal.kit.docs import api_docs

APPS = (
    "portal.audit",
    "portal.units",
    "portal.accounts",
    "portal.jobs",
    "portal.sheets",
    "portal.documents",
    "schools",
    "programs",
    "credits",
    "awards",
    "portal.shell",
)

router = SimpleRouter()
api_patterns = []
for name in APPS:
    if find_spec(f"{name}.api"):
        api = import_module(f"{name}.api")
        api.routes(router)
        api_patterns += getattr(api, "urlpatterns", [])

sign_in_patterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
]

urlpatterns = [
    path("accounts/", include(sign_in_patterns)),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", api_docs, name="api-docs"),
    path("api/v1/", include([*api_patterns, *router.urls])),
    *[path("", include(f"{name}.urls")) for name in APPS if find_spec(f"{name}.urls")],
]

handler404 = "portal.kit.lost.not_found"
