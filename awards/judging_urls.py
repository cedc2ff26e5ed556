"""Addresses of panels, scores, public notices and what follows them."""

from django.urls import path

from awards.views import panels, scoring

CYCLE = "awards/<slug:code>/"

urlpatterns = [
    path("judging/", scoring.desk, name="judge-desk"),
    path("judging/<int:pk>/", scoring.ballot, name="ballot"),
    path("judging/<int:pk>/recuse/", scoring.recuse, name="ballot-recuse"),
    path(CYCLE + "panels/", panels.panel_list, name="panel-list"),
    path(CYCLE + "panels/<slug:category>/", panels.panel, name="panel"),
    path(CYCLE + "panels/<slug:category>/<slug:act>/", panels.act, name="panel-act"),
]
