import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "../../widgets/Failure";
import { State } from "../../widgets/State";
import { compareQuery, titleOf, type ComparedObject, type Sides } from "./api";
import { useItems } from "./items";
import { useTitles } from "./useTitles";
import { choiceWord, worded } from "./words";

const WAYS = ["read", "write", "mask"] as const;

/** A role beside another one: what only one of them gives, with what they inherit. */
export function RoleCompare({ name }: { name: string }) {
  const { t, i18n } = useTranslation("setup");
  const { items } = useItems("role");
  const [other, setOther] = useState("");
  const others = items.filter((item) => item.name !== name);
  return (
    <section className="setup-compare">
      <div className="setup-bar">
        <NativeSelect
          label={t("compare.with")} value={other} onChange={(event) => setOther(event.currentTarget.value)}
          data={[{ value: "", label: t("form.unset") }, ...others.map((item) => ({ value: item.name, label: titleOf(item, i18n.language) }))]}
        />
      </div>
      {other !== "" && <Differences left={name} right={other} titles={[name, other].map((each) => titleOf(items.find((item) => item.name === each) ?? { name: each }, i18n.language))} />}
    </section>
  );
}

function Differences({ left, right, titles }: { left: string; right: string; titles: readonly string[] }) {
  const { t, i18n } = useTranslation("setup");
  const { data, error, refetch } = useQuery(compareQuery(left, right, i18n.language));
  const titleOf = useTitles();
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const buttons = { left: data.actions.left.map((name) => titleOf("action", name)), right: data.actions.right.map((name) => titleOf("action", name)) };
  const general: readonly (readonly [string, Sides])[] = [[t("compare.system"), { left: data.system.left.map(choiceWord), right: data.system.right.map(choiceWord) }], [t("compare.actions"), buttons]];
  const shown = general.filter(([, sides]) => sides.left.length + sides.right.length > 0);
  if (data.objects.length === 0 && shown.length === 0) return <State title={t("compare.same")} hint={t("compare.sameHint")} />;
  return (
    <div className="setup-matrix" tabIndex={0} role="region" aria-label={t("compare.title")}>
      <table className="setup-differences">
        <thead><tr><th scope="col" /><th scope="col">{t("compare.only", { name: titles[0] })}</th><th scope="col">{t("compare.only", { name: titles[1] })}</th></tr></thead>
        {shown.map(([title, sides]) => (
          <tbody key={title}><tr><th scope="row">{title}</th><td><Marks side="left" words={sides.left} /></td><td><Marks side="right" words={sides.right} /></td></tr></tbody>
        ))}
        {data.objects.map((object) => <ObjectRows key={object.object} object={object} />)}
      </table>
    </div>
  );
}

function ObjectRows({ object }: { object: ComparedObject }) {
  const { t } = useTranslation("setup");
  const ways = (mine: readonly string[], theirs: readonly string[]) => WAYS.filter((way) => mine.includes(way) && !theirs.includes(way)).map((way) => t(`compare.${way}`));
  return (
    <tbody>
      <tr className="setup-object">
        <th scope="rowgroup">{object.label}</th>
        <td><Marks side="left" words={object.rights.left.map((right) => worded("right", right))} /></td>
        <td><Marks side="right" words={object.rights.right.map((right) => worded("right", right))} /></td>
      </tr>
      {object.fields.map((field) => (
        <tr key={field.field}>
          <th scope="row">{field.label}</th>
          <td><Marks side="left" words={ways(field.left, field.right)} /></td>
          <td><Marks side="right" words={ways(field.right, field.left)} /></td>
        </tr>
      ))}
    </tbody>
  );
}

function Marks({ words, side }: { words: readonly string[]; side: "left" | "right" }) {
  return <>{words.map((word, at) => <span key={at} className="setup-mark" data-side={side}>{word}</span>)}</>;
}
