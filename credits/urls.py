from django.urls import path

from credits import views

app_name = "credits"
urlpatterns = [path("abilities/", views.ability_list, name="ability-list")]
