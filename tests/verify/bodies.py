"""A request body that an API route accepts as well formed, made from the route's own schema."""

import json
from collections.abc import Mapping
from typing import Any

BY_FORMAT = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:00:00+09:00",
    "email": "nobody@axcenter.invalid",
    "uri": "https://axcenter.invalid/",
    "decimal": "1",
    "binary": "file",
}


def body(schema: Mapping[str, Any], operation: Mapping[str, Any]) -> str:
    """The JSON body with what the operation requires; empty where it takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return ""
    return json.dumps(_value(schema, content["application/json"]["schema"]))


def _value(schema: Mapping[str, Any], kind: Mapping[str, Any]) -> Any:
    for name in ("allOf", "oneOf", "anyOf"):
        if name in kind:
            return _value(schema, kind[name][0])
    if "$ref" in kind:
        return _value(schema, schema["components"]["schemas"][kind["$ref"].rsplit("/", 1)[1]])
    return kind["enum"][0] if "enum" in kind else _plain(schema, kind)


def _plain(schema: Mapping[str, Any], kind: Mapping[str, Any]) -> Any:
    match kind.get("type"):
        case "object":
            required = kind.get("required", ())
            return {name: _value(schema, part) for name, part in kind.get("properties", {}).items() if name in required}
        case "array":
            return [_value(schema, kind["items"]) for _ in range(kind.get("minItems", 1))]
        case "integer" | "number":
            return kind.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return BY_FORMAT.get(kind.get("format", ""), "x" * kind.get("minLength", 1))
