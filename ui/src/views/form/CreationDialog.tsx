import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Values } from "../../core/judging";
import { objectQuery } from "../../core/metadata";
import type { Reference } from "../../core/records";
import { useHolding } from "../../core/unsaved";
import { Failure } from "../../widgets/Failure";
import { Leaving } from "./Leaving";
import { RecordForm } from "./RecordForm";

interface Props {
  object: string;
  given: Values;
  onDone: (made: Reference | null) => void;
}

/** Makes a record over what one does. */
export function CreationDialog({ object: name, given, onDone }: Props) {
  const { t } = useTranslation();
  const { data: object, error } = useQuery(objectQuery(name));
  const [dirty, setDirty] = useState(false);
  const hold = useHolding();
  const onDirty = useCallback((now: boolean) => { hold(now); setDirty(now); }, [hold]);
  const [leaving, setLeaving] = useState(false);
  const leave = () => (dirty ? setLeaving(true) : onDone(null));
  return (
    <Modal
      opened onClose={leave} size={760} title={object && t("form.new", { label: object.label })} yOffset="6vh" zIndex={300}
      closeButtonProps={{ "aria-label": t("act.close") }} transitionProps={{ duration: 80 }}
    >
      {error && <Failure cause={error} />}
      {object && (
        <RecordForm
          object={object} stored={null} given={given} onLeave={leave} onDirty={onDirty}
          onSaved={(row) => onDone({ ...row, id: row.id })}
        />
      )}
      {leaving && <Leaving onStay={() => setLeaving(false)} onLeave={() => onDone(null)} />}
    </Modal>
  );
}
