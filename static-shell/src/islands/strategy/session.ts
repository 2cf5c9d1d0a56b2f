import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { BriefSession, Message, Page, SectionContent, SectionName } from '@/lib/api-types';
import { copyOf, forgetCopy, keepCopy } from '@/lib/copy';
import { askAgainOnline, newKey } from '@/lib/http';
import { same } from '@/lib/merge';
import { ApiProblem, changedElsewhere, explain } from '@/lib/problem';
import { say } from '@/lib/toast';
import { isBegun } from './begun';
import { joinedAloud } from './joined-aloud';
import { isSpokenTo } from './kept-as';

/** The one open conversation, shared by the conversation, the form and the review. */
export type SessionStore =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly fault: unknown }
  /** The Brief stands and nothing is being talked about; a new conversation starts only when the owner wants one. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'open'; readonly session: BriefSession; readonly resumed: boolean; readonly words?: Words };

/** The newest words of a session, as they came with it. */
export type Words = Page<Message>;

export const $session = atom<SessionStore>({ kind: 'loading' });

/** Whether a Brief stands already, which what is talked about would change. */
export const $hasBrief = atom(false);

/** Ids of statements captured in the last two seconds. */
export const $fresh = atom<ReadonlySet<string>>(new Set());

const FRESH_MS = 2_000;
let opening: Promise<void> | null = null;

/** Whether the server has said how the conversation stands, and not only a copy of the last visit. */
let told = false;

/** Shows the conversation that is open. Where none is, `anew` shows how one about the Brief that stands would begin; it begins with the first word. */
export function openSession({ anew = false } = {}): Promise<void> {
  if (told && $session.get().kind === 'open') return Promise.resolve();
  if (opening !== null && anew) return opening.then(() => openSession({ anew }));
  opening ??= open(anew).finally(() => {
    opening = null;
  });
  return opening;
}

async function open(anew: boolean): Promise<void> {
  const before = anew ? null : shownBefore();
  $session.set(before ?? { kind: 'loading' });
  try {
    const current = await api.getCurrentSession();
    told = true;
    keepCopy(COPY, current, current.session);
    if (before === null || $session.get() === before) $session.set(storeOf(current, anew));
    else adopt(current.session);
  } catch (fault) {
    if ($session.get().kind === 'loading') $session.set({ kind: 'failed', fault });
    // What is already on the screen is better than an error over it. That one is offline is told by the frame.
    else if (fault instanceof ApiProblem) say(`This is the conversation as you saw it last. ${explain(fault)}`);
  }
}

type Current = Awaited<ReturnType<typeof api.getCurrentSession>>;

const COPY = 'conversation';

/** What is on the screen, or was at the last visit; null when nothing is known. */
function shownBefore(): SessionStore | null {
  const now = $session.get();
  if (now.kind === 'open') return now;
  const copy = copyOf<Current>(COPY, ({ session }) => session);
  return copy === undefined ? null : storeOf(copy, false);
}

function storeOf({ session, hasBrief, words }: Current, anew: boolean): SessionStore {
  $hasBrief.set(hasBrief);
  const begun = isBegun(session);
  // Words that wait for a conversation to begin would be out of sight.
  const rests = hasBrief && !begun && !anew && !isSpokenTo(session.id);
  return rests ? { kind: 'resting' } : { kind: 'open', session, resumed: begun, words };
}

/** A copy that goes on with what is said and written; too long a conversation waits for the next look at it. */
export function keepConversation(words: Words): void {
  const store = $session.get();
  const copy = copyOf<Current>(COPY, ({ session }) => session);
  if (store.kind !== 'open' || copy === undefined || words.items.length > MOST_KEPT) return;
  keepCopy(COPY, { ...copy, session: store.session, words } satisfies Current, store.session);
}

const MOST_KEPT = 60;

function keepSession(session: BriefSession): void {
  const copy = copyOf<Current>(COPY, (kept) => kept.session);
  if (copy?.session.id === session.id) keepCopy(COPY, { ...copy, session } satisfies Current, session);
}

askAgainOnline(
  () => !told && $session.get().kind !== 'loading',
  () => openSession(),
);

/** The id of a conversation that has just begun, told before anybody is shown it. */
export const $begun = atom<string | null>(null);

let beginning: Promise<BriefSession> | null = null;

/** The conversation as the server has it, begun if it was not: by the first thing said or written in it, and by nothing else. */
export async function begun(): Promise<BriefSession> {
  const session = openNow();
  if (isBegun(session)) return session;
  beginning ??= begin().finally(() => {
    beginning = null;
  });
  return beginning;
}

async function begin(): Promise<BriefSession> {
  const { session } = await api.startSession(newKey());
  // One that another device has begun meanwhile comes without its words.
  const words = session.messages === undefined ? await api.getMessages(session.id) : { items: session.messages, next: null };
  $begun.set(session.id);
  $session.set({ kind: 'open', session, resumed: false, words });
  return session;
}

function idsOf(session: BriefSession): Set<string> {
  return new Set(Object.values(session.draft).flatMap((content) => content.statements.map((statement) => statement.id)));
}

