import { lazily } from "../lazy";

/** What takes a plain text, for the many types that are written as one; lists can do without it. */
export const PlainInput = lazily((parts) => parts.PlainInput);
export const PlainFilter = lazily((parts) => parts.PlainFilter);
