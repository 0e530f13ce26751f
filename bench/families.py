"""Which module measures which figures."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "road": ("road.list_1k", "road.list_10k", "road.pages", "road.walkthrough"),
    "pdf": ("road.pdf_cold", "road.pdf_warm"),
    "roadmaps": ("roadmaps.plan_60", "roadmaps.plan_200"),
    "consortia": ("consortia.solve_20x10", "consortia.solve_500x100"),
}
