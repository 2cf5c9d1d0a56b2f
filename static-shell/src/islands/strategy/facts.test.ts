import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BriefSession, Statement } from '@/lib/api-types';
import { $waiting, discardWaiting, forgetWaiting, sendWaiting } from '@/lib/drafts';
import { $online } from '@/lib/http';
import * as clock from '@/lib/session-clock';
import { $shown } from '@/lib/shown';
import { $toasts, dismiss, undoLast } from '@/lib/toast';
import { forgetAllTyped, recallTyped } from '@/lib/typed';
import { $facts, changeFact, dropFact } from './facts';
import { $session, openSession } from './session';

const fact = (id: string, receipts: string[] = ['m1']): Statement => ({ id, text: `Fact ${id}`, source: 'answer', receipts });

/** What the server has, and whether it can be reached. */
let statements: Statement[];
let version: number;
let reachable: boolean;

function answer(path: string, { method = 'GET', body, headers }: RequestInit): Response {
  const session = () => ({ id: 's', version, draft: { goals: { statements, fields: {} } }, progress: {} }) as unknown as BriefSession;
  const init = () => ({ headers: { etag: `"${version}"` } });
  if (path.endsWith('/me')) return new Response(JSON.stringify({ data: { id: 'ann', org: { id: 'hart' } }, meta: {} }));
  if (method === 'GET') return new Response(JSON.stringify({ data: { has_brief: false, session: session() }, meta: {} }), init());
  if (new Headers(headers).get('if-match') !== `"${version}"`) return new Response('{}', { status: 412 });
  ({ statements } = (JSON.parse(body as string) as { content: { statements: Statement[] } }).content);
  version += 1;
  return new Response(JSON.stringify({ data: session(), meta: {} }), init());
}

beforeEach(async () => {
  clock.began(600);
  $shown.set({ user: 'ann', org: 'hart' });
  forgetAllTyped();
  statements = ['a', 'b', 'c'].map((id) => fact(id));
  version = 1;
  reachable = true;
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => (reachable ? Promise.resolve(answer(path, request)) : Promise.reject(new TypeError('gone'))));
  vi.stubGlobal('requestAnimationFrame', () => 0);
  $session.set({ kind: 'loading' });
  await openSession();
});
afterEach(() => {
  for (const id of $facts.get().keys()) dropFact(id);
  for (const { id } of $toasts.get()) dismiss(id);
  forgetWaiting();
  $online.set(true);
  vi.unstubAllGlobals();
});

const texts = () => statements.map(({ text }) => text);
const settled = () => vi.waitFor(() => expect([...$facts.get().values()].every(({ state }) => state !== 'saving')).toBe(true));

test('two facts that are removed at once are both gone, and each comes back as it was, where it was', async () => {
  const before = structuredClone(statements);
  await Promise.all([changeFact('goals', 'a', ''), changeFact('goals', 'b', '')]);
  expect(texts()).toEqual(['Fact c']);
  expect(undoLast()).toBe(true);
  expect(undoLast()).toBe(true);
  await vi.waitFor(() => expect(statements).toEqual(before));
});

test('a fact that is edited without a network waits, is counted, and is sent once its owner says so', async () => {
  reachable = false;
  expect(await changeFact('goals', 'b', 'Fact b, better')).toBe('waiting');
  expect(await changeFact('goals', 'c', '')).toBe('waiting');
  expect($waiting.get()).toEqual({ count: 2, kind: 'change' });
  expect(JSON.stringify(recallTyped('facts'))).toContain('Fact b, better');
  reachable = true;
  expect(texts()).toEqual(['Fact a', 'Fact b', 'Fact c']);
  sendWaiting();
  await settled();
  expect(texts()).toEqual(['Fact a', 'Fact b, better']);
  expect($waiting.get()).toBeNull();
  expect(recallTyped('facts')).toBeUndefined();
});

test('what waits can be thrown away, and that can be undone', async () => {
  reachable = false;
  await changeFact('goals', 'b', 'Fact b, better');
  const back = discardWaiting();
  expect($facts.get().size).toBe(0);
  expect($waiting.get()).toBeNull();
  back();
  expect($facts.get().get('b')?.text).toBe('Fact b, better');
  expect($waiting.get()?.count).toBe(1);
});

test('an undo that meets no network offers itself again', async () => {
  await changeFact('goals', 'a', '');
  reachable = false;
  undoLast();
  await vi.waitFor(() => expect($toasts.get().some(({ text }) => text.startsWith('Not put back.'))).toBe(true));
  reachable = true;
  undoLast();
  await vi.waitFor(() => expect(texts()).toEqual(['Fact a', 'Fact b', 'Fact c']));
});
