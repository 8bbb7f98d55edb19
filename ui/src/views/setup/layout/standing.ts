import { textsOf, type Body } from "../api";

/** A layout as far as it says whose page it is. */
export interface Standing {
  name: string;
  title: string;
  /** None: for all. */
  roles: readonly string[];
  types: readonly string[];
}

export const standingOf = (name: string, title: string, item: Body | null | undefined): Standing => ({
  name, title, roles: textsOf(item?.["roles"]), types: textsOf(item?.["record_types"]),
});

const rank = ({ roles, types }: Standing) => (roles.length > 0 ? 0 : 2) + (types.length > 0 ? 0 : 1);

/** The layouts of an object in the order in which the first that fits is taken: those for certain roles and types first. */
export const inOrder = (layouts: readonly Standing[]): readonly Standing[] =>
  [...layouts].sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));

const within = (narrow: readonly string[], wide: readonly string[]) => wide.length === 0 || (narrow.length > 0 && narrow.every((each) => wide.includes(each)));
const meet = (one: readonly string[], other: readonly string[]) => one.length === 0 || other.length === 0 || one.some((each) => other.includes(each));

/** The layouts that come before one for some of its people and records, and whether one of them takes all of them. */
export function before(layout: Standing, layouts: readonly Standing[]): { first: readonly Standing[]; covered: boolean } {
  const ordered = inOrder(layouts);
  const first = ordered.slice(0, ordered.findIndex(({ name }) => name === layout.name))
    .filter((other) => meet(other.roles, layout.roles) && meet(other.types, layout.types));
  return { first, covered: first.some((other) => within(layout.roles, other.roles) && within(layout.types, other.types)) };
}

/** The page that holders of a role get for records of a type; null where none is written for them. */
export const pageFor = (layouts: readonly Standing[], role: string, type: string): Standing | null =>
  inOrder(layouts).find(({ roles, types }) => (roles.length === 0 || roles.includes(role)) && (types.length === 0 || types.includes(type))) ?? null;
