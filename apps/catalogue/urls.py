from django.urls import path

from apps.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.index, name="list"),
    path("cases/", views.case_list, name="cases"),
    path("cases/<uuid:uid>/", views.case, name="case"),
    path("cases/<uuid:uid>/take-down/", views.take_down, name="take-down"),
    path("<slug:code>/", views.action, name="action"),
    path("<slug:code>/revise/", views.revise, name="revise"),
]
