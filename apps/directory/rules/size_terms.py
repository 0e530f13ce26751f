"""Words of the size-class rule: classes, answers, facts in and verdict out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class SizeClass(StrEnum):
    """Size classes of Korean law; `other` stands outside all of them (public bodies, finance, not mid-sized)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    MID_SIZED = "mid_sized"
    LARGE = "large"
    OTHER = "other"


class Group(StrEnum):
    """Whether the company belongs to a business group designated by the competition authority."""

    NONE = "none"
    DISCLOSURE = "disclosure"
    RESTRICTED = "restricted"


class Answer(StrEnum):
    """Answer of one rule."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """The rules a verdict is made of; `STATUTES` names the paragraph of each."""

    REVENUE_CAP = "revenue_cap"
    ASSETS = "assets"
    GROUP = "group"
    LARGE_OWNER = "large_owner"
    GRACE = "grace"
    SMALL_CAP = "small_cap"
    WORKERS = "workers"
    NOT_PUBLIC = "not_public"
    NOT_RESTRICTED = "not_restricted"
    NOT_FINANCE = "not_finance"


STATUTES = {
    Rule.REVENUE_CAP: "중소기업기본법 시행령 제3조제1항제1호가목, 별표 1",
    Rule.ASSETS: "중소기업기본법 시행령 제3조제1항제1호나목",
    Rule.GROUP: "중소기업기본법 시행령 제3조제1항제2호가목",
    Rule.LARGE_OWNER: "중소기업기본법 시행령 제3조제1항제2호나목",
    Rule.GRACE: "중소기업기본법 제2조제3항",
    Rule.SMALL_CAP: "중소기업기본법 시행령 제8조제1항, 별표 3",
    Rule.WORKERS: "소상공인기본법 시행령 제3조제1항",
    Rule.NOT_PUBLIC: "중견기업법 제2조제1호",
    Rule.NOT_RESTRICTED: "중견기업법 제2조제1호, 같은 법 시행령 제2조",
    Rule.NOT_FINANCE: "중견기업법 제2조제1호, 같은 법 시행령 제2조",
}


class AverageRule(StrEnum):
    """Which way of 시행령 §7② gave the average revenue."""

    THREE_YEARS = "three_years"
    FULL_YEARS = "full_years"
    SINCE_FOUNDING = "since_founding"


class Missing(StrEnum):
    """A fact without which a rule cannot answer."""

    INDUSTRY = "industry"
    INDUSTRY_NOT_LISTED = "industry_not_listed"
    NAMED_PRODUCT = "named_product"
    FOUNDED_ON = "founded_on"
    REVENUE = "revenue"
    RECENT_REVENUE = "recent_revenue"
    ASSETS = "assets"
    GROUP = "group"
    LARGE_OWNER = "large_owner"
    WORKERS = "workers"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Revenue caps of one line of tables 1 and 3.

    `code` is a section letter with or without digits of KSIC (`C`, `C30`, `C30393`); `excludes` are codes below it
    that the line leaves out; `named_product` marks a line that covers only one product of its class (seats).
    """

    code: str
    sme_cap_krw: int
    small_cap_krw: int
    excludes: tuple[str, ...] = ()
    named_product: bool = False


@dataclass(frozen=True, slots=True)
class RelatedFirm:
    """A firm this one controls or is controlled by: its own average revenue and the share held, in basis points."""

    average_revenue_krw: int
    share_bp: int


@dataclass(frozen=True, slots=True)
class RecentRevenue:
    """Revenue of the last `months` whole months (1 to 12), for a company without a closed full year."""

    revenue_krw: int
    months: int


@dataclass(frozen=True, slots=True)
class SizeFacts:
    """What is known of a company on a day; None is 'not known'. Revenue by closed fiscal year, whole won."""

    industry: str
    as_of: date
    revenue_by_year: tuple[tuple[int, int], ...]
    founded_on: date | None = None
    recent: RecentRevenue | None = None
    assets_krw: int | None = None
    workers: int | None = None
    group: Group | None = None
    has_large_owner: bool | None = None
    related: tuple[RelatedFirm, ...] = ()
    makes_named_product: bool | None = None
    is_public: bool | None = None
    outgrown_year: int | None = None


@dataclass(frozen=True, slots=True)
class Average:
    """Average revenue and how it was found; `krw` is None when something is missing."""

    krw: Fraction | None
    rule: AverageRule | None
    years: tuple[int, ...]
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One rule's answer with the figure compared and the limits it was compared with (lowest first)."""

    rule: Rule
    statute: str
    answer: Answer
    figure: int | None = None
    limits: tuple[int, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class SizeVerdict:
    """The size classes that are possible on the facts; one of them means the question is answered."""

    possible: tuple[SizeClass, ...]
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    average: Average
    thresholds: tuple[str, ...]
    base_year: int
    valid_from: date
    valid_until: date

    @property
    def size(self) -> SizeClass | None:
        """The size class, or None while more than one is possible."""
        return self.possible[0] if len(self.possible) == 1 else None
