import { atom } from 'nanostores';
import type { SectionContent, SectionName, Statement } from '@/lib/api-types';
import { waits } from '@/lib/drafts';
import { focusIfLost, focusNext } from '@/lib/focus';
import { ApiProblem, explain, Unreachable } from '@/lib/problem';
import { putBack, SECTION_NAMES } from '@/lib/sections';
import { say } from '@/lib/toast';
import { forgetCopy, forgetTyped, keepTyped, recallTyped, typedElsewhere } from '@/lib/typed';
import { FACTS } from './kept-as';
import { $session, changeDraft } from './session';

/** A fact that somebody has finished editing, on its way. It is kept in this browser until the server has it. */
export interface FactEdit {
  readonly section: SectionName;
  readonly id: string;
  /** What it is to say; nothing, where it is to go. */
  readonly text: string;
  readonly state: 'saving' | 'waiting' | 'failed';
  readonly fault?: unknown;
}

export type Ended = 'saved' | 'waiting' | 'failed';

/** Where a fact is taken up again; a finger finds its tools behind a button. */
export function placeOf(id: string): string {
  return `[data-statement="${id}"] :is([data-edit], [data-more])`;
}

export const $facts = atom<ReadonlyMap<string, FactEdit>>(new Map());


type KeptEdit = Pick<FactEdit, 'section' | 'id' | 'text'>;

function isEdit(value: unknown): value is KeptEdit {
  if (typeof value !== 'object' || value === null || !('section' in value) || !('id' in value) || !('text' in value)) return false;
  return SECTION_NAMES.some((name) => name === value.section) && typeof value.id === 'string' && typeof value.text === 'string';
}

function editsIn(value: unknown): KeptEdit[] {
  return Array.isArray(value) ? value.filter(isEdit) : [];
}

let loaded = false;

/** Edits of an earlier visit and of other tabs wait: they are sent only when the owner agrees. */
export function loadFacts(): void {
  if (loaded) return;
  loaded = true;
  const mine = editsIn(recallTyped(FACTS));
  const elsewhere = typedElsewhere(FACTS);
  const kept = [...elsewhere.flatMap((copy) => editsIn(copy.value)), ...mine];
  if (kept.length === 0) return;
  set(new Map(kept.map(({ section, id, text }): [string, FactEdit] => [id, { section, id, text, state: 'waiting' }])));
  elsewhere.forEach(forgetCopy);
}

function set(edits: ReadonlyMap<string, FactEdit>): void {
  $facts.set(edits);
  if (edits.size === 0) forgetTyped(FACTS);
  else keepTyped(FACTS, [...edits.values()].map(({ section, id, text }) => ({ section, id, text })));
  const waiting = [...edits.values()].filter(({ state }) => state === 'waiting');
  waits(FACTS, waiting.length === 0 ? null : { kind: 'change', count: waiting.length, send: () => void waiting.map(send), discard: () => discard(waiting) });
}

function put(edit: FactEdit): void {
  set(new Map($facts.get()).set(edit.id, edit));
}

/** Puts it away unsent. */
export function dropFact(id: string): void {
  set(new Map([...$facts.get()].filter(([name]) => name !== id)));
}

function discard(edits: readonly FactEdit[]): () => void {
  for (const { id } of edits) dropFact(id);
  return () => {
    for (const edit of edits) put(edit);
  };
}

/** Has the fact say this, or go, at once on the screen and then on the server. What becomes of it stands beside the fact. */
export function changeFact(section: SectionName, id: string, text: string): Promise<Ended> {
  return send({ section, id, text, state: 'saving' });
}

async function send(edit: FactEdit): Promise<Ended> {
  put({ ...edit, state: 'saving', fault: undefined });
  try {
    await (edit.text === '' ? remove(edit) : changeDraft(edit.section, (content) => withText(content, edit.id, edit.text)));
  } catch (fault) {
    const state = fault instanceof Unreachable ? 'waiting' : 'failed';
    if (isNewest(edit)) put({ ...edit, state, fault });
    return state;
  }
  if (isNewest(edit)) dropFact(edit.id);
  return 'saved';
}

/** It may have been edited again meanwhile. */
function isNewest({ id, text }: FactEdit): boolean {
  return $facts.get().get(id)?.text === text;
}

export function sendFact(id: string): void {
  const edit = $facts.get().get(id);
  if (edit !== undefined) void send(edit);
}

function withText(content: SectionContent, id: string, text: string): SectionContent {
  const changed: Statement = { id, text, source: 'owner', receipts: [] };
  if (!content.statements.some((one) => one.id === id)) return { ...content, statements: [...content.statements, changed] };
  return { ...content, statements: content.statements.map((one) => (one.id === id ? changed : one)) };
}

async function remove({ section, id }: FactEdit): Promise<void> {
  let before: readonly Statement[] = [];
  await changeDraft(section, (content) => {
    before = content.statements;
    return { ...content, statements: before.filter((one) => one.id !== id) };
  });
  const gone = before.find((one) => one.id === id);
  if (gone === undefined) return;
  focusIfLost(`[data-panel-section="${section}"]`);
  say('Removed from your Brief.', () => restore(section, gone, before));
}

/** As it was: its words, its facts, its place and the answers it came from. The server knows the statement by what it was. */
function restore(section: SectionName, gone: Statement, before: readonly Statement[]): void {
  const from = document.activeElement;
  const writing = from instanceof HTMLTextAreaElement || from instanceof HTMLInputElement;
  changeDraft(section, (content) => ({ ...content, statements: putBack(content.statements, gone, before) })).then(
    () => (from === document.activeElement && !writing ? focusNext : focusIfLost)(placeOf(gone.id), `[data-panel-section="${section}"]`),
    (fault: unknown) => say(`Not put back. ${explain(fault)}`, () => restore(section, gone, before)),
  );
}

/** A refusal says why; everything else is a matter of time. */
export function wordAbout({ state, text, fault }: FactEdit): string {
  const what = text === '' ? 'To be removed. ' : '';
  switch (state) {
    case 'saving':
      return text === '' ? 'Removing…' : 'Saving…';
    case 'waiting':
      return `${what}Kept here, not sent yet.`;
    case 'failed':
      return fault instanceof ApiProblem && fault.status < 500 ? `Not saved. ${explain(fault)}` : `${what}Kept here, not sent yet.`;
  }
}

/** Whose draft is shown, their edits wait with it. */
$session.subscribe((store) => {
  if (store.kind === 'open') loadFacts();
});
