import { Input } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import { frameOf } from "../frame";
import type { InputProps } from "../registry";
import { starsOf } from "./Rating";

/** Stars to choose by arrow keys or pointer; the first choice of all is none. */
export function RatingInput(props: InputProps) {
  const { t } = useTranslation();
  const name = useId();
  const { label, description, required, error, disabled } = frameOf(props);
  const stars = starsOf(props.field);
  const given = typeof props.value === "number" ? props.value : 0;
  const choose = (star: number) => {
    const value = star === 0 ? null : star;
    props.onChange(value);
    props.onCommit?.(value);
  };
  return (
    <Input.Wrapper label={label} description={description} required={required} error={error} labelElement="div">
      <div className="stars stars-input" role="radiogroup" aria-label={props.field.label} onKeyDown={(event) => event.key === "Escape" && props.onCancel?.()}>
        {[0, ...stars].map((star) => (
          <label key={star} data-filled={(star > 0 && star <= given) || undefined}>
            <input
              type="radio" name={name} className="unseen" checked={star === given} disabled={disabled} onChange={() => choose(star)}
              aria-label={star === 0 ? t("value.none") : t("input.stars", { count: star, most: stars.length })}
            />
            <Icon name={star === 0 ? "x" : "star"} size={star === 0 ? 14 : 18} />
          </label>
        ))}
      </div>
    </Input.Wrapper>
  );
}
