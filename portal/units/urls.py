from django.urls import path

from portal.units import views

app_name = "units"
urlpatterns = [
    path("units/", views.unit_list, name="unit-list"),
    path("units/<str:code>/", views.unit, name="unit"),
]
