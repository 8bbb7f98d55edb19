import type { ReactNode } from "react";

import { Icon } from "./Icon";
import "./state.css";

/** A screen or a part of one that has nothing to show: why, and what to do. */
export function State(props: { title: string; hint?: string | undefined; tone?: "plain" | "bad"; icon?: ReactNode; children?: ReactNode }) {
  return (
    <section className="state" data-tone={props.tone ?? "plain"} role={props.tone === "bad" ? "alert" : undefined}>
      {(props.icon ?? props.tone === "bad") && <div className="state-icon" aria-hidden>{props.icon ?? <Icon name="warning" size={22} />}</div>}
      <h2>{props.title}</h2>
      {props.hint && <p>{props.hint}</p>}
      {props.children && <div className="state-acts">{props.children}</div>}
    </section>
  );
}
