import { Button, Modal, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useObjects, type ObjectMeta } from "../../core/metadata";
import type { Reference } from "../../core/records";
import { RECEIVERS, share, sharesKey, sharesQuery, type Changes, type Level, type Share as Given } from "../../core/sharing";
import { RecordPicker } from "../../fields/picker";
import { Avatar } from "../../widgets/Avatar";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { tellProblem } from "../../widgets/telling";
import { Waiting } from "../../widgets/Waiting";
import "./share.css";

const LEVELS: readonly Level[] = ["read", "write"];

interface Props {
  object: ObjectMeta;
  id: string;
  name: string;
  onClose: () => void;
}

/** Shows with whom a record is shared by hand, gives it to more, and takes it back. */
export default function Share({ object, id, name, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sharesQuery(object.name, id));
  const change = useMutation({
    mutationFn: (changes: Changes) => share(object.name, id, changes),
    onSuccess: (answer) => client.setQueryData(sharesKey(object.name, id), answer),
    onError: (cause) => tellProblem(cause, t("state.unreachable")),
  });
  const shares = data?.data ?? [];
  return (
    <Modal opened onClose={onClose} title={t("share.title", { name })} size={600} closeButtonProps={{ "aria-label": t("act.close") }}>
      {error ? <Failure cause={error} onRetry={() => void refetch()} /> : data === undefined ? <Waiting /> : (
        <div className="share" aria-busy={change.isPending}>
          {shares.length === 0 && <p className="quiet">{t("share.none")}</p>}
          <ul aria-label={t("share.with")}>
            {shares.map((one) => <Row key={one.grantee.id} given={one} onChange={change.mutate} />)}
          </ul>
          <Giving busy={change.isPending} onGive={(changes) => change.mutateAsync(changes)} />
        </div>
      )}
    </Modal>
  );
}

/** Somebody who was given the record: what it may do with it, and how that ends. */
function Row({ given: { grantee, level, team }, onChange }: { given: Given; onChange: (changes: Changes) => void }) {
  const { t } = useTranslation();
  const name = grantee.name ?? t("share.unnamed");
  return (
    <li>
      <Avatar name={name} />
      <span className="share-name">
        <span className="clip">{name}</span>
        <span className="quiet">{t(team ? "share.ofTeam" : `share.${grantee.kind}`)}</span>
      </span>
      <LevelSelect value={level} label={t("share.may", { name })} onChange={(next) => onChange({ give: [{ grantee: grantee.id, level: next, team }] })} />
      <button type="button" className="tool" aria-label={t("share.take", { name })} onClick={() => onChange({ take: [grantee.id] })}><Icon name="x" size={15} /></button>
    </li>
  );
}

/** Asks who is given the record, and what they may do with it. */
function Giving({ busy, onGive }: { busy: boolean; onGive: (changes: Changes) => Promise<unknown> }) {
  const { t } = useTranslation();
  const { data: objects } = useObjects();
  const seen = new Set((objects ?? []).map((object) => object.name));
  const receivers = RECEIVERS.filter((one) => seen.has(one.object));
  const [kind, setKind] = useState("");
  const [who, setWho] = useState<Reference | null>(null);
  const [level, setLevel] = useState<Level>("read");
  const receiver = receivers.find((one) => one.kind === kind) ?? receivers[0];
  if (receiver === undefined) return null;
  const give = async () => {
    if (who === null) return;
    await onGive({ give: [{ grantee: receiver.written(who.id), level }] });
    setWho(null);
  };
  return (
    <form className="share-giving" onSubmit={(event) => { event.preventDefault(); void give(); }}>
      <NativeSelect
        label={t("share.kind")} value={receiver.kind} onChange={(event) => { setKind(event.currentTarget.value); setWho(null); }}
        data={receivers.map((one) => ({ value: one.kind, label: t(`share.${one.kind}`) }))}
      />
      <RecordPicker key={receiver.kind} target={receiver.object} value={who} onChoose={setWho} frame={{ label: t("share.who") }} creates={false} />
      <LevelSelect shown value={level} label={t("share.level")} onChange={setLevel} />
      <Button type="submit" loading={busy} disabled={who === null}>{t("share.give")}</Button>
    </form>
  );
}

function LevelSelect({ value, label, shown = false, onChange }: { value: Level; label: string; shown?: boolean; onChange: (level: Level) => void }) {
  const { t } = useTranslation();
  const named = shown ? { label } : { "aria-label": label };
  return (
    <NativeSelect
      {...named} value={value} data={LEVELS.map((one) => ({ value: one, label: t(`share.${one}`) }))}
      onChange={(event) => onChange(LEVELS.find((one) => one === event.currentTarget.value) ?? "read")}
    />
  );
}
