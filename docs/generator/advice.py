"""What to do about each failure: why it comes, a call that meets it, and what mends it."""

from dataclasses import dataclass

__all__ = ["ADVICE", "Advice"]


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a failure comes, a call that meets it, and what mends it."""

    cause: str
    example: str
    remedy: str


ADVICE = {
    "internal": Advice("A fault of Guanxi or of a plugin.", "any call", "Give the `trace_id` to who reads the log."),
    "refused": Advice("The request is refused as a whole.", "any call", "Read `detail` and `errors`."),
    "malformed": Advice(
        "The body, a filter, a sort, a cursor or an argument cannot be read; `errors` says which and where.",
        "`GET records/user?limit=none`",
        "Mend what `errors` names; a cursor is taken from an answer as it is.",
    ),
    "too_expensive": Advice(
        "The database worked longer on the question than its caller may spend.",
        "a filter that no index helps, on a large object",
        "Filter and sort by indexed fields, ask for fewer fields and rows, count `capped`; the time is the setting "
        "`GUANXI_STATEMENT_SECONDS`, of portal users `GUANXI_PORTAL_STATEMENT_SECONDS`.",
    ),
    "unauthenticated": Advice(
        "There is no session or token, it ended, the password is wrong, or the sign-in is locked for a while.",
        "`GET me` without a cookie",
        "Sign in, or send `Authorization: Bearer gx_…`; wait when it is locked.",
    ),
    "denied": Advice(
        "You know of the thing, but lack the right, or the session's CSRF token was not sent.",
        "`DELETE records/user/…` as somebody who may only read",
        "Ask an administrator; `explain` says which right lacks.",
    ),
    "missing": Advice(
        "There is no such thing, or you may not know of it: the answer is the same on purpose.",
        "`GET records/user/…` of a row that sharing hides",
        "Check the name or id; `explain` tells an administrator why.",
    ),
    "conflict": Advice(
        "The request fights with what is stored; `code` names it: an id that is taken, a key used for another body, a "
        "count that is not the expected one.",
        "`POST records/user` with an id that exists",
        "Read the present state and send the request anew.",
    ),
    "stale": Advice(
        "Somebody saved after you read; `If-Match` or `version` names an older version.",
        '`PATCH` with `If-Match: "3"` when version 4 is stored',
        "Read again, take over the change, send the new version.",
    ),
    "too_large": Advice(
        "The body or the batch is larger than its limit.",
        "`POST` of more than 10,000 records",
        "Send smaller parts.",
    ),
    "invalid": Advice(
        "Values are refused; `errors` lists every one with its field and row.",
        "`POST records/user` without a name",
        "Mend every value that `errors` names; the codes stand below.",
    ),
    "too_many": Advice(
        "A user's sessions or a token asked more often than one web process answers within a minute.",
        "the 6,001st call of a minute",
        "Wait as long as `Retry-After` says; send many records in one call. The number is the setting "
        "`GUANXI_REQUESTS_PER_MINUTE`, of portal users `GUANXI_PORTAL_REQUESTS_PER_MINUTE`.",
    ),
    "busy": Advice(
        "A lock, an overload or a shutdown stands in the way.",
        "a save while a change is applied",
        "Send the same request again after `Retry-After` seconds.",
    ),
    "catalog_moved": Advice(
        "The metadata changed during the request, twice.",
        "a save while changes are applied one after the other",
        "Send the same request again.",
    ),
    "catalog_stale": Advice(
        "This process reads with an older catalog than the database has by now, and reading it anew did not help.",
        "a question during several changes, or after tables were changed by hand",
        "Send the same request again; run `guanxi doctor` when it stays.",
    ),
    "misconfigured": Advice(
        "Settings, metadata or plugins have faults; all of them are listed. Over HTTP it is `internal`, and the log "
        "has the code.",
        "`guanxi serve` with a wrong setting",
        "Mend what is listed, then start again.",
    ),
}
