import type { Finding } from "./api";

/** The fields, as OBJECT.FIELD, some of whose values do not fit their new type. */
export const unfitIn = (findings: readonly Pick<Finding, "code" | "path">[]): readonly string[] =>
  findings.filter(({ code }) => code === "retype_unfit").map(({ path }) => {
    const [, object = "", , field = ""] = path.split("/");
    return `${object}.${field}`;
  });
