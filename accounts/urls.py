"""Where people sign in and out, and set what is theirs."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("language/", views.set_language, name="set_language"),
    path("digits/", views.set_digits, name="set_digits"),
    path("theme/", views.set_theme, name="set_theme"),
]
