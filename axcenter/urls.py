"""Every address of the house: pages at the root, the API under /api/v1/."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from apps.kernel.api import Nowhere
from apps.kernel.gallery import gallery
from axcenter import health

API = [
    "documents",
    "directory",
    "catalogue",
    "panels",
    "intake",
    "diagnosis",
    "roadmaps",
    "consortia",
    "pilots",
    "desk",
]

handler400 = "apps.kernel.problems.unreadable"
handler500 = "apps.kernel.problems.broken"
urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("design/", gallery, name="gallery"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *[path(f"api/v1/{app}/", include(f"apps.{app}.api_urls")) for app in API],
    re_path(r"^api/v1/", Nowhere.as_view()),
    path("", include("apps.accounts.urls")),
    path("", include("apps.documents.urls")),
    path("", include("apps.directory.urls")),
    path("catalogue/", include("apps.catalogue.urls")),
    path("panels/", include("apps.panels.urls")),
    path("diagnosis/", include("apps.diagnosis.urls")),
    path("roadmaps/", include("apps.roadmaps.urls")),
    path("consortia/", include("apps.consortia.urls")),
    path("pilots/", include("apps.pilots.urls")),
    path("desk/", include("apps.desk.urls")),
    path("", include("apps.intake.urls")),
]
