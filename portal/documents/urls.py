from django.urls import path

from portal.documents import public, views

app_name = "documents"
urlpatterns = [
    path("documents/", views.document_list, name="document-list"),
    path("documents/bundle/", views.bundle, name="bundle"),
    path("documents/batches/<int:pk>/<str:kind>/", views.batch_file, name="batch-file"),
    path("documents/<str:number>/", views.document, name="document"),
    path("documents/<str:number>/file/", views.document_file, name="document-file"),
    path("documents/<str:number>/edition/<str:kind>/", views.document_edition, name="edition"),
    path("documents/<str:number>/revoke/", views.revoke, name="revoke"),
    path("verify/", public.verify_start, name="verify-start"),
    path("verify/<str:code>/", public.verify, name="verify"),
]
