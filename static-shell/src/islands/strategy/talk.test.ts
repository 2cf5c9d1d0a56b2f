import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BriefSession, Message } from '@/lib/api-types';
import { $waiting, forgetWaiting } from '@/lib/drafts';
import * as clock from '@/lib/session-clock';
import { $shown } from '@/lib/shown';
import { forgetAllTyped, keepTyped } from '@/lib/typed';
import { $session, hear } from './session';
import { $talk, lastAnswer, loadTalk, say, standing } from './talk';

const SESSION = { id: 's', version: 1, draft: {}, progress: {}, updated_at: '2026-11-26T10:00:09Z' } as unknown as BriefSession;
const at = (second: number) => new Date(Date.UTC(2026, 10, 26, 10, 0, second)).toISOString();

function message(second: number, role: Message['role'], text: string): Message {
  return { id: `m${second}`, role, text, created_at: at(second), sections: [] };
}

/** What the server has, and whether a reply comes through. */
let said: Message[];
let cut: boolean;

beforeEach(() => {
  clock.began(600);
  $shown.set({ user: 'ann', org: 'hart' });
  forgetAllTyped();
  lookAway();
  $session.set({ kind: 'open', session: SESSION, resumed: true });
  said = [message(1, 'copilot', 'What do you do?')];
  cut = false;
  vi.stubGlobal('fetch', (_: string, request: RequestInit) => {
    if ((request.method ?? 'GET') === 'GET') return Promise.resolve(new Response(JSON.stringify({ data: [...said].reverse(), meta: {} })));
    const { text, replaces } = JSON.parse(request.body as string) as { text: string; replaces?: string };
    if (replaces !== undefined) {
      said = [...said.slice(0, said.findIndex(({ id }) => id === replaces)), { ...message(60, 'owner', text), id: replaces }, message(61, 'copilot', 'Corrected.')];
      return Promise.resolve(new Response(JSON.stringify({ data: { ...SESSION, version: 99 }, meta: {} })));
    }
    said.push(message(said.length * 2 + 1, 'owner', text.normalize('NFC')));
    return cut ? Promise.reject(new TypeError('gone')) : Promise.resolve(new Response(JSON.stringify({ data: { ...SESSION, version: said.length }, meta: {} })));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  forgetWaiting();
});

/** The next look loads the words. */
function lookAway(): void {
  $talk.set({ ...$talk.get(), sessionId: null });
}

const shown = () => [...$talk.get().messages, ...$talk.get().answers].map((one) => one.text);

/** The conversation as a new page finds it. */
async function later(): Promise<void> {
  lookAway();
  await loadTalk(SESSION, true);
}

async function settled(): Promise<void> {
  await vi.waitFor(() => expect($talk.get().answers.every((answer) => answer.state !== 'sending')).toBe(true));
}

test('an answer whose reply got lost is shown once when the words are loaded again, and waits no more', async () => {
  await loadTalk(SESSION, true);
  cut = true;
  say('Cafe\u0301 Hart');
  await settled();
  expect($waiting.get()?.count).toBe(1);
  await later();
  expect(shown()).toEqual(['What do you do?', 'Caf\u00e9 Hart']);
  expect($waiting.get()).toBeNull();
});

test('an answer that has not been sent stays, also when the same words were said before it', async () => {
  said.push(message(3, 'owner', 'Yes'), message(5, 'copilot', 'And else?'));
  await loadTalk(SESSION, true);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
  say('Yes');
  await settled();
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ data: [...said].reverse(), meta: {} }))));
  await later();
  expect(shown()).toEqual(['What do you do?', 'Yes', 'And else?', 'Yes']);
  expect($waiting.get()?.count).toBe(1);
});

test('an answer of which it is not known when it was given stays', async () => {
  said.push(message(3, 'owner', 'Yes'));
  keepTyped('answers.s', [{ key: 'k', text: 'Yes' }]);
  await loadTalk(SESSION, true);
  expect(shown()).toEqual(['What do you do?', 'Yes', 'Yes']);
});

test('a lost one goes as soon as a later answer brings the words', async () => {
  await loadTalk(SESSION, true);
  cut = true;
  say('One');
  await settled();
  cut = false;
  say('Two');
  await settled();
  expect(shown()).toEqual(['What do you do?', 'One', 'Two']);
});

test('a correction takes the place of the last answer and of the reply to it, at once and afterwards', async () => {
  said.push(message(3, 'owner', 'We mend shoos'), message(5, 'copilot', 'Shoos. And where?'));
  await loadTalk(SESSION, true);
  const last = lastAnswer($talk.get());
  expect(last?.text).toBe('We mend shoos');
  say('We mend shoes', last?.id ?? null);
  expect(standing($talk.get()).map(({ text }) => text)).toEqual(['What do you do?']);
  expect(lastAnswer($talk.get())).toBeNull();
  await settled();
  expect(shown()).toEqual(['What do you do?', 'We mend shoes', 'Corrected.']);
});

test('what is said with a change of the draft joins the words, and nothing is asked for', async () => {
  await loadTalk(SESSION, true);
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  hear({ ...SESSION, version: 2, messages: [message(3, 'copilot', 'And where?')] }, SESSION);
  hear({ ...SESSION, version: 3, messages: [] }, { ...SESSION, version: 2 });
  expect(shown()).toEqual(['What do you do?', 'And where?']);
  expect(asked).not.toHaveBeenCalled();
});

test('where others may have said something too, the words are asked for, and by the next answer if nobody could be reached', async () => {
  await loadTalk(SESSION, true);
  const elsewhere = message(2, 'copilot', 'Said elsewhere.');
  said.push(elsewhere);
  hear({ ...SESSION, version: 9, messages: [message(9, 'copilot', 'Not these alone.')] }, SESSION);
  await vi.waitFor(() => expect(shown()).toEqual(['What do you do?', 'Said elsewhere.']));
  const server = globalThis.fetch;
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
  said.push({ ...elsewhere, id: 'm3', text: 'And this.' });
  hear({ ...SESSION, version: 20, messages: [] }, { ...SESSION, version: 9 });
  await vi.waitFor(() => expect($session.get()).toMatchObject({ session: { version: 20 } }));
  vi.stubGlobal('fetch', server);
  say('Ours');
  await settled();
  expect(shown()).toEqual(['What do you do?', 'Said elsewhere.', 'And this.', 'Ours']);
});