/** Takes the session as the server now has it and marks what is new in it. An older answer that comes late is left aside. */
export function adopt(session: BriefSession): void {
  const before = $session.get();
  if (before.kind !== 'open' || before.session.id !== session.id || before.session.version > session.version) return;
  const known = idsOf(before.session);
  const fresh = [...idsOf(session)].filter((id) => !known.has(id));
  $session.set({ kind: 'open', session, resumed: before.resumed });
  keepSession(session);
  if (fresh.length === 0) return;
  $fresh.set(new Set([...$fresh.get(), ...fresh]));
  setTimeout(() => $fresh.set(new Set([...$fresh.get()].filter((id) => !fresh.includes(id)))), FRESH_MS);
}

/** What was said with a change of the conversation, newest first; null where others may have said something too. */
export const $said = atom<{ readonly session: BriefSession; readonly words: readonly Message[] | null } | null>(null);

/** Takes the session as a change has left it, with what was said. `basis` is what the change was made on, as it was known here. */
export function hear(after: BriefSession, basis: BriefSession): void {
  adopt(after);
  const next = after.version === basis.version + 1;
  $said.set({ session: after, words: next ? (after.messages ?? null) : null });
}

export function openNow(): BriefSession {
  const store = $session.get();
  if (store.kind !== 'open') throw new Error('No conversation is open');
  return store.session;
}

export function draftOf(session: BriefSession, section: SectionName): SectionContent {
  return session.draft[section];
}

let last: Promise<unknown> = Promise.resolve();

/** Changes of the session go one after the other: each states the version it is based on, so two at once would refuse each other. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

function sessionIn(problem: ApiProblem): BriefSession | null {
  const current = problem.facts.current;
  return typeof current === 'object' && current !== null && 'draft' in current ? (current as BriefSession) : null;
}

/**
 * Saves one section of the draft. `base` is what the edit started from: another edit of the same words is thrown on as 412, while
 * a version that only moved elsewhere (an answer, an edit in another tab) joins without a question.
 */
export function saveDraft(section: SectionName, base: SectionContent, mine: SectionContent): Promise<SectionContent> {
  return inTurn(async () => {
    const session = await begun();
    const now = draftOf(session, section);
    return putDraft(session, section, now, joinedAloud(section, base, mine, now));
  });
}

/** Changes one section of the draft as it stands when its turn comes: two changes at once never undo each other. */
export function changeDraft(section: SectionName, change: (content: SectionContent) => SectionContent): Promise<SectionContent> {
  return inTurn(async () => {
    const session = await begun();
    const now = draftOf(session, section);
    return putDraft(session, section, now, change(now));
  });
}

async function putDraft(session: BriefSession, section: SectionName, base: SectionContent, mine: SectionContent): Promise<SectionContent> {
  try {
    return changed(await api.putDraftSection(section, { content: mine }, session), session, section);
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    const current = sessionIn(fault) ?? (await api.getSession(session.id));
    hear(current, session);
    return changed(await api.putDraftSection(section, { content: joinedAloud(section, base, mine, draftOf(current, section)) }, current), current, section);
  }
}

/** What the server has made of it: a field that was filled stands in a sentence now, a removed sentence has taken its facts along. */
function changed(after: BriefSession, basis: BriefSession, section: SectionName): SectionContent {
  hear(after, basis);
  return draftOf(after, section);
}

/** What the owner decides about a section of the draft; one takes the other back. */
export type Decision = { readonly accepted: boolean } | { readonly left_as_draft: boolean };

export function decide(section: SectionName, decision: Decision): Promise<void> {
  return inTurn(() => decideNow(section, decision));
}

async function decideNow(section: SectionName, decision: Decision): Promise<void> {
  const content = draftOf(openNow(), section);
  const session = await begun();
  if (!same(content, draftOf(session, section))) throw changedElsewhere();
  try {
    hear(await api.putDraftSection(section, decision, session), session);
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    const current = sessionIn(fault) ?? (await api.getSession(session.id));
    hear(current, session);
    // Words that changed meanwhile have not been read yet: they are shown, not decided about unseen.
    if (!same(content, draftOf(current, section))) throw fault;
    hear(await api.putDraftSection(section, decision, current), current);
  }
}

/** Approves the draft as it is shown. When it has changed since, the draft of now is shown instead, and the owner reads before they decide. */
export async function approveShown(key: string): Promise<'approved' | 'changed'> {
  try {
    await inTurn(() => api.approve(openNow(), key));
    return 'approved';
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    const before = openNow();
    hear(sessionIn(fault) ?? (await api.getSession(before.id)), before);
    return 'changed';
  }
}

export function isDecided(session: BriefSession, section: SectionName): boolean {
  return session.accepted[section] || session.left_as_draft[section];
}

/** After approval the conversation rests until the owner wants to change something. */
export function rest(): void {
  forgetCopy(COPY);
  $hasBrief.set(true);
  $session.set({ kind: 'resting' });
}
