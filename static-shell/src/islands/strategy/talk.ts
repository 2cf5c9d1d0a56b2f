import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { BriefSession, Message, SectionName } from '@/lib/api-types';
import { waits } from '@/lib/drafts';
import { askAgainOnline, newKey } from '@/lib/http';
import { ApiProblem, Unreachable } from '@/lib/problem';
import { SECTIONS } from '@/lib/sections';
import { forgetCopy, forgetTyped, keepTyped, recallTyped, typedElsewhere } from '@/lib/typed';
import { isBegun } from './begun';
import { answersKey } from './kept-as';
import { $begun, $said, $session, adopt, begun, hear, inTurn, keepConversation, openNow, type Words } from './session';

/** An answer on its way. It keeps its key, so that sending it again can never count twice. */
export interface Answer {
  readonly key: string;
  readonly text: string;
  /** When the newest words were said that stood there when it was given, by the server's clock; null when none were known. */
  readonly since: string | null;
  /** The id of the answer that it takes the place of. */
  readonly replaces: string | null;
  readonly state: 'sending' | 'waiting' | 'failed';
  readonly fault?: unknown;
}

export interface Talk {
  /** Whose words these are; null until they are loaded. */
  readonly sessionId: string | null;
  readonly messages: readonly Message[];
  readonly earlier: string | null;
  readonly answers: readonly Answer[];
  readonly fault: unknown;
  readonly loadingEarlier: boolean;
  /** The co-pilot does not answer: the form takes over, the answers stay. */
  readonly engineDown: boolean;
  readonly welcome: string | null;
}

const NOTHING: Talk = {
  sessionId: null,
  messages: [],
  earlier: null,
  answers: [],
  fault: null,
  loadingEarlier: false,
  engineDown: false,
  welcome: null,
};

export const $talk = atom<Talk>(NOTHING);

function change(part: Partial<Talk>): void {
  $talk.set({ ...$talk.get(), ...part });
}

/** Loads the newest words of a session once; leaving the screen and coming back finds them still there. */
export async function loadTalk(session: BriefSession, resumed: boolean, words?: Words): Promise<void> {
  if ($talk.get().sessionId === session.id && $talk.get().fault === null) return;
  behind = false;
  change({ ...NOTHING, sessionId: session.id, answers: keptAnswers(session.id) });
  showWaiting();
  if (!isBegun(session)) {
    change({ messages: [wouldSay(session)] });
    return;
  }
  try {
    const page = words ?? (await api.getMessages(session.id));
    const messages = [...page.items].reverse();
    change({ messages, earlier: page.next, fault: null, welcome: resumed ? welcome(session, messages) : null });
    dropSent();
  } catch (fault) {
    change({ fault });
  }
}

/** Words that come with a session that is shown already, as a copy of the last visit is: what was said since joins them. */
$session.listen((store) => {
  const { sessionId } = $talk.get();
  if (store.kind === 'open' && store.words !== undefined && store.session.id === sessionId && isBegun(store.session)) catchUp(store.words);
});

/** What was said with a change joins what is known. Where others may have said something, the server is asked. */
$said.listen((said) => {
  const { sessionId, messages } = $talk.get();
  if (said?.session.id !== sessionId) return;
  if (said.words === null) void askWhatWasSaid();
  else if (said.words.length > 0) change({ messages: joined(messages, said.words), welcome: null });
});

/** Whether something may have been said that is not known here. */
let behind = false;

/** In turn, so that what is said meanwhile is among it. */
async function askWhatWasSaid(): Promise<void> {
  const { sessionId } = $talk.get();
  if (sessionId === null) return;
  behind = true;
  try {
    const words = await inTurn(() => api.getMessages(sessionId));
    if ($talk.get().sessionId === sessionId) catchUp(words);
  } catch {
    // What is shown stays; the next answer brings the rest, or the network when it is there again.
  }
}

askAgainOnline(() => behind, askWhatWasSaid);

function catchUp({ items, next }: Words): void {
  behind = false;
  const { messages } = $talk.get();
  const known = messages.some(({ id }) => items.some((item) => item.id === id));
  // Where they do not touch, others may have been said in between: these can be had as earlier ones.
  change(known ? { messages: joined(messages, items) } : { messages: [...items].reverse(), earlier: next });
  dropSent();
}

/** The copy of the next visit goes along with what is said. */
$talk.listen(({ sessionId, messages, earlier }, { sessionId: idBefore, messages: messagesBefore } = NOTHING) => {
  if (sessionId !== null && idBefore === sessionId && messagesBefore !== messages) keepConversation({ items: [...messages].reverse(), next: earlier });
});

