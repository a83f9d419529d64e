"""Where people sign in and out, and set what is theirs."""

from django.urls import path

from accounts import choices, second_step_pages, views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("login/", views.login, name="login"),
    path("login/code/", views.code, name="code"),
    path("logout/", views.logout, name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("second-step/", second_step_pages.set_up, name="second_step"),
    path("second-step/off/", second_step_pages.off, name="second_step_off"),
    path("second-step/codes/", second_step_pages.new_codes, name="recovery_codes"),
    path("language/", choices.set_language, name="set_language"),
    path("digits/", choices.set_digits, name="set_digits"),
    path("theme/", choices.set_theme, name="set_theme"),
]
