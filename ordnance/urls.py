app_name = "ordnance"
urlpatterns = []
