"""Field types: everything the platform knows about a kind of value."""

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.boolean import BooleanField
from guanxi.fields.choice import MultiPicklistField, PicklistField, TagsField
from guanxi.fields.coded import BarcodeField, ColourField, CurrencyField, ExternalIdField
from guanxi.fields.composite import AddressField, CountryField, GeolocationField, PersonNameField
from guanxi.fields.computed import AutoNumberField, FormulaField, RollupField, result_type
from guanxi.fields.daytime import DurationField, TimeField
from guanxi.fields.encrypted import EncryptedField
from guanxi.fields.foreign import KnownTypes
from guanxi.fields.linked import ManyToManyField
from guanxi.fields.markup import MarkdownField, RichTextField
from guanxi.fields.numeric import DecimalField, IntegerField, MoneyField, PercentField, RatingField
from guanxi.fields.pointing import PointerField, PolyLookupField, TargetField
from guanxi.fields.reachable import EmailField, PhoneField, UrlField
from guanxi.fields.reference import IdField, LookupField, MasterDetailField, OwnerField, UserField
from guanxi.fields.spec import ColumnKind, ColumnSpec, DefaultFormula, Dialect, FieldSpec
from guanxi.fields.structured import JsonField
from guanxi.fields.temporal import DateField, DatetimeField
from guanxi.fields.textual import LongTextField, TextField

__all__ = [
    "FIELD_TYPES",
    "AutoNumberField",
    "ColumnKind",
    "ColumnSpec",
    "Converter",
    "DefaultFormula",
    "Dialect",
    "FieldProblem",
    "FieldSpec",
    "FieldType",
    "MarkdownField",
    "result_type",
]

# Every field type by its token; those that are not declarable belong to system columns.
FIELD_TYPES = KnownTypes(
    (
        TextField(), LongTextField(), RichTextField(), MarkdownField(), IntegerField(), DecimalField(),
        MoneyField(), PercentField(), RatingField(), BooleanField(), DateField(), DatetimeField(), TimeField(),
        DurationField(), PicklistField(), MultiPicklistField(), TagsField(), LookupField(), MasterDetailField(),
        PolyLookupField(), ManyToManyField(), UserField(), EmailField(),
        PhoneField(), UrlField(), EncryptedField(), PersonNameField(), AddressField(), GeolocationField(),
        ColourField(), BarcodeField(), ExternalIdField(), JsonField(), AutoNumberField(),
        FormulaField(), RollupField(), IdField(), OwnerField(), TargetField(), PointerField(), CountryField(),
        CurrencyField(),
    )
)  # fmt: skip
