import { columnsOf, columnsText, type ColumnChoice } from "./listing";

const KEY = "guanxi.columns";

const keyOf = (person: string, object: string, view: string) => `${KEY}.${person}.${object}.${view}`;

/** The columns that a person chose for a view here; null where they are as the view has them. */
export const rememberedColumns = (person: string, object: string, view: string, storage: Storage = localStorage) =>
  columnsOf(storage.getItem(keyOf(person, object, view)));

/** Keep the columns of a view: names and widths alone. */
export function rememberColumns(person: string, object: string, view: string, columns: readonly ColumnChoice[] | null, storage: Storage = localStorage): void {
  if (columns === null) storage.removeItem(keyOf(person, object, view));
  else storage.setItem(keyOf(person, object, view), columnsText(columns));
}
