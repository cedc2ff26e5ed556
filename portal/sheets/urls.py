from django.urls import path

from portal.sheets import views

app_name = "sheets"
urlpatterns = [
    path("uploads/", views.upload_list, name="upload-list"),
    path("uploads/new/<slug:sheet>/", views.upload_new, name="upload-new"),
    path("uploads/template/<slug:sheet>/", views.template, name="template"),
    path("uploads/<int:pk>/", views.upload, name="upload"),
    path("uploads/<int:pk>/progress/", views.progress, name="progress"),
    path("uploads/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("uploads/<int:pk>/undo/", views.undo, name="undo"),
    path("uploads/<int:pk>/marked-up/", views.marked_up, name="marked-up"),
]
