from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.post_list, name="post-list"),
    path("people/new/", views.open_account, name="open-account"),
    path("people/<int:pk>/end/", views.end_post, name="end-post"),
    path("people/reset-passwords/", views.reset_passwords, name="reset-passwords"),
    path("people/secrets/", views.secrets_once, name="secrets"),
    path("first-password/", views.first_password, name="first-password"),
    path("tokens/", views.token_list, name="token-list"),
    path("tokens/issue/", views.issue_token, name="issue-token"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke-token"),
]
