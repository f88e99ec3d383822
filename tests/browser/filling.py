"""Filling any worksheet from its definition: every field and at least the rows it asks for, with values that its types and bounds allow."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.sheets import box, cell, put, row, saved

NUMBER = 20
ROWS = 3
FITTING: dict[str, dict[str, str | tuple[str, ...]]] = {
    "cost-to-serve": {"members-at-start": "135", "members-lost": "11", "members-joined": "14", "members-activated": "10"},
    "lab-verdict": {"started": "20", "reported": "18", "succeeded": "15", **{f"weight-{number}": "20" for number in range(1, 6)}},
    "location-quotients": {"regional-total": "210000", "reference-total": "2800000"},
    "member-retention": {"start": "135", "lost": "11", "new": "14", "new-active": "10"},
    "network-map": {"ties.other": ("Blue yards 2", "Blue yards 3", "Blue yards 1")},
    "onion": {"layers.time": "20"},
    "option-matrix": {f"{kind}-{number}": "25" for kind in ("weight", "second-weight") for number in range(1, 5)},
    "partner-choice": {"weight-need": "40", "weight-complement": "30", "weight-reach": "30"},
    "shift-share": {"first-year": "2021", "all-jobs-before": "2600000", "all-jobs-after": "2800000"},
    "stress-test": {"cases.cost": "780000"},
}
"""Fields and columns that must fit others: nobody loses more members than there were, shares make 100, and no tie leads to itself."""


def fill_sheet(page: Page, sheet: dict[str, Any]) -> None:
    """Until all of it is saved."""
    for field in sheet["fields"]:
        if field["type"] == "table":
            _fill_table(page, sheet["id"], field)
        else:
            put(box(page, f"{field['id']}:"), _fitting(sheet["id"], field["id"], 1) or _value(field, 1))
    saved(page)


def _fill_table(page: Page, sheet: str, table: dict[str, Any]) -> None:
    name = table["id"]
    for number in range(len(table.get("preset", ())) or max(ROWS, int(table.get("least", "0")))):
        if number == page.locator(f"#f-{name} .sheet-row").count():
            page.locator(f"#f-{name} [name=do][value^=add]").click()
            expect(row(page, name, number)).to_be_visible()
        for column in table["columns"]:
            typed = _fitting(sheet, f"{name}.{column['id']}", number + 1) or _value(column, number + 1)
            put(cell(page, name, number, column["id"]), typed)


def _fitting(sheet: str, place: str, number: int) -> str:
    found = FITTING.get(sheet, {}).get(place, "")
    return found if isinstance(found, str) else found[number - 1]


def _value(field: dict[str, Any], number: int) -> str:
    """Something a person could type, different from row to row."""
    kind = field["type"]
    if kind in ("number", "money", "percentage"):
        return str(min(NUMBER + number, int(field.get("most", "1000000"))))
    if kind == "rating":
        least, most = int(field.get("least", "1")), int(field.get("most", "5"))
        return str(least + number % (most - least + 1))
    if kind == "choice":
        return str(field["options"][number % len(field["options"])]["id"])
    fixed = {"date": f"2027-03-{number % 28 + 1:02}", "year": "2026", "yes-no": "yes" if number % 2 else "no"}
    return fixed.get(kind) or f"Blue yards {number}"
