import type { Brief, BriefSession, SectionName, Statement } from '@/lib/api-types';
import { same } from '@/lib/merge';
import { SECTION_NAMES } from '@/lib/sections';

/** Some words of a sentence, and whether they were there before and are there now. */
export interface Piece {
  readonly kind: 'kept' | 'gone' | 'new';
  readonly text: string;
}

/** One sentence of a section, as it was and as it will be. */
export interface ChangedLine {
  readonly id: string;
  readonly pieces: readonly Piece[];
}

/** The sections of a draft that say something else than the Brief that stands; all of them where none does. */
export function changedSections({ draft }: BriefSession, brief: Brief | null): SectionName[] {
  return brief === null ? [...SECTION_NAMES] : SECTION_NAMES.filter((name) => !same(draft[name], brief.sections[name]));
}

/** Two sentences with less in common are two sentences, and not one that was changed. */
const ALIKE = 0.5;

/** The sentences of now in their order, and those that are gone where they stood. */
export function linesBetween(before: readonly Statement[], after: readonly Statement[]): ChangedLine[] {
  const was = pairsOf(before, after);
  const lines = after.map((now): ChangedLine => ({ id: now.id, pieces: piecesBetween(was.get(now.id)?.text ?? '', now.text) }));
  const lineOf = new Map([...was].map(([id, { id: old }]) => [old, id]));
  let last: string | null = null;
  for (const old of before) {
    const id = lineOf.get(old.id);
    if (id !== undefined) last = id;
    else {
      const gone = { id: `gone-${old.id}`, pieces: piecesBetween(old.text, '') };
      lines.splice(lines.findIndex((line) => line.id === last) + 1, 0, gone);
      last = gone.id;
    }
  }
  return lines;
}

/** Which sentence each was before: the same one by its id, or else one that is mostly alike, as an answer that was given anew. */
export function pairsOf(before: readonly Statement[], after: readonly Statement[]): ReadonlyMap<string, Statement> {
  const pairs = new Map<string, Statement>();
  const left = new Set(before);
  const take = (now: Statement, old: Statement | undefined) => {
    if (old === undefined) return;
    pairs.set(now.id, old);
    left.delete(old);
  };
  for (const now of after) take(now, before.find(({ id }) => id === now.id));
  for (const now of after) if (!pairs.has(now.id)) take(now, [...left].find((old) => likeness(old.text, now.text) >= ALIKE));
  return pairs;
}

/** How much of their words two sentences share, in whatever order. */
function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)].map((words) => words.map((word) => word.trim())) as [string[], string[]];
  const counts = new Map<string, number>();
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1);
  const shared = b.filter((word) => {
    const left = counts.get(word) ?? 0;
    counts.set(word, left - 1);
    return left > 0;
  });
  return (2 * shared.length) / Math.max(1, a.length + b.length);
}

/** By words, each with the space behind it; where there are no spaces, as the language has them. */
function wordsOf(text: string): string[] {
  if (/\s/u.test(text.trim())) return text.match(/\S+\s*/gu) ?? [];
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}

/** Places in both of what they have in common, in order: the longest such list. */
function common(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const isSame = (i: number, j: number) => a[i]?.trim() === b[j]?.trim();
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined) row[j] = isSame(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const places: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (isSame(i, j)) places.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return places;
}

export function piecesBetween(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const shared = likeness(before, after) >= ALIKE ? common(a, b) : [];
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], words: readonly string[]) => {
    if (words.length > 0) pieces.push({ kind, text: words.join('') });
  };
  let [i, j] = [0, 0];
  for (const [x, y] of [...shared, [a.length, b.length] as const]) {
    put('gone', a.slice(i, x));
    put('new', b.slice(j, y));
    if (y < b.length) put('kept', b.slice(y, y + 1));
    [i, j] = [x + 1, y + 1];
  }
  return joinedUp(pieces);
}

function joinedUp(pieces: readonly Piece[]): Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    return last?.kind === piece.kind ? [...all.slice(0, -1), { ...last, text: last.text + piece.text }] : [...all, piece];
  }, []);
}
