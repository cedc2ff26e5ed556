"""Addresses of panels, scores, public notices and what follows them."""

from django.urls import path

from awards.views import acceptance, fairness, notice_acts, notice_page, panel_acts, panels, publicity, results, scoring

CYCLE = "awards/<slug:code>/"

urlpatterns = [
    path("judging/", scoring.desk, name="judge-desk"),
    path("judging/<int:pk>/", scoring.ballot, name="ballot"),
    path("judging/<int:pk>/recuse/", scoring.recuse, name="ballot-recuse"),
    path("judging/<int:pk>/files/<slug:kind>/<int:file>/", scoring.ballot_file, name="ballot-file"),
    path(CYCLE + "panels/", panels.panel_list, name="panel-list"),
    path(CYCLE + "panels/<slug:category>/", panels.panel, name="panel"),
    path(CYCLE + "panels/<slug:category>/<slug:act>/", panel_acts.act, name="panel-act"),
    path(CYCLE + "public-notices/", publicity.public_notices, name="public-notices"),
    path(CYCLE + "public-notices/terms/", publicity.terms, name="terms"),
    path(CYCLE + "public-notices/<int:pk>/", publicity.public_notice, name="public-notice"),
    path(CYCLE + "public-notices/<int:pk>/files/<int:file>/", publicity.notice_file, name="own-notice-file"),
    path(CYCLE + "public-notices/<int:pk>/<slug:act>/", notice_acts.act, name="notice-act"),
    path(CYCLE + "fairness/", fairness.pack, name="fairness"),
    path("fairness/<int:pk>/package/", fairness.package, name="fairness-package"),
    path("awards/nominations/<int:pk>/acceptance/", acceptance.acceptance, name="acceptance"),
    path("working-days/", publicity.days, name="days"),
    path("announcements/", results.announced_list, name="announced-list"),
    path("announcements/<slug:code>/", results.announced_page, name="announced-page"),
    path("public-notices/", notice_page.notice_list, name="notice-list"),
    path("public-notices/<slug:code>/", notice_page.notice_page, name="notice-page"),
    path("public-notices/<slug:code>/files/<int:file>/", notice_page.notice_file, name="notice-file"),
]
