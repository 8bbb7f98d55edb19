import type { Listing } from "./listing";
import { fieldOf, type FieldMeta, type ObjectMeta, type View, type ViewType } from "./metadata";

/** What a field may be to a view besides a column or the group: where records stand in time, below each other, on earth. */
export const ROLES = ["start", "end", "parent", "place"] as const;
export type Role = (typeof ROLES)[number];

export type Roles = Readonly<Record<Role, FieldMeta | null>>;

/** Whether a field can have a role among the records of an object; the types of fields know. */
export type Fits = (role: Role, field: FieldMeta, object: ObjectMeta) => boolean;

/** The ways to lay records out, with what each takes of a view. */
export const TAKES: Readonly<Record<ViewType, readonly (Role | "group")[]>> = {
  list: ["group"], board: ["group"], calendar: ["start", "end"], timeline: ["start", "end", "group"], gallery: [], tree: ["parent"], map: ["place"],
};

/** The role without which a way of laying records out cannot be. */
export const NEEDS: Readonly<Partial<Record<ViewType, Role>>> = { calendar: "start", timeline: "start", tree: "parent", map: "place" };

export const VIEW_TYPES = ["list", "board", "calendar", "timeline", "gallery", "tree", "map"] as const satisfies readonly ViewType[];

/** The fields that can have a role, those that people fill before those that the platform does. */
export function fieldsFor(object: ObjectMeta, role: Role, fits: Fits): readonly FieldMeta[] {
  const able = object.fields.filter((field) => !field.masked && fits(role, field, object));
  return [...able.filter(({ system }) => !system), ...able.filter(({ system }) => system)];
}

/** The ways in which the records of an object can be laid out at all. */
export function fittingTypes(object: ObjectMeta, boardable: boolean, fits: Fits): readonly ViewType[] {
  return VIEW_TYPES.filter((type) => {
    const needed = NEEDS[type];
    return type === "board" ? boardable : needed === undefined || fieldsFor(object, needed, fits).length > 0;
  });
}

/** The field of each role: what the address says, else the view, else a view that is laid out so, else the first that fits. */
export function rolesOf(object: ObjectMeta, view: View, listing: Listing, mode: ViewType, fits: Fits): Roles {
  const like = view.type === mode ? view : (object.views.find(({ type }) => type === mode) ?? view);
  const found = (role: Role): FieldMeta | null => {
    const named = fieldOf(object, listing.roles[role] ?? like[role] ?? "");
    if (named !== undefined) return named;
    return role === NEEDS[mode] ? (fieldsFor(object, role, fits)[0] ?? null) : null;
  };
  return { start: found("start"), end: found("end"), parent: found("parent"), place: found("place") };
}
