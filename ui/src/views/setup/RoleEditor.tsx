import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { bodiesOf, draftsQuery, isBody, itemQuery, labelOf, textOf, textsOf, titleOf, type Body, type Json } from "./api";
import { useItems } from "./items";
import { withValue, type Schema } from "./schema";
import { worded } from "./words";

interface RoleProps {
  item: Body;
  schema: Schema;
  onChange: (item: Body) => void;
}

const grantOf = (role: Body, object: string): Body => bodiesOf(role["objects"]).find((each) => each["object"] === object) ?? { object };

/** A role with what it grants on an object, left out where that is nothing. */
function granted(role: Body, grant: Body): Body {
  const others = bodiesOf(role["objects"]);
  const says = Object.keys(grant).length > 1;
  const next = others.some((each) => each["object"] === grant["object"])
    ? others.flatMap((each) => (each["object"] !== grant["object"] ? [each] : says ? [grant] : []))
    : [...others, ...(says ? [grant] : [])];
  return withValue(role, "objects", next.length > 0 ? next : undefined);
}

/** Which rights a role has on which objects. */
export function ObjectRights({ item, schema, onChange }: RoleProps) {
  const { t, i18n } = useTranslation("setup");
  const { items } = useItems("object");
  const [find, setFind] = useState("");
  const rights = schema.properties?.["objects"]?.items?.properties?.["rights"]?.items?.enum ?? [];
  const rows = [{ name: "*", title: t("role.every") }, ...items.map((object) => ({ name: object.name, title: titleOf(object, i18n.language) }))]
    .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(find.trim().toLowerCase()));
  const every = textsOf(grantOf(item, "*")["rights"]);
  const toggle = (object: string, right: string, on: boolean) => {
    const grant = grantOf(item, object);
    const known = textsOf(grant["rights"]).filter((each) => each !== right);
    const next = on ? [...known, right] : known;
    const fields = grant["fields"] ?? { read: "*", write: "*" }; // a right without fields shows nothing
    onChange(granted(item, withValue({ ...grant, ...(on && { fields }) }, "rights", next.length > 0 ? next : undefined)));
  };
  return (
    <section>
      <TextInput aria-label={t("role.find")} placeholder={t("role.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
      <div className="setup-matrix setup-rights" tabIndex={0} role="region" aria-label={t("item.objects")}>
        <table>
          <thead><tr><th scope="col">{t("role.object")}</th>{rights.map((right) => <th key={right} scope="col">{worded("right", right)}</th>)}</tr></thead>
          <tbody>
            {rows.map(({ name, title }) => {
              const held = textsOf(grantOf(item, name)["rights"]);
              const given = (right: string) => name !== "*" && !held.includes(right) && every.includes(right);
              return (
                <tr key={name}>
                  <th scope="row">{title}</th>
                  {rights.map((right) => (
                    <td key={right}>
                      <input
                        type="checkbox" aria-label={t("role.right", { right: worded("right", right), object: title })} checked={held.includes(right) || given(right)}
                        disabled={given(right)} title={given(right) ? t("role.byEvery") : undefined} onChange={(event) => toggle(name, right, event.currentTarget.checked)}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Which fields of an object a role may read and write. */
export function FieldRights({ item, onChange }: RoleProps) {
  const { t, i18n } = useTranslation("setup");
  const { items } = useItems("object");
  const named = bodiesOf(item["objects"]).map((each) => textOf(each["object"])).filter((name) => name !== "*");
  const [chosen, setChosen] = useState("");
  const [find, setFind] = useState("");
  const object = chosen || named[0] || "";
  const fields = useFields(object).filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(find.trim().toLowerCase()));
  const every = useFields(object).map(({ name }) => name);
  const grant = grantOf(item, object);
  const rights = isBody(grant["fields"]) ? grant["fields"] : {};
  const put = (way: string, value: Json | undefined) => {
    const next = withValue(rights, way, value);
    onChange(granted(item, withValue(grant, "fields", Object.keys(next).length > 0 ? next : undefined)));
  };
  const holds = (way: string, name: string) => rights[way] === "*" || textsOf(rights[way]).includes(name);
  const toggle = (way: string, name: string, on: boolean) => {
    const known = rights[way] === "*" ? every : textsOf(rights[way]);
    const next = on ? [...known, name] : known.filter((each) => each !== name);
    put(way, next.length > 0 ? next : undefined);
  };
  const box = (way: "read" | "write", name: string, title: string) => (
    <input
      type="checkbox" aria-label={t("role.right", { right: t(`role.${way}`), object: title })} checked={name === "*" ? rights[way] === "*" : holds(way, name)}
      onChange={(event) => (name === "*" ? put(way, event.currentTarget.checked ? "*" : undefined) : toggle(way, name, event.currentTarget.checked))}
    />
  );
  return (
    <section>
      <div className="setup-bar">
        <NativeSelect
          aria-label={t("role.object")} value={object} onChange={(event) => setChosen(event.currentTarget.value)}
          data={[{ value: "", label: t("form.unset") }, ...items.map((each) => ({ value: each.name, label: titleOf(each, i18n.language) }))]}
        />
        <TextInput aria-label={t("role.findField")} placeholder={t("role.findField")} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
      </div>
      {object !== "" && (
        <div className="setup-matrix" tabIndex={0} role="region" aria-label={t("item.fieldRights")}>
          <table>
            <thead><tr><th scope="col">{t("role.field")}</th><th scope="col">{t("role.read")}</th><th scope="col">{t("role.write")}</th></tr></thead>
            <tbody>
              <tr><th scope="row">{t("role.allFields")}</th><td>{box("read", "*", t("role.allFields"))}</td><td>{box("write", "*", t("role.allFields"))}</td></tr>
              {fields.map(({ name, title }) => <tr key={name}><th scope="row">{title}</th><td>{box("read", name, title)}</td><td>{box("write", name, title)}</td></tr>)}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The fields of an object as one's drafts have them. */
export function useFields(object: string): readonly { name: string; title: string; type: string }[] {
  const { i18n } = useTranslation();
  const published = useQuery({ ...itemQuery("object", object), enabled: object !== "" });
  const drafts = useQuery(draftsQuery());
  const draft = drafts.data?.find(({ kind, name }) => kind === "object" && name === object);
  const body = draft === undefined ? published.data?.body : draft.item;
  return bodiesOf(body?.["fields"]).map((field) => ({ name: textOf(field["name"]), title: titleOf({ name: textOf(field["name"]), label: labelOf(field) }, i18n.language), type: textOf(field["type"]) }));
}
