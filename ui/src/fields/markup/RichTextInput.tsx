import { Input } from "@mantine/core";
import { lazy, Suspense } from "react";

import { later } from "../../core/outdated";
import { frameOf } from "../frame";
import type { InputProps } from "../registry";

const Editor = lazy(async () => ({ default: (await later(import("./Editor"))).Editor }));

/** Takes a formatted text. */
export function RichTextInput(props: InputProps) {
  const { label, description, required, error } = frameOf(props);
  return (
    <Input.Wrapper label={label} description={description} required={required} error={error} labelElement="div">
      <Suspense fallback={<div className="rich-text" aria-busy />}><Editor {...props} /></Suspense>
    </Input.Wrapper>
  );
}
