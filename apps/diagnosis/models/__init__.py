"""Instruments, assessments, what was found, and the visits it was found at."""

from apps.diagnosis.models.cases import Assessment, AssessmentQuerySet, Benchmark, Instrument
from apps.diagnosis.models.findings import AgreedScore, Answer, Claim, Evidence, EvidenceQuerySet, SelfScore
from apps.diagnosis.models.people import Appointment, ConsultantProfile
from apps.diagnosis.models.visits import LateRecord, Visit

__all__ = [
    "AgreedScore",
    "Answer",
    "Appointment",
    "Assessment",
    "AssessmentQuerySet",
    "Benchmark",
    "Claim",
    "ConsultantProfile",
    "Evidence",
    "EvidenceQuerySet",
    "Instrument",
    "LateRecord",
    "SelfScore",
    "Visit",
]
