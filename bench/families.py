"""Which module measures which figures, and which of them were asked for."""

import os

FAMILIES: dict[str, tuple[str, ...]] = {
    "road": (
        "road.list_1k",
        "road.list_10k",
        "intake.list_10k",
        "road.list_growth",
        "road.list_last_page",
        "road.walkthrough",
    ),
    "submit": ("road.submit_broker_away",),
    "pages": ("road.pages_growth", "road.search_growth", "road.pages_last"),
    "demo": ("road.demo_again",),
    "pdf": ("road.pdf_cold", "road.pdf_warm", "road.pdf_warm_full"),
    "diagnosis": ("diagnosis.score_100k", "diagnosis.result_10k", "diagnosis.calibration_10k"),
    "roadmaps": ("roadmaps.plan_60", "roadmaps.plan_200"),
    "intake": ("intake.assign_500",),
    "board": ("intake.board",),
    "crowd": ("intake.submit_64", "intake.submit_sqlite"),
    "consortia": ("consortia.solve_20x10", "consortia.solve_500x100"),
}


def wanted(name: str) -> bool:
    """Whether the environment's BENCH asks for this figure: everything, a family (`road`), or the very name."""
    asked = os.environ.get("BENCH", "")
    return not asked or name == asked or name.startswith(f"{asked}.")