/** Those before, and then the newest, which come newest first. What followed the first that both have is as the newest say. */
function joined(before: readonly Message[], newest: readonly Message[]): Message[] {
  const ids = new Set(newest.map((message) => message.id));
  const at = before.findIndex((message) => ids.has(message.id));
  return [...(at === -1 ? before : before.slice(0, at)).filter((message) => message.id !== OPENING), ...[...newest].reverse()];
}

const OPENING = 'opening';

/** The words that a conversation would begin with. The server keeps them once it has begun; the first of all asks what one does. */
function wouldSay({ reply, created_at, progress }: BriefSession): Message {
  const nothingKnown = SECTIONS.every(({ name }) => progress[name] === 'open');
  return { id: OPENING, role: 'copilot', text: reply, created_at, sections: nothingKnown ? ['identity'] : [] };
}

/** Answers that were given to a conversation before it began are answers to it. */
$begun.listen((id) => {
  const { sessionId, answers } = $talk.get();
  if (id === null || sessionId === null) return;
  forgetTyped(answersKey(sessionId));
  change({ sessionId: id });
  setAnswers(answers);
});

/**
 * An answer that is among the words has been sent: only the reply got lost. It is known by its text, among what was said after it was given;
 * the same words said before are another answer.
 */
function isAmong(messages: readonly Message[], { text, since }: Answer): boolean {
  if (since === null) return false;
  const after = Date.parse(since);
  const plain = text.normalize('NFC');
  return messages.some((message) => message.role === 'owner' && message.text === plain && Date.parse(message.created_at) > after);
}

function dropSent(): void {
  const { answers, messages } = $talk.get();
  const left = answers.filter((answer) => answer.state === 'sending' || !isAmong(messages, answer));
  if (left.length < answers.length) setAnswers(left);
}

/** "Welcome back. We were talking about …": the section of the last words, or the first that is not covered. */
export function welcome(session: BriefSession, messages: readonly Message[]): string | null {
  if (!messages.some((message) => message.role === 'owner')) return null;
  const last = messages.findLast((message) => message.sections.length > 0)?.sections[0];
  const open = SECTIONS.find((section) => session.progress[section.name] !== 'covered');
  const section = SECTIONS.find((one) => one.name === last) ?? open;
  return section === undefined ? 'Welcome back.' : `Welcome back. We were talking about ${section.topic}.`;
}

let comingEarlier: Promise<void> | null = null;

export function loadEarlier(): Promise<void> {
  comingEarlier ??= askForEarlier().finally(() => {
    comingEarlier = null;
  });
  return comingEarlier;
}

async function askForEarlier(): Promise<void> {
  const { sessionId, earlier } = $talk.get();
  if (sessionId === null || earlier === null) return;
  change({ loadingEarlier: true });
  try {
    const page = await api.getMessages(sessionId, earlier);
    change({ messages: [...[...page.items].reverse(), ...$talk.get().messages], earlier: page.next });
  } finally {
    change({ loadingEarlier: false });
  }
}

/** Finds the answer a statement came from, loading older words as far as needed. */
export async function findMessage(id: string): Promise<Message | null> {
  for (;;) {
    const found = $talk.get().messages.find((message) => message.id === id);
    if (found !== undefined) return found;
    if ($talk.get().earlier === null) return null;
    await loadEarlier();
  }
}

/** What was said and is looked for: it is brought in sight, and stays marked until something else is done. */
export const $sought = atom<string | null>(null);

/** False when it is not in the conversation that is on the screen. */
export async function seek(id: string): Promise<boolean> {
  if ((await findMessage(id)) === null) return false;
  $sought.set(id);
  return true;
}

interface KeptAnswer {
  readonly key: string;
  readonly text: string;
  readonly since?: unknown;
  readonly replaces?: unknown;
}

