import type { ViewType } from "../../core/metadata";
import type { IconName } from "../../widgets/Icon";
import type { Word } from "../../words/resources";

/** How each way to lay records out is called and drawn. */
export const TYPE_SIGNS: Readonly<Record<ViewType, { word: Word; icon: IconName }>> = {
  list: { word: "list.asList", icon: "list" },
  board: { word: "list.asBoard", icon: "layout_board" },
  calendar: { word: "list.asCalendar", icon: "calendar" },
  timeline: { word: "list.asTimeline", icon: "timeline" },
  gallery: { word: "list.asGallery", icon: "layout_grid" },
  tree: { word: "list.asTree", icon: "hierarchy" },
  map: { word: "list.asMap", icon: "map" },
};
