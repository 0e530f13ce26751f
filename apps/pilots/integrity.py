"""What of pilots contradicts itself."""

from collections.abc import Iterator

from apps.pilots import rules, selectors
from apps.pilots.models import Gate, Pilot, PilotKpi
from apps.pilots.states import GateState


def problems() -> Iterator[str]:
    """Kept figures that do not follow from the readings, and conditional decisions without their conditions."""
    for kpi in PilotKpi.objects.order_by("pk").iterator(chunk_size=500):
        standing = selectors.standing(kpi)
        counted = kpi.readings.filter(withdrawn_at__isnull=True).count()
        kept = (kpi.verdict, kpi.value, kpi.attainment_bp, kpi.readings_count)
        if kept != (standing.verdict, standing.value, standing.attainment_bp, counted):
            yield f"KPI {kpi.uid}: kept figures do not follow from its readings"
    for pilot in Pilot.objects.order_by("pk").iterator(chunk_size=500):
        verdicts = list(pilot.kpis.values_list("verdict", flat=True))
        recounted = (len(verdicts), verdicts.count(rules.Verdict.PASSED), verdicts.count(rules.Verdict.FAILED))
        if recounted != (pilot.kpis_total, pilot.kpis_passed, pilot.kpis_failed):
            yield f"pilot {pilot.uid}: counts of KPIs do not follow from its KPIs"
    decided = Gate.objects.filter(state=GateState.DECIDED, decision=rules.Decision.CONDITIONAL).order_by("pk")
    for gate in decided.iterator(chunk_size=500):
        if gate.conditions.count() != len(gate.proposed_conditions):
            yield f"gate {gate.uid}: conditions are missing"
