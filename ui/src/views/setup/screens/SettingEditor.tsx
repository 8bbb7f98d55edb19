import { useTranslation } from "react-i18next";

import { isBody, titleOf } from "../api";
import { SchemaForm } from "../form/SchemaForm";
import type { FormProps } from "../form/around";

const VALUE = ["default"];
const BESIDE = new Set(["name", ...VALUE]);

/** A setting: the value that holds here before what describes it, which a package has settled for its own. */
export function SettingEditor({ own, ...form }: FormProps & { own: boolean }) {
  const { t, i18n } = useTranslation("setup");
  const help = titleOf({ name: "", label: isBody(form.value["help"]) ? form.value["help"] : null }, i18n.language);
  return (
    <div className="setup-field">
      {help !== "" && <p className="quiet setup-note">{help}</p>}
      <SchemaForm {...form} only={VALUE} />
      <details open={own}>
        <summary>{t("setting.about")}</summary>
        <SchemaForm {...form} without={BESIDE} />
      </details>
    </div>
  );
}
