"""The schema of the API is whole: every name once, every field typed, valid as OpenAPI."""

from io import StringIO

from django.core.management import call_command


def test_the_schema_is_valid_and_draws_no_warning(tmp_path, capsys):
    written = tmp_path / "schema.yml"

    call_command("spectacular", "--validate", "--fail-on-warn", file=str(written), stdout=StringIO())

    assert "openapi: 3" in written.read_text(encoding="utf-8")[:200]
    assert capsys.readouterr().err == ""
