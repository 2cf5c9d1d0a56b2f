import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Brief, BriefSession, Me, SectionContent } from '@/lib/api-types';
import { $me, changeMe, loadMe } from '@/lib/me';
import * as clock from '@/lib/session-clock';
import { $shown } from '@/lib/shown';
import { $brief, loadBrief, saveSection, setStatus } from './brief';
import { $session, decide, openSession, saveDraft } from './session';

/** What the server keeps of one thing, as the API does: a change is refused unless it is based on this very version. */
class Kept {
  version = 1;
  readonly writes: unknown[] = [];

  constructor(private state: Record<string, unknown>) {}

  get now(): Record<string, unknown> {
    return { ...this.state, version: this.version };
  }

  private answer(status: number, body: object): Response {
    return new Response(JSON.stringify(body), { status, headers: { etag: `"${this.version}"` } });
  }

  read(): Response {
    return this.answer(200, { data: this.now, meta: {} });
  }

  /** As the part of an answer that bears its tag. */
  current(): Response {
    return this.answer(200, { data: { has_brief: true, session: this.now }, meta: {} });
  }

  change(request: RequestInit, apply: (state: Record<string, unknown>, body: Record<string, unknown>) => Record<string, unknown>): Response {
    if (new Headers(request.headers).get('if-match') !== `"${this.version}"`) {
      return this.answer(412, { type: 'https://xentri.app/problems/precondition_failed', current: this.now });
    }
    const after = apply(this.state, JSON.parse(request.body as string) as Record<string, unknown>);
    // What changes nothing makes no version, as in the API.
    if (JSON.stringify(after) !== JSON.stringify(this.state)) {
      this.version += 1;
      this.writes.push(after);
    }
    this.state = after;
    return this.read();
  }
}

const EMPTY: SectionContent = { statements: [], fields: {} };
/** As typed on some systems: an e and an accent. The server keeps one letter. */
const TYPED: SectionContent = { statements: [{ id: 'a', text: 'Cafe\u0301 Hart', source: 'owner', receipts: [] }], fields: {} };
const normalized = <T>(value: T): T => JSON.parse(JSON.stringify(value).normalize('NFC')) as T;

function part(content: unknown, name: string) {
  return { [name]: content };
}

let brief: Kept;
let session: Kept;
let me: Kept;
/** How many of the next answers to a change get lost after their effect. */
let losing = 0;

function answer(path: string, request: RequestInit): Response {
  const { method = 'GET' } = request;
  if (path.endsWith('/me')) return method === 'GET' ? me.read() : me.change(request, (state, body) => ({ ...state, ...body }));
  if (path.includes('/events')) return new Response(JSON.stringify({ data: [{}], meta: {} }));
  if (/\/brief(\?|$)/.test(path)) return brief.read();
  if (path.endsWith('/sessions/current')) return session.current();
  if (path.includes('/draft/sections/')) {
    return session.change(request, (state, body) => ({
      ...state,
      ...('content' in body ? { draft: part(normalized(body['content']), 'goals') } : {}),
      ...('accepted' in body ? { accepted: part(body['accepted'], 'goals') } : {}),
    }));
  }
  return brief.change(request, (state, body) => ({
    ...state,
    sections: part(normalized(body['content']), 'goals'),
    ...('status' in body ? { section_status: part(body['status'], 'goals') } : {}),
  }));
}

beforeEach(async () => {
  vi.useFakeTimers();
  clock.began(600);
  $shown.set({ user: 'u', org: 'o' });
  brief = new Kept({ sections: part(EMPTY, 'goals'), section_status: part('draft', 'goals') });
  session = new Kept({ id: 's', draft: part(EMPTY, 'goals'), accepted: part(false, 'goals') });
  me = new Kept({ id: 'u', name: 'Ann', theme: 'dark', org: { id: 'o' } });
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    const real = answer(path, request);
    if ((request.method ?? 'GET') === 'GET' || losing === 0) return Promise.resolve(real);
    losing -= 1;
    return Promise.resolve(new Response('{}', { status: 503, headers: { 'retry-after': '1' } }));
  });
  $brief.set({ kind: 'loading' });
  $session.set({ kind: 'loading' });
  losing = 0;
  await Promise.all([loadMe(), loadBrief(), openSession({ anew: true })]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const CHANGES: Readonly<Record<string, { make: () => Promise<unknown>; kept: () => Kept; shown: () => unknown }>> = {
  'a section of the Brief': { make: () => saveSection('goals', EMPTY, TYPED), kept: () => brief, shown: () => $brief.get() },
  'the status of a section': { make: () => setStatus('goals', 'ready'), kept: () => brief, shown: () => $brief.get() },
  'a section of the draft': { make: () => saveDraft('goals', EMPTY, TYPED), kept: () => session, shown: () => $session.get() },
  'a decision about a section': { make: () => decide('goals', { accepted: true }), kept: () => session, shown: () => $session.get() },
  'a name': { make: () => changeMe({ name: 'Bea' }), kept: () => me, shown: () => $me.get() },
};

function versionOf(store: unknown): number {
  const { brief: aBrief, session: aSession, me: aMe } = store as { brief?: Brief; session?: BriefSession; me?: Me };
  return (aBrief ?? aSession ?? aMe)?.version ?? 0;
}

test.each(Object.entries(CHANGES))('%s whose answer got lost after its effect is done once, and nobody is asked about it', async (_, { make, kept, shown }) => {
  losing = 1;
  const done = make();
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(kept().writes).toHaveLength(1);
  expect(versionOf(shown())).toBe(2);
});

test.each(Object.entries(CHANGES))('%s that somebody else changed before it was sent again is joined with that, or refused', async (name, { make, kept }) => {
  losing = 1;
  const done = make().then(
    () => 'done',
    () => 'refused',
  );
  await vi.advanceTimersByTimeAsync(500);
  const theirs = { content: { statements: [{ id: 'a', text: 'Theirs', source: 'owner', receipts: [] }], fields: {} }, name: 'Theirs' };
  const path = name === 'a name' ? '/me' : kept() === brief ? '/brief/sections/goals' : '/draft/sections/goals';
  const { name: aName, content } = theirs;
  answer(path, { method: 'PATCH', headers: { 'if-match': `"${kept().version}"` }, body: JSON.stringify(name === 'a name' ? { name: aName } : { content }) });
  await vi.advanceTimersByTimeAsync(10_000);
  // Words of the same place are for the owner to choose; a name is the last one chosen.
  expect(await done).toBe(name === 'a name' ? 'done' : 'refused');
});
