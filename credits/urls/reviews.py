"""Addresses of panels, the desk of readers, certificates and dossiers."""

from django.urls import path

from credits.views import certificates, dossiers, panels, reviews

urlpatterns = [
    path("panels/", panels.panel_list, name="panel-list"),
    path("panels/open/", panels.panel_open, name="panel-open"),
    path("panels/<int:pk>/", panels.panel, name="panel"),
    path("panels/<int:pk>/give/<str:code>/", panels.give, name="panel-give"),
    path("panels/<int:pk>/<slug:act>/", panels.act, name="panel-act"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("reviews/next/", reviews.next_review, name="review-next"),
    path("reviews/phrases/", reviews.phrases, name="phrases"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/send-back/", reviews.send_back, name="review-send-back"),
    path("reviews/<int:pk>/recuse/", reviews.recuse, name="review-recuse"),
    path("certificates/", certificates.certificate_list, name="certificate-list"),
    path("certificates/issue/", certificates.issue, name="certificate-issue"),
    path("certificates/batches/<int:pk>/<str:kind>/", certificates.batch_file, name="certificate-batch"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/file/", certificates.certificate_file, name="certificate-file"),
    path("certificates/<int:pk>/<slug:act>/", certificates.act, name="certificate-act"),
    path("teachers/<str:code>/dossier/", dossiers.dossier, name="dossier"),
    path("teachers/<str:code>/dossier/paper/", dossiers.paper, name="dossier-paper"),
    path("dossiers/pack/", dossiers.pack, name="dossier-pack"),
    path("dossiers/<int:pk>/", dossiers.package, name="dossier-package"),
]