function isAnswer(value: unknown): value is KeptAnswer {
  return typeof value === 'object' && value !== null && 'key' in value && 'text' in value && typeof value.key === 'string' && typeof value.text === 'string';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Answers of an earlier visit and of other tabs wait: they are sent only when the owner agrees. Where two tabs send the same one, its key
 * makes it count once.
 */
function keptAnswers(sessionId: string): Answer[] {
  const name = answersKey(sessionId);
  const mine = recallTyped(name);
  const elsewhere = typedElsewhere(name);
  const kept = [mine, ...elsewhere.map((copy) => copy.value)].flatMap((list) => (Array.isArray(list) ? list.filter(isAnswer) : []));
  const answers = [...new Map(kept.map((one) => [one.key, { key: one.key, text: one.text, since: textOrNull(one.since), replaces: textOrNull(one.replaces) }])).values()];
  if (elsewhere.length > 0) keepTyped(name, answers);
  elsewhere.forEach(forgetCopy);
  return answers.map((answer) => ({ ...answer, state: 'waiting' }));
}

function setAnswers(answers: readonly Answer[]): void {
  const { sessionId } = $talk.get();
  change({ answers });
  if (sessionId !== null) {
    if (answers.length === 0) forgetTyped(answersKey(sessionId));
    else keepTyped(answersKey(sessionId), answers.map(({ key, text, since, replaces }) => ({ key, text, since, replaces })));
  }
  showWaiting();
}

function showWaiting(): void {
  const count = $talk.get().answers.filter((answer) => answer.state === 'waiting').length;
  waits('answers', count === 0 ? null : { kind: 'answer', count, send: sendWaiting, discard: discardWaiting });
}

function mark(key: string, state: Answer['state'], fault?: unknown): void {
  setAnswers($talk.get().answers.map((answer) => (answer.key === key ? { ...answer, state, fault } : answer)));
}

export function drop(key: string): void {
  setAnswers($talk.get().answers.filter((answer) => answer.key !== key));
}

function discardWaiting(): () => void {
  const { answers } = $talk.get();
  const gone = answers.filter((answer) => answer.state === 'waiting');
  setAnswers(answers.filter((answer) => answer.state !== 'waiting'));
  return () => setAnswers([...gone, ...$talk.get().answers]);
}

function sendWaiting(): void {
  setAnswers($talk.get().answers.map((answer) => (answer.state === 'waiting' ? { ...answer, state: 'sending' } : answer)));
  void pump();
}

/** Shows the answer at once and sends it after those before it; `replaces` is the answer that it takes the place of. */
export function say(text: string, replaces: string | null = null): void {
  const { answers, messages } = $talk.get();
  setAnswers([...answers, { key: newKey(), text, since: messages.at(-1)?.created_at ?? null, replaces, state: 'sending' }]);
  void pump();
}

/** The answer that can still be said otherwise. While another is on its way, that one is the last. */
export function lastAnswer({ messages, answers }: Talk): Message | null {
  return answers.length > 0 ? null : (messages.findLast((message) => message.role === 'owner') ?? null);
}

/** What was said, without what is being said otherwise. */
export function standing({ messages, answers }: Talk): readonly Message[] {
  const at = messages.findIndex((message) => answers.some((answer) => answer.replaces === message.id));
  return at === -1 ? messages : messages.slice(0, at);
}

export function retry(key: string): void {
  mark(key, 'sending');
  void pump();
}

let pumping = false;

/** Sends answers one after the other, in the order they were given: each may change what the next one means. */
async function pump(): Promise<void> {
  if (pumping) return;
  pumping = true;
  try {
    for (;;) {
      const next = $talk.get().answers.find((answer) => answer.state === 'sending');
      if (next === undefined) return;
      await sendOne(next);
    }
  } finally {
    pumping = false;
  }
}

async function sendOne(answer: Answer): Promise<void> {
  try {
    const { after, before } = await inTurn(async () => {
      const session = await begun();
      return { after: await api.sendMessage(session.id, answer.text, answer.key, answer.replaces), before: openNow() };
    });
    const messages = await newest(answer, after, before);
    adopt(after);
    change({ messages, engineDown: false, welcome: null });
    drop(answer.key);
    dropSent();
  } catch (fault) {
    if (fault instanceof ApiProblem && fault.status >= 500) change({ engineDown: true });
    mark(answer.key, fault instanceof Unreachable ? 'waiting' : 'failed', fault);
  }
}

/** The words as the server keeps them, with the ids that receipts name. When they cannot be had, what is known stands in. */
async function newest(answer: Answer, after: BriefSession, basis: BriefSession): Promise<Message[]> {
  const before = answer.replaces === null ? $talk.get().messages : standing($talk.get());
  try {
    // Where something else happened in between, something else may have been said as well.
    const said = !behind && after.version === basis.version + 1 ? after.messages : undefined;
    if (said !== undefined) return joined(before, said);
    const { items } = await api.getMessages(after.id);
    behind = false;
    return joined(before, items);
  } catch {
    // The answer did get through. Its own id comes with the next load; until then the words are what counts.
    const at = after.updated_at;
    return [
      ...before,
      { id: answer.key, role: 'owner', text: answer.text, created_at: at, sections: [] },
      { id: `${answer.key}-reply`, role: 'copilot', text: after.reply, created_at: at, sections: [] },
    ];
  }
}

/** The co-pilot asks once more about a section. */
export function askAgain(section: SectionName, key: string): Promise<void> {
  return inTurn(async () => {
    const { id } = await begun();
    const after = await api.askAgain(id, section, key);
    hear(after, openNow());
  });
}

/** The draft is made of what is known. */
export function draftNow(key: string): Promise<void> {
  return inTurn(async () => {
    const { id } = await begun();
    const after = await api.draftNow(id, key);
    hear(after, openNow());
  });
}
