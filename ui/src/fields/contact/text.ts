/** A web address without what every one has. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");

/** The address to call or to go to; null for what a browser had better not follow, such as a masked value. */
export function hrefOf(scheme: "mailto" | "tel" | "web", value: string): string | null {
  if (value.includes("*")) return null;
  if (scheme === "mailto") return value.includes("@") ? `mailto:${encodeURIComponent(value).replace("%40", "@")}` : null;
  if (scheme === "tel") return /^\+?[\d ()-]+(;ext=\d+)?$/.test(value) ? `tel:${value}` : null;
  return /^https?:\/\//i.test(value) ? value : null;
}
