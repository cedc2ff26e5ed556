"""Addresses of quotas."""

from django.urls import path

from awards.views import grades, quotas

QUOTAS = "awards/<slug:code>/quotas/"
QUOTA = QUOTAS + "<slug:category>/<slug:unit>/"

urlpatterns = [
    path(QUOTAS, quotas.quotas, name="quotas"),
    path(QUOTAS + "ledger/", quotas.ledger, name="ledger"),
    path(QUOTAS + "simulation/", quotas.simulation, name="simulation"),
    path(QUOTAS + "grades/", grades.grades, name="grades"),
    path(QUOTAS + "follow/", quotas.follow, name="follow"),
    path(QUOTA, quotas.quota, name="quota"),
    path(QUOTA + "reserve/", quotas.reserve, name="reserve"),
]
