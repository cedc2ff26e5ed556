from django.urls import path

from portal.shell import views

app_name = "shell"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("messages/", views.message_list, name="messages"),
    path("messages/read/", views.read_messages, name="read-messages"),
    path("messages/<int:pk>/", views.open_message, name="open-message"),
    path("act-as/", views.act_as, name="act-as"),
    path("help/", views.help_page, name="help"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
