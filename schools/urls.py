from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [path("schools/<str:code>/", views.school, name="school")]
