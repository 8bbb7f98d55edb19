"""A lead becomes an account, a contact and an opportunity, new ones or known ones, and keeps links to them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from guanxi.api import Call, Context, record

__all__ = ["convert"]

Values: TypeAlias = Mapping[str, Any]
# Fields of the lead that its account, contact and opportunity take over, by the name that they have there.
_ACCOUNT = ("phone", "website", "country", "city", "industry", "employees", "annual_revenue", "territory")
_CONTACT = ("name", "title", "email", "phone", "mobile")
_OPPORTUNITY = ("source", "territory")


def convert(call: Call, context: Context, lead: Values) -> None:
    """Make what is missing, link the lead to it and lock it; everything with the rights of whoever converts."""
    asked = call.parameters
    contact = asked["contact"]
    account = asked["account"]
    if contact is not None:
        known = record(context, "contact", str(contact), fields=("account",))["account"]
        if account is not None and known != account:
            call.refuse("contact", "reference_not_found")
            return
        account = account or known
    owner = {} if asked["owner"] is None else {"owner": asked["owner"]}
    if account is None:
        values = {**_taken(lead, _ACCOUNT), "name": asked["account_name"] or lead["company"], **owner}
        account = call.save(context, "account", values, operation="create")
    if contact is None:
        values = {**_taken(lead, _CONTACT), "account": account, **owner}
        contact = call.save(context, "contact", values, operation="create")
    opportunity = None
    if asked["with_opportunity"]:
        values = {
            **_taken(lead, _OPPORTUNITY),
            "name": asked["opportunity_name"] or lead["company"],
            "account": account,
            "contact": contact,
            "amount": asked["amount"],
            "close_date": asked["close_date"],
            **owner,
        }
        opportunity = call.save(context, "opportunity", values, operation="create")
    links = {"converted_account": account, "converted_contact": contact, "converted_opportunity": opportunity}
    call.save(context, "lead", {"id": lead["id"], "status": "converted", **links}, operation="update")


def _taken(lead: Values, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: lead[name] for name in names if lead[name] is not None}
