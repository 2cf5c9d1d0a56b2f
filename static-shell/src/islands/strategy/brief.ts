import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { Brief, SectionContent, SectionName, SectionStatus } from '@/lib/api-types';
import { copyOf, forgetCopy, keepCopy } from '@/lib/copy';
import { askAgainOnline } from '@/lib/http';
import { same } from '@/lib/merge';
import { ApiProblem } from '@/lib/problem';
import { answerIn, type FoundAnswer } from './answers';
import { joinedAloud } from './joined-aloud';

/** The approved Brief, for its own page and for the pages that speak of the business. */
export type BriefStore =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly fault: unknown }
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly brief: Brief; readonly behind?: unknown };

export const $brief = atom<BriefStore>({ kind: 'loading' });

/** True once, right after the approval, for the calm line that says so. */
export const $approvedNow = atom(false);

const COPY = 'brief';

interface Known {
  readonly brief: Brief | null;
}

let loading: Promise<void> | null = null;

export function loadBrief(): Promise<void> {
  loading ??= load().finally(() => {
    loading = null;
  });
  return loading;
}

async function load(): Promise<void> {
  conversations = null;
  if ($brief.get().kind === 'loading') showAsBefore();
  const before = $brief.get();
  try {
    const brief = await api.findBrief();
    behind = false;
    if ($brief.get() === before || !isOlder(brief)) show(brief);
  } catch (fault) {
    behind = true;
    const store = $brief.get();
    // What is already on the screen is better than an error in its place: the error stands beside it.
    if (store.kind === 'ready') $brief.set({ ...store, behind: fault });
    else $brief.set({ kind: 'failed', fault });
  }
}

/** Whether the server could not be asked. */
let behind = false;

askAgainOnline(() => behind, loadBrief);

function showAsBefore(): void {
  const known = copyOf<Known>(COPY, (copy) => copy.brief ?? copy);
  if (known !== undefined) $brief.set(known.brief === null ? { kind: 'none' } : { kind: 'ready', brief: known.brief });
}

/** An answer that comes late, after a change has been made here. */
function isOlder(brief: Brief | null): boolean {
  const store = $brief.get();
  return store.kind === 'ready' && brief !== null && brief.id === store.brief.id && brief.version < store.brief.version;
}

function show(brief: Brief | null): void {
  $brief.set(brief === null ? { kind: 'none' } : { kind: 'ready', brief });
  keepCopy(COPY, { brief } satisfies Known, brief ?? undefined);
}

export function approvedNow(): void {
  $approvedNow.set(true);
  forgetCopy(COPY);
  $edited.set(new Map());
  $brief.set({ kind: 'loading' });
}

let conversations: Promise<readonly string[]> | null = null;

/** The conversations that the Brief was written in, newest first: each began with an event that carries its id. */
async function findConversations(): Promise<readonly string[]> {
  const { items } = await api.getEvents({ type: 'xentri.brief.session_started.v1', limit: 100 });
  return items.flatMap((event) => event.correlation_id ?? []);
}

/** The answer that a sentence came from, in whichever conversation it was said. */
export async function answerOf(messageId: string): Promise<FoundAnswer | null> {
  conversations ??= findConversations().catch((fault: unknown) => {
    conversations = null;
    throw fault;
  });
  return answerIn(await conversations, messageId);
}

function now(): Brief {
  const store = $brief.get();
  if (store.kind !== 'ready') throw new Error('No Brief is loaded');
  return store.brief;
}

export function contentOf(brief: Brief, section: SectionName): SectionContent {
  return brief.sections[section];
}

export function currentContent(section: SectionName): SectionContent {
  return contentOf(now(), section);
}

function adopt(brief: Brief): void {
  show(brief);
}

/** What the server has made of it: see `adopted` of the session. */
function adopted(brief: Brief, section: SectionName): SectionContent {
  adopt(brief);
  return contentOf(brief, section);
}

function briefIn(problem: ApiProblem): Brief | null {
  const current = problem.facts.current;
  return typeof current === 'object' && current !== null && 'sections' in current ? (current as Brief) : null;
}

/** What sections said before they were edited on this page: an edit counts at once, and is shown as a change until somebody has looked at it. */
export const $edited = atom<ReadonlyMap<SectionName, SectionContent>>(new Map());

/** An edit of a section begins. Of several that nobody has looked at yet, the first one's beginning stays. */
export function beginEdit(section: SectionName): void {
  if (!$edited.get().has(section)) $edited.set(new Map($edited.get()).set(section, currentContent(section)));
}

export function leaveEdited(section: SectionName): void {
  $edited.set(new Map([...$edited.get()].filter(([name]) => name !== section)));
}

/** Has the section say again what it said before; gives what puts the change back. */
export async function takeBack(section: SectionName): Promise<() => Promise<void>> {
  const before = $edited.get().get(section);
  const mine = currentContent(section);
  if (before !== undefined) await saveSection(section, mine, before);
  leaveEdited(section);
  return async () => {
    beginEdit(section);
    await saveSection(section, currentContent(section), mine);
  };
}

let last: Promise<unknown> = Promise.resolve();

/** One change at a time, each on the version that the one before it made. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

/** Saves one section. An edit elsewhere joins; an edit of the same words is thrown on as 412 for the owner to choose. */
export function saveSection(section: SectionName, base: SectionContent, mine: SectionContent): Promise<SectionContent> {
  return inTurn(() => saveSectionNow(section, base, mine));
}

async function saveSectionNow(section: SectionName, base: SectionContent, mine: SectionContent): Promise<SectionContent> {
  const brief = now();
  const wanted = joinedAloud(section, base, mine, contentOf(brief, section));
  try {
    return adopted(await api.patchBriefSection(section, { content: wanted }, brief), section);
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    const current = briefIn(fault) ?? (await api.getBrief());
    adopt(current);
    const merged = joinedAloud(section, contentOf(brief, section), wanted, contentOf(current, section));
    return adopted(await api.patchBriefSection(section, { content: merged }, current), section);
  }
}

/** Has the Brief say again what this version said; an edit that nobody here has seen is not written over. */
export function restoreVersion(version: number): Promise<Brief> {
  return inTurn(async () => {
    try {
      const restored = await api.restoreBrief(version, now());
      adopt(restored);
      $edited.set(new Map());
      return restored;
    } catch (fault) {
      const current = fault instanceof ApiProblem && fault.status === 412 ? briefIn(fault) : null;
      if (current !== null) adopt(current);
      throw fault;
    }
  });
}

export function setStatus(section: SectionName, status: SectionStatus): Promise<void> {
  return inTurn(() => setStatusNow(section, status));
}

async function setStatusNow(section: SectionName, status: SectionStatus): Promise<void> {
  const content = currentContent(section);
  try {
    adopt(await api.patchBriefSection(section, { content, status }, now()));
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    const current = briefIn(fault) ?? (await api.getBrief());
    adopt(current);
    // Words that changed meanwhile have not been read yet: they are shown, not decided about unseen.
    if (!same(content, contentOf(current, section))) throw fault;
    adopt(await api.patchBriefSection(section, { content, status }, current));
  }
}
