import type { FieldValue, SectionContent, Statement } from './api-types';
import { changedElsewhere } from './problem';
import { putBack } from './sections';

/** Joins two edits of one section, or says that they touch the same thing. */
export type Merge = { readonly kind: 'merged'; readonly content: SectionContent } | { readonly kind: 'conflict' };

const CONFLICT = Symbol('conflict');

export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted keys, and in the one spelling in which the server keeps text: what was typed in another is no other word. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') return inner.normalize('NFC');
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  });
}

function choose<T>(base: T, mine: T, theirs: T): T | typeof CONFLICT {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  return same(mine, base) ? theirs : CONFLICT;
}

/** What somebody has written of a statement: which facts it states the server finds, and it answers with them. */
function written(statement: Statement | undefined): unknown {
  return statement === undefined ? undefined : { ...statement, states: undefined };
}

function chooseStatement(base: Statement | undefined, mine: Statement | undefined, theirs: Statement | undefined): Statement | undefined | typeof CONFLICT {
  if (same(written(mine), written(theirs))) return theirs;
  const chosen = choose(written(base), written(mine), written(theirs));
  if (chosen === CONFLICT) return CONFLICT;
  return same(chosen, written(mine)) ? mine : theirs;
}

function mergeStatements(base: readonly Statement[], mine: readonly Statement[], theirs: readonly Statement[]): readonly Statement[] | typeof CONFLICT {
  const byId = (all: readonly Statement[], id: string) => all.find((one) => one.id === id);
  let merged: readonly Statement[] = [];
  for (const id of theirs.map((one) => one.id)) {
    const chosen = chooseStatement(byId(base, id), byId(mine, id), byId(theirs, id));
    if (chosen === CONFLICT) return CONFLICT;
    if (chosen !== undefined) merged = [...merged, chosen];
  }
  for (const one of mine) {
    if (byId(theirs, one.id) !== undefined) continue;
    const chosen = chooseStatement(byId(base, one.id), one, undefined);
    if (chosen === CONFLICT) return CONFLICT;
    // Where it stands among ours: what an undo brings back is not put last.
    if (chosen !== undefined) merged = putBack(merged, chosen, mine);
  }
  return merged;
}

function mergeFields(base: SectionContent, mine: SectionContent, theirs: SectionContent): Record<string, FieldValue> | typeof CONFLICT {
  const names = [...new Set([...Object.keys(theirs.fields), ...Object.keys(mine.fields)])];
  const merged: Record<string, FieldValue> = {};
  for (const name of names) {
    const chosen = choose(base.fields[name], mine.fields[name], theirs.fields[name]);
    if (chosen === CONFLICT) return CONFLICT;
    if (chosen !== undefined) merged[name] = chosen;
  }
  return merged;
}

/** `base` is what both edits started from. Different statements and fields join; the same one changed twice is a conflict. */
export function mergeSection(base: SectionContent, mine: SectionContent, theirs: SectionContent): Merge {
  const statements = mergeStatements(base.statements, mine.statements, theirs.statements);
  const fields = mergeFields(base, mine, theirs);
  return statements === CONFLICT || fields === CONFLICT ? { kind: 'conflict' } : { kind: 'merged', content: { statements: [...statements], fields } };
}

/** Both edits in one. Throws 412, as the server would, where they touch the same words. */
export function joined(base: SectionContent, mine: SectionContent, theirs: SectionContent): SectionContent {
  if (same(base, theirs)) return mine;
  const merge = mergeSection(base, mine, theirs);
  if (merge.kind === 'conflict') throw changedElsewhere();
  return merge.content;
}
