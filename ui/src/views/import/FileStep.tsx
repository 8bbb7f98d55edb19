import { Button, NativeSelect } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Writing } from "../../core/importing";
import { Icon } from "../../widgets/Icon";
import { Problems } from "./Problems";

const ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "cp1252", "latin-1"];
const DELIMITERS = [",", ";", "\t", "|"];

interface Props {
  busy: boolean;
  problem: unknown;
  usual: Writing;
  onChoose: (file: File, writing: Writing) => void;
}

/** Takes the file; where its writing cannot be found out, asks for that. */
export function FileStep({ busy, problem, usual, onChoose }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [writing, setWriting] = useState(usual);
  const [over, setOver] = useState(false);
  const take = (given: File | undefined) => {
    if (given === undefined) return;
    setFile(given);
    onChoose(given, writing);
  };
  const delimiterName = (delimiter: string) => (delimiter === "\t" ? t("import.tab") : delimiter);
  return (
    <section className="import-body">
      <div
        className="drop" data-over={over || undefined} aria-busy={busy}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); }}
      >
        <Icon name="upload" size={24} />
        <p>{t("import.drop")}</p>
        <Button onClick={() => input.current?.click()} loading={busy}>{t("import.choose")}</Button>
        <input
          ref={input} type="file" className="unseen" tabIndex={-1} aria-label={t("import.file")} accept=".csv,.tsv,.txt,.xlsx"
          onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }}
        />
        <p className="quiet">{t("import.kinds")}</p>
      </div>
      {problem !== null && file !== null && (
        <>
          <Problems cause={problem} />
          <div className="import-writing">
            <NativeSelect
              label={t("import.encoding")} value={writing.encoding ?? ""} data={[{ value: "", label: t("import.findOut") }, ...ENCODINGS]}
              onChange={({ currentTarget: { value } }) => setWriting({ ...writing, encoding: value || null })}
            />
            <NativeSelect
              label={t("import.delimiter")} value={writing.delimiter ?? ""}
              data={[{ value: "", label: t("import.findOut") }, ...DELIMITERS.map((value) => ({ value, label: delimiterName(value) }))]}
              onChange={({ currentTarget: { value } }) => setWriting({ ...writing, delimiter: value || null })}
            />
            <Button onClick={() => onChoose(file, writing)} loading={busy}>{t("import.readAgain", { file: file.name })}</Button>
          </div>
        </>
      )}
    </section>
  );
}
