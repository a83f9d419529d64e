app_name = "sitreps"
urlpatterns = []
