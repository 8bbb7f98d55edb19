import type { FieldMeta, ObjectMeta } from "../../../core/metadata";
import { fieldsFor, NEEDS, ROLES, TAKES, VIEW_TYPES, type Role } from "../../../core/roles";
import { fitsRole, kindOf } from "../../../fields/registry";
import { textOf, type Body } from "../api";
import { withValue } from "../schema";

export type ViewRole = Role | "group";

const typeOf = (item: Body) => VIEW_TYPES.find((type) => type === textOf(item["type"])) ?? "list";

/** What a view of this way of laying records out is told besides its columns. */
export const takenBy = (item: Body): readonly ViewRole[] => TAKES[typeOf(item)];

/** Whether the view cannot be drawn without the role. */
export const isNeeded = (item: Body, role: ViewRole): boolean => NEEDS[typeOf(item)] === role || (typeOf(item) === "board" && role === "group");

/** The fields that can have a role in a view: moments on calendars, places on maps, look-ups of the object itself in trees. */
export function ableFor(item: Body, role: ViewRole, object: ObjectMeta): readonly FieldMeta[] {
  if (role !== "group") return fieldsFor(object, role, fitsRole);
  return object.fields.filter((field) => field.groupable && (typeOf(item) !== "board" || kindOf(field).columns === true));
}

/** A view without what its way of laying records out takes none of, and with the first field that fits where it needs one. */
export function fitting(item: Body, object: ObjectMeta): Body {
  const taken = takenBy(item);
  const bare = [...ROLES, "group" as const].filter((role) => !taken.includes(role)).reduce((rest, role) => withValue(rest, role, undefined), item);
  return taken.filter((role) => isNeeded(bare, role)).reduce((rest, role) => {
    const able = ableFor(rest, role, object).map(({ name }) => name);
    return able.includes(textOf(rest[role])) ? rest : withValue(rest, role, able[0]);
  }, bare);
}
