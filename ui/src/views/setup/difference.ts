interface Line {
  sign: "+" | "-" | " ";
  text: string;
}

const AROUND = 2;
const MOST_LINES = 2_000;

/** The lines that differ, by the longest sequence that both have, with a few lines around them. */
export function differing(before: readonly string[], after: readonly string[]): readonly Line[] {
  let begin = 0;
  while (begin < before.length && begin < after.length && before[begin] === after[begin]) begin += 1;
  let end = 0;
  while (end < before.length - begin && end < after.length - begin && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const [one, other] = [before.slice(begin, before.length - end), after.slice(begin, after.length - end)];
  const plain = (text: string): Line => ({ sign: " ", text });
  const head = before.slice(Math.max(0, begin - AROUND), begin).map(plain);
  const tail = after.slice(after.length - end, after.length - end + AROUND).map(plain);
  return [...head, ...(one.length * other.length > MOST_LINES ** 2 ? replaced(one, other) : middle(one, other)), ...tail];
}

const replaced = (one: readonly string[], other: readonly string[]): readonly Line[] =>
  [...one.map((text): Line => ({ sign: "-", text })), ...other.map((text): Line => ({ sign: "+", text }))];

function middle(one: readonly string[], other: readonly string[]): readonly Line[] {
  const common = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [mine, theirs] = [one[i], other[j]];
    if (mine !== undefined && mine === theirs) { lines.push({ sign: " ", text: mine }); i += 1; j += 1; }
    else if (mine !== undefined && (theirs === undefined || at(i + 1, j) >= at(i, j + 1))) { lines.push({ sign: "-", text: mine }); i += 1; }
    else { lines.push({ sign: "+", text: theirs ?? "" }); j += 1; }
  }
  return lines;
}
