"""Addresses of declarations and their files."""

from django.urls import path

from credits.views import declarations, evidence, previews

urlpatterns = [
    path("declarations/", declarations.declaration_list, name="declaration-list"),
    path("declarations/waiting/", declarations.waiting_list, name="declaration-waiting"),
    path("declarations/start/", declarations.start, name="declaration-start"),
    path("declarations/<str:code>/", declarations.declaration, name="declaration"),
    path("declarations/<str:code>/save/", declarations.save, name="declaration-save"),
    path("declarations/<str:code>/hand-in/", declarations.hand_in, name="declaration-hand-in"),
    path("declarations/<str:code>/withdraw/", declarations.withdraw, name="declaration-withdraw"),
    path("declarations/<str:code>/files/", evidence.files, name="declaration-files"),
    path("evidence/<int:pk>/", evidence.open_file, name="evidence-file"),
    path("evidence/<int:pk>/reading/", previews.reading, name="evidence-reading"),
    path("evidence/<int:pk>/<slug:part>/<int:number>/", previews.part, name="evidence-part"),
    path("evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
    path("evidence/read/<str:token>/", evidence.read, name="evidence-bytes"),
    path("evidence/uploads/<str:key>/", evidence.upload, name="evidence-upload"),
]
