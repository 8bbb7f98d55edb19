import type { ObjectMeta } from "../../core/metadata";
import type { Shown } from "../../core/views";
import type { Dated } from "../dates/spans";
import type { Happening } from "../dates/useDated";

/** What a month, a week and an agenda are drawn from. */
export interface LaidDates {
  object: ObjectMeta;
  shown: Shown;
  dated: Dated;
  happenings: readonly Happening[];
  today: number;
  at: number;
  /** Make a record at a place in time; null for who may not. */
  onAdd: ((place: number) => void) | null;
}
