"""A centre with many rows: everything that cases left behind is copied by the database itself.

Copy number k of a row has the id ``id + k * stride``, with a stride beyond every id, and a uid digested from the same
figures: so references between copies need no map, and copy k is the same row in every database copied from one centre.
People stay as they are: the copies of their cases, places and messages are theirs too.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

FLOORS = (
    *("workflow", "audit", "notices", "documents", "directory", "catalogue", "panels", "intake", "diagnosis"),
    *("roadmaps", "consortia", "pilots"),
)
# What a centre has once, however many cases it has.
REFERENCE = {
    *("panels.Reviewer", "panels.Expertise", "intake.SettingsVersion", "diagnosis.ConsultantProfile"),
    *("audit.Seal", "notices.NoticeText", "directory.District", "directory.Industry", "directory.SizeThreshold"),
    *("directory.Skill", "catalogue.Kpi", "catalogue.Support", "catalogue.CatalogueAction", "intake.Programme"),
    *(
        "intake.Call",
        "intake.Amendment",
        "intake.Word",
        "intake.SurveyFigure",
        "diagnosis.Instrument",
        "roadmaps.ImpactWeights",
    ),
    *("pilots.StageGuide", "pilots.GateCriterion"),
}
# Only the first copies have all of these, later ones what the condition names: they are most of a centre's rows, and
# pages read them for one case at a time.
LEAVES = {
    **dict.fromkeys(
        (
            "diagnosis.Answer",
            "diagnosis.SelfScore",
            "diagnosis.Claim",
            "diagnosis.AgreedScore",
            "diagnosis.Evidence",
            "consortia.Candidate",
        ),
        "false",
    ),
    **dict.fromkeys(("audit.Event", "workflow.Delivery"), "false"),
    "workflow.Wait": "closed_at IS NULL",
}
# Long texts that only the worker and the solver's own page read, left out of later copies in the same way.
LONG = {"documents.Document.sheet", "consortia.MatchRun.input"}
# Texts that name a row of another table by its number.
NUMBERS = {"intake.Application.cited_roadmap_number"}
# What sets reference rows apart from those that cases added to the same table.
ADDED = {"catalogue.ActionEffect": "source_uid IS NOT NULL"}
POINTERS = {"subject_id", "event_id"}
LONGEST_DIGEST = 24
UUID = "[0-9a-f]{8}-[0-9a-f-]{27}"


def multiply(copies: int, *, whole: int) -> None:
    """Copy the centre's cases ``copies`` times, the first ``whole`` of them with all their leaves."""
    chosen = list(_chosen())
    with transaction.atomic(), connection.cursor() as cursor:
        # Every reference moves by the same stride, so none can dangle and the order of tables does not matter.
        cursor.execute("SET LOCAL session_replication_role = replica")
        stride = _stride(cursor, chosen)
        for model in chosen:
            _copy(cursor, model, set(chosen), stride, copies=copies, whole=whole)
        _widen_budgets(copies + 1)
        for reset in connection.ops.sequence_reset_sql(no_style(), chosen):
            cursor.execute(reset)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _widen_budgets(times: int) -> None:
    """What the copies of selected applications draw on, as many times over."""
    for programme in apps.get_model("intake.Programme").objects.all():
        for line in programme.settings.get("budgets") or ():
            line["budget_krw"] *= times
        programme.save(update_fields=["settings"])


def _chosen() -> Iterator[type[models.Model]]:
    for floor in FLOORS:
        for model in apps.get_app_config(floor).get_models(include_auto_created=True):
            is_link = model._meta.auto_created and model._meta.auto_created._meta.label in REFERENCE
            if model._meta.label not in REFERENCE and not is_link:
                yield model


def _stride(cursor, chosen: list[type[models.Model]]) -> int:
    """The power of ten beyond every id."""
    biggest = 0
    for model in chosen:
        cursor.execute(f'SELECT max("{model._meta.pk.column}") FROM "{model._meta.db_table}"')  # noqa: S608
        biggest = max(biggest, cursor.fetchone()[0] or 0)
    return 10 ** len(str(biggest))


def _copy(
    cursor, model: type[models.Model], chosen: set[type[models.Model]], stride: int, *, copies: int, whole: int
) -> None:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(
        f"CASE WHEN k <= {whole} THEN {field.column} ELSE '{{}}' END"
        if str(field) in LONG
        else _value(field, chosen, stride)
        for field in fields
    )
    labels = ", ".join(f"'{one._meta.label_lower}'" for one in chosen)
    has_subject = any(field.name == "subject_label" for field in fields)
    conditions = [
        ADDED.get(model._meta.label, "true"),
        f"subject_label IN ({labels})" if has_subject else "true",
        f"(k <= {whole} OR {LEAVES.get(model._meta.label, 'true')})",
    ]
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} '  # noqa: S608 - names of our own models
        f'FROM "{model._meta.db_table}" CROSS JOIN generate_series(1, %s) AS k WHERE {" AND ".join(conditions)}',
        [copies],
    )


def _value(field: models.Field, chosen: set[type[models.Model]], stride: int) -> str:
    """What a copy has in a column, as SQL over the row's columns and k."""
    column = f'"{field.column}"'
    move = f"k * {stride}::bigint"
    points = field.related_model in chosen if field.is_relation else field.primary_key or field.name in POINTERS
    if points:
        return f"{column} + {move}"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || {move})::uuid"
    if field.name == "path" or field.name.endswith("_path"):
        uid = f"substring({column} FROM '{UUID}')"
        return f"coalesce(replace({column}, {uid}, (md5({uid} || {move})::uuid)::text), {column})"
    if field.name == "party":
        moved = f"'org:' || (substr({column}, 5)::bigint + {move})"
        return f"CASE WHEN {column} LIKE 'org:%%' THEN {moved} ELSE {column} END"
    if isinstance(field, models.CharField) and (_is_unique(field) or str(field) in NUMBERS):
        digest = f"left(upper(md5({column} || {move})), {min(field.max_length, LONGEST_DIGEST)})"
        return f"CASE WHEN {column} = '' THEN '' ELSE {digest} END"
    return column


def _is_unique(field: models.Field) -> bool:
    alone = [one for one in field.model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return field.unique or any(tuple(one.fields) == (field.name,) for one in alone)
