"""How the operations that field types ask for are written in each database."""

from guanxi.sqltree import SqlForm

__all__ = ["FIELD_FORMS"]

FIELD_FORMS: tuple[SqlForm, ...] = (
    # JSON is built by PostgreSQL alone (decision A14); on SQLite the driver's value is turned in Python.
    SqlForm("json_number", "{0}", "trim_scale({0})"),
    SqlForm("json_number_text", "{0}", "trim_scale({0})::text"),
    SqlForm("json_instant", "{0}", "to_char({0}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"),
    SqlForm("is_true", "({0} IS TRUE)", "({0} IS TRUE)"),
)
