/** What browsers tell of the week of a place; one that does not know it starts on Monday, as the standard has it. */
interface WeekTelling {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

const MONDAY = 1;

/** The day on which weeks start, 1 for Monday to 7 for Sunday, where the reader is at home. */
export function firstWeekday(language: string, preferences: readonly string[]): number {
  const locale: Intl.Locale & WeekTelling = new Intl.Locale(preferences.find((tag) => tag.startsWith(language)) ?? language);
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? MONDAY;
}
