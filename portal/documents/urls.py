from django.urls import path

from portal.documents import public, scan_pages, sealed_pages, views

app_name = "documents"
urlpatterns = [
    path("documents/", views.document_list, name="document-list"),
    path("documents/bundle/", views.bundle, name="bundle"),
    path("documents/batches/<int:pk>/<str:kind>/", views.batch_file, name="batch-file"),
    path("documents/scans/", scan_pages.scans, name="scans"),
    path("documents/scans/confirm/", scan_pages.confirm_scans, name="scans-confirm"),
    path("documents/scans/<int:pk>/file/", scan_pages.scan_file, name="scan-file"),
    path("documents/scans/<int:pk>/place/", scan_pages.place_scan, name="scan-place"),
    path("documents/scans/<int:pk>/drop/", scan_pages.drop_scan, name="scan-drop"),
    path("documents/<str:number>/", views.document, name="document"),
    path("documents/<str:number>/file/", views.document_file, name="document-file"),
    path("documents/<str:number>/edition/<str:kind>/", views.document_edition, name="edition"),
    path("documents/<str:number>/revoke/", views.revoke, name="revoke"),
    path("documents/<str:number>/sealed/", sealed_pages.sealed, name="sealed"),
    path("documents/<str:number>/sealed/<int:pk>/file/", sealed_pages.copy_file, name="sealed-file"),
    path("documents/<str:number>/sealed/<int:pk>/confirm/", sealed_pages.confirm_copy, name="sealed-confirm"),
    path("documents/<str:number>/sealed/<int:pk>/withdraw/", sealed_pages.withdraw_copy, name="sealed-withdraw"),
    path("documents/<str:number>/seal/", sealed_pages.ask_for_seal, name="seal"),
    path("documents/<str:number>/seal/<int:pk>/file/", sealed_pages.sealing_file, name="seal-file"),
    path("verify/", public.verify_start, name="verify-start"),
    path("verify/<str:code>/", public.verify, name="verify"),
]
