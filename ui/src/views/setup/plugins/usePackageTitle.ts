import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { titleOf } from "../api";
import { pluginsQuery } from "./api";

/** What people call a package. */
export function usePackageTitle(): (name: string) => string {
  const { i18n } = useTranslation();
  const packages = useQuery(pluginsQuery()).data ?? [];
  return (name) => titleOf(packages.find((one) => one.name === name) ?? { name }, i18n.language);
}
