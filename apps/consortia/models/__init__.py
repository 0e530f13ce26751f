"""Briefs and their roles, candidates and matching runs, proposals to partners, agreements."""

from apps.consortia.models.agreements import Agreement, AgreementQuerySet
from apps.consortia.models.briefs import Brief, BriefQuerySet, BriefRole
from apps.consortia.models.matching import Candidate, MatchRun
from apps.consortia.models.proposals import Proposal, ProposalQuerySet

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Brief",
    "BriefQuerySet",
    "BriefRole",
    "Candidate",
    "MatchRun",
    "Proposal",
    "ProposalQuerySet",
]
