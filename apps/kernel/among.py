"""Rows whose column is among what another query finds, looked up by index.

``IN (subquery)`` and ``EXISTS`` under an ``OR`` make PostgreSQL walk the whole table. Here the inner query is asked
once and its answer looked up in the column's index, also in several arms of an ``OR``.
"""

from typing import Any

from django.db.models import BooleanField, Func, QuerySet, Subquery


class Among(Func):
    """Whether ``column`` (of the row's own table, to stay on its index) is one of the values that ``rows`` finds.

    ``rows`` selects one column and stands on its own: it names nothing of the row that is asked about.
    """

    template = "%(expressions)s"
    arg_joiner = " IN "
    output_field = BooleanField()

    def __init__(self, column: str, rows: QuerySet[Any, Any]) -> None:
        super().__init__(column, Subquery(rows if rows.query.is_sliced else rows.order_by()))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **context)
