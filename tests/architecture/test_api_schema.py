"""The schema of the API is whole: every name once, every field typed, valid as OpenAPI."""

from io import StringIO

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

# Lists that come whole, each with what keeps it short.
SHORT = {
    "catalogue/kpis/": "the seeded vocabulary",
    "directory/districts/": "the districts of one city",
    "intake/words/": "the seeded vocabulary",
    "directory/invitations/": "invitations one person has open",
    "directory/companies/{uid}/sites/": "the places of one company",
    "consortia/briefs/{uid}/candidates/": "the few a matching proposes",
    "diagnosis/assessments/{uid}/consultants/": "the centre's consultants",
    "diagnosis/assessments/{uid}/evidence/": "papers of one diagnosis",
    "diagnosis/assessments/{uid}/late/": "what one device brought back too late",
    "diagnosis/assessments/{uid}/visits/": "the visits of one diagnosis",
    "intake/applications/{uid}/attachments/": "papers of one application, at most a few dozen",
    "intake/applications/{uid}/attachments/reusable/": "one company's papers of the kinds a call asks for",
    "diagnosis/assessments/{uid}/comparison/": "the criteria of one instrument",
    "diagnosis/assessments/{uid}/preparation/": "at most a task for each data criterion",
    "intake/applications/{uid}/reviewers/": "everybody with the role of a reviewer, to choose from",
    "intake/applications/{uid}/screeners/": "the centre's staff, to choose from",
    "intake/applications/{uid}/revisions/": "changes of one decision",
    "intake/applications/{uid}/waivers/": "exceptions of one application",
    "intake/calls/{uid}/amendments/": "changes of one call",
    "intake/committees/{uid}/results/": "the cases of one committee, in the order that places them all",
    "intake/objections/{uid}/files/": "papers of one objection",
}


def test_the_schema_is_valid_and_draws_no_warning(tmp_path, capsys):
    written = tmp_path / "schema.yml"

    call_command("spectacular", "--validate", "--fail-on-warn", file=str(written), stdout=StringIO())

    assert "openapi: 3" in written.read_text(encoding="utf-8")[:200]
    assert capsys.readouterr().err == ""


def test_every_list_comes_in_pages_or_is_short_for_a_reason():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    bare = {path for path, ways in schema["paths"].items() if "get" in ways and _is_array(schema, ways["get"])}

    assert {path.removeprefix("/api/v1/") for path in bare} == {*SHORT}


def _is_array(schema, way) -> bool:
    content = way["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = content.get("$ref", "").rpartition("/")[2]
    return (schema["components"]["schemas"][name] if name else content).get("type") == "array"
