"""The field type barcode: what each symbology can hold."""

import pytest
from guanxi.fields import FIELD_TYPES, FieldSpec

from tests.fields.things_world import Things, code_of, parse


@pytest.mark.parametrize(
    ("symbology", "code"),
    [
        ("ean13", "4006381333931"), ("ean8", "96385074"), ("upc_a", "036000291452"), ("itf14", "10012345678902"),
        ("code39", "AB-12 $"), ("code128", "aB{1}~"), ("qr", "https://例子.cn"), ("any", "张"),
    ],
)  # fmt: skip
def test_code_that_fits_its_symbology_is_kept(symbology: str, code: str) -> None:
    assert parse("barcode", code, symbology=symbology) == code


@pytest.mark.parametrize(
    ("symbology", "code"),
    [("ean13", "4006381333932"), ("ean13", "400638133393"), ("ean8", "٩٦٣٨٥٠٧٤"), ("code39", "ab"), ("code128", "张")],
)
def test_code_that_a_scanner_could_not_read_is_refused(symbology: str, code: str) -> None:
    assert code_of("barcode", code, symbology=symbology) == "not_barcode"


def test_symbology_is_told_to_forms() -> None:
    editor = FIELD_TYPES["barcode"].editor(FieldSpec(name="x", type="barcode", symbology="qr"))

    assert editor == {"input": "barcode", "max_length": 255, "symbology": "qr"}


def test_barcodes_are_stored_and_found(things: Things) -> None:
    identity = things.add(name="pen", code="4006381333931")

    assert things.shown(identity, "code") == "4006381333931"
    assert things.named("BEGINS(code, '4006')") == ["pen"]
    assert things.refusal(code="4006381333932") == [("code", "not_barcode")]
