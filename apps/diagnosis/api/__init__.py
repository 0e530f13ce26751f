"""The diagnosis for programs: cases, answers, evidence, self scores, results, the instrument."""

from apps.diagnosis.api.cases import (
    Agreed,
    AssessmentDetail,
    Assessments,
    Assign,
    Complete,
    Consultants,
    InstrumentContent,
    Progress,
    Reopen,
    Result,
    ResultDocument,
)
from apps.diagnosis.api.scoring import Answers, EvidenceDetail, EvidenceList, SelfScores

__all__ = [
    "Agreed",
    "Answers",
    "AssessmentDetail",
    "Assessments",
    "Assign",
    "Complete",
    "Consultants",
    "EvidenceDetail",
    "EvidenceList",
    "InstrumentContent",
    "Progress",
    "Reopen",
    "Result",
    "ResultDocument",
    "SelfScores",
]
