"""The diagnosis for programs: cases, answers, evidence, self scores, results, the instrument."""

from apps.diagnosis.api.calibration import Calibration, Comparison, ReadAgain, Training
from apps.diagnosis.api.cases import (
    Agreed,
    AssessmentDetail,
    Assessments,
    Assign,
    Benchmark,
    Complete,
    Consultants,
    InstrumentContent,
    Preparation,
    Progress,
    Reopen,
    Result,
    ResultDocument,
    VisitAppointment,
)
from apps.diagnosis.api.scoring import Answers, EvidenceDetail, EvidenceList, SelfScores
from apps.diagnosis.api.visiting import LateRecords, LayLateAside, TakeLate, VisitDetail, Visits

__all__ = [
    "Agreed",
    "Answers",
    "AssessmentDetail",
    "Assessments",
    "Assign",
    "Benchmark",
    "Calibration",
    "Comparison",
    "Complete",
    "Consultants",
    "EvidenceDetail",
    "EvidenceList",
    "InstrumentContent",
    "LateRecords",
    "LayLateAside",
    "Preparation",
    "Progress",
    "ReadAgain",
    "Reopen",
    "Result",
    "ResultDocument",
    "SelfScores",
    "TakeLate",
    "Training",
    "VisitAppointment",
    "VisitDetail",
    "Visits",
]
