from pathlib import Path

from django.conf import settings

from apps.desk.management.commands.draw_states import TARGET, drawn


def test_the_drawn_states_are_those_of_the_tables():
    assert Path(settings.BASE_DIR, TARGET).read_text(encoding="utf-8") == drawn()
