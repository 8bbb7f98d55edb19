// The checked tree of a formula, as the server writes it.

export type FormulaType =
  | "text"
  | "number"
  | "money"
  | "percent"
  | "boolean"
  | "date"
  | "datetime"
  | "time"
  | "duration"
  | "picklist"
  | "multi_picklist"
  | "list"
  | "reference"
  | "location"
  | "blank"
  | "any";

export type Order = "<" | "<=" | ">" | ">=";
export type WireValue = string | number | boolean | null | readonly string[] | WireLocation;

export interface WireLocation {
  readonly latitude: string | number;
  readonly longitude: string | number;
}

export interface Constant {
  readonly node: "constant";
  readonly type: FormulaType;
  readonly value: WireValue;
}

// `zero`: a blank number counts as 0; `outer`: it is the record's, not that of the child being looked at.
export interface Field {
  readonly node: "field";
  readonly type: FormulaType;
  readonly path: string;
  readonly zero?: boolean;
  readonly outer?: boolean;
}

export interface Apply {
  readonly node: "apply";
  readonly type: FormulaType;
  readonly function: string;
  readonly arguments: readonly Tree[];
}

export interface Compare {
  readonly node: "compare";
  readonly type: FormulaType;
  readonly operator: "=" | "<>" | Order;
  readonly kind: FormulaType;
  readonly left: Tree;
  readonly right: Tree;
}

export interface Children {
  readonly node: "children";
  readonly type: FormulaType;
  readonly function: string;
  readonly relation: string;
  readonly value?: Tree;
  readonly order?: Tree;
  readonly condition?: Tree;
}

export type Tree = Constant | Field | Apply | Compare | Children;

export interface Checked {
  readonly type: FormulaType;
  readonly returns: FormulaType | null;
  readonly tree: Tree;
  // The paths that it reads, as far as they were told.
  readonly references?: readonly { readonly path: string }[];
}

export const TEXTUAL: ReadonlySet<FormulaType> = new Set(["text", "picklist", "reference"]);
export const LISTS: ReadonlySet<FormulaType> = new Set(["list", "multi_picklist"]);
export const NUMERIC: ReadonlySet<FormulaType> = new Set(["number", "money", "percent"]);
