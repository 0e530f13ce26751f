"""``manage.py draw_states``: docs/states.md, drawn from the machines' tables."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from apps.workflow.machine import Machine

TARGET = "docs/states.md"
HEAD = "# States\n\nDrawn by `manage.py draw_states` from the tables in each app's `states.py`. Do not edit by hand.\n"


def drawn() -> str:
    """Every machine as a Mermaid diagram with its actions in Korean and the permission each asks for."""
    with override("ko"):
        parts = [
            _diagram(model._meta.label_lower, model.machine)
            for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower)
            if hasattr(model, "machine")
        ]
    return "\n".join([HEAD, *parts])


def _diagram(label: str, machine: Machine) -> str:
    lines = [f"## `{label}`", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {machine.initial!s}"]
    for one in machine.transitions:
        lines += [f"    {source!s} --> {one.target!s}: {one.label}" for source in one.sources]
    lines += [
        "```",
        "",
        "| action | label | from | to | permission | guards | reason |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in machine.transitions:
        sources = ", ".join(str(source) for source in one.sources)
        guards = ", ".join(guard.__qualname__.split(".")[0] for guard in one.guards)
        reason = "yes" if one.needs_reason else ""
        cells = [one.action, one.label, sources, one.target, one.permission or "", guards, reason]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join([*lines, ""])


class Command(BaseCommand):
    help = "Write docs/states.md from the machines."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, TARGET).write_text(drawn(), encoding="utf-8")
        self.stdout.write(TARGET)
