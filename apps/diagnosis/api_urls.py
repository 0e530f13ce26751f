from django.urls import path

from apps.diagnosis import api

app_name = "diagnosis-api"
urlpatterns = [
    path("instrument/", api.InstrumentContent.as_view(), name="instrument"),
    path("calibration/", api.Calibration.as_view(), name="calibration"),
    path("assessments/", api.Assessments.as_view(), name="assessments"),
    path("assessments/<uuid:uid>/", api.AssessmentDetail.as_view(), name="assessment"),
    path("assessments/<uuid:uid>/consultants/", api.Consultants.as_view(), name="consultants"),
    path("assessments/<uuid:uid>/assign/", api.Assign.as_view(), name="assign"),
    path("assessments/<uuid:uid>/appointment/", api.VisitAppointment.as_view(), name="appointment"),
    path("assessments/<uuid:uid>/answers/", api.Answers.as_view(), name="answers"),
    path("assessments/<uuid:uid>/self-scores/", api.SelfScores.as_view(), name="self-scores"),
    path("assessments/<uuid:uid>/agreed/", api.Agreed.as_view(), name="agreed"),
    path("assessments/<uuid:uid>/evidence/", api.EvidenceList.as_view(), name="evidence"),
    path("assessments/<uuid:uid>/visits/", api.Visits.as_view(), name="visits"),
    path("assessments/<uuid:uid>/visits/<uuid:visit>/", api.VisitDetail.as_view(), name="visit"),
    path("assessments/<uuid:uid>/late/", api.LateRecords.as_view(), name="late-records"),
    path("late/<uuid:uid>/take/", api.TakeLate.as_view(), name="late-take"),
    path("late/<uuid:uid>/lay-aside/", api.LayLateAside.as_view(), name="late-lay-aside"),
    path("assessments/<uuid:uid>/complete/", api.Complete.as_view(), name="complete"),
    path("assessments/<uuid:uid>/reopen/", api.Reopen.as_view(), name="reopen"),
    path("assessments/<uuid:uid>/read-again/", api.ReadAgain.as_view(), name="read-again"),
    path("assessments/<uuid:uid>/training/", api.Training.as_view(), name="training"),
    path("assessments/<uuid:uid>/comparison/", api.Comparison.as_view(), name="comparison"),
    path("assessments/<uuid:uid>/result/", api.Result.as_view(), name="result"),
    path("assessments/<uuid:uid>/benchmark/", api.Benchmark.as_view(), name="benchmark"),
    path("assessments/<uuid:uid>/preparation/", api.Preparation.as_view(), name="preparation"),
    path("assessments/<uuid:uid>/progress/", api.Progress.as_view(), name="progress"),
    path("assessments/<uuid:uid>/document/", api.ResultDocument.as_view(), name="document"),
    path("evidence/<uuid:uid>/", api.EvidenceDetail.as_view(), name="evidence-detail"),
]
