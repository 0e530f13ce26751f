from django.urls import path

from apps.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("", views.index, name="list"),
    path("open/<uuid:uid>/", views.open_case, name="open"),
    path("offline/", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("calibration/", views.calibration, name="calibration"),
    path("evidence/<uuid:uid>/", views.evidence_file, name="evidence-file"),
    path("evidence/<uuid:uid>/remove/", views.remove_evidence, name="evidence-remove"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/assign/", views.assign, name="assign"),
    path("<uuid:uid>/visit/", views.visit, name="visit"),
    path("late/<uuid:uid>/", views.settle_late, name="late"),
    path("late/<uuid:uid>/file/", views.late_file, name="late-file"),
    path("<uuid:uid>/self/", views.self_score, name="self-score"),
    path("<uuid:uid>/self/<slug:criterion>/", views.self_question, name="self-question"),
    path("<uuid:uid>/score/<slug:area>/", views.score_area, name="score-area"),
    path("<uuid:uid>/score/<slug:area>/<slug:criterion>/", views.score_criterion, name="score-criterion"),
    path("<uuid:uid>/evidence/<slug:criterion>/add/", views.add_evidence, name="evidence-add"),
    path("<uuid:uid>/complete/", views.complete, name="complete"),
    path("<uuid:uid>/repeat/", views.repeat, name="repeat"),
    path("<uuid:uid>/read-again/", views.read_again, name="read-again"),
    path("<uuid:uid>/training/", views.set_training, name="set-training"),
    path("<uuid:uid>/compare/", views.compare, name="compare"),
    path("<uuid:uid>/reopen/", views.reopen, name="reopen"),
    path("<uuid:uid>/result/", views.result, name="result"),
    path("<uuid:uid>/result/<slug:criterion>/", views.result_criterion, name="result-criterion"),
    path("<uuid:uid>/agree/", views.agree, name="agree"),
    path("<uuid:uid>/document/", views.document, name="document"),
    path("<uuid:uid>/document/status/", views.document_status, name="document-status"),
]
