"""Briefs and their roles, candidates and matching runs, proposals to partners, agreements."""

from apps.consortia.models.agreements import IN_FORCE, Agreement, AgreementQuerySet, Signature, SignatureQuerySet
from apps.consortia.models.briefs import Brief, BriefQuerySet, BriefRole
from apps.consortia.models.matching import Candidate, MatchRun
from apps.consortia.models.proposals import Proposal, ProposalQuerySet

__all__ = [
    "IN_FORCE",
    "Agreement",
    "AgreementQuerySet",
    "Brief",
    "BriefQuerySet",
    "BriefRole",
    "Candidate",
    "MatchRun",
    "Proposal",
    "ProposalQuerySet",
    "Signature",
    "SignatureQuerySet",
]
