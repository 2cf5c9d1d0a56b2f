import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { BriefVersion, BriefVersionDetail, SectionName } from '@/lib/api-types';
import { specOf } from '@/lib/sections';

/** The versions of the Brief, newest first. */
export type History =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly fault: unknown }
  | { readonly kind: 'ready'; readonly versions: readonly BriefVersion[]; readonly next: string | null; readonly more: 'no' | 'loading' | { readonly fault: unknown } };

export const $history = atom<History>({ kind: 'loading' });

export async function loadHistory(): Promise<void> {
  try {
    const { items, next } = await api.getBriefVersions();
    $history.set({ kind: 'ready', versions: items, next, more: 'no' });
  } catch (fault) {
    // What is already on the screen is better than an error over it.
    if ($history.get().kind !== 'ready') $history.set({ kind: 'failed', fault });
  }
}

export async function loadEarlier(): Promise<void> {
  const before = $history.get();
  if (before.kind !== 'ready' || before.next === null || before.more === 'loading') return;
  $history.set({ ...before, more: 'loading' });
  try {
    const { items, next } = await api.getBriefVersions(before.next);
    $history.set({ kind: 'ready', versions: [...before.versions, ...items], next, more: 'no' });
  } catch (fault) {
    $history.set({ ...before, more: { fault } });
  }
}

/** One line of the history: what somebody did in one go. */
export interface Entry {
  /** The version that came out of it. */
  readonly last: BriefVersion;
  /** The first of the versions in between, which saving while typing made. */
  readonly first: BriefVersion;
}

const ONE_GO_MS = 10 * 60_000;

/** Whether the later version only goes on with what the earlier one began: the same person at the same sections, without a pause. */
function goesOn(later: BriefVersion, earlier: BriefVersion): boolean {
  return (
    later.source === 'edit' &&
    earlier.source === 'edit' &&
    later.author.id === earlier.author.id &&
    later.changed.join() === earlier.changed.join() &&
    Date.parse(later.created_at) - Date.parse(earlier.created_at) < ONE_GO_MS
  );
}

/** Saving happens at every pause; a person sees one change. */
export function entriesOf(versions: readonly BriefVersion[]): Entry[] {
  const entries: Entry[] = [];
  for (const version of versions) {
    const newer = entries.at(-1);
    if (newer !== undefined && goesOn(newer.first, version)) entries[entries.length - 1] = { ...newer, first: version };
    else entries.push({ last: version, first: version });
  }
  return entries;
}

/** What an entry has changed, from before its first version to its last. */
export function loadEntry({ last, first }: Entry): Promise<BriefVersionDetail> {
  return api.getBriefVersion(last.version, first === last ? null : Math.max(1, first.version - 1));
}

function personOf({ author }: BriefVersion, myId: string): string {
  if (author.id === myId) return 'You';
  return author.name ?? (author.id === undefined ? 'Somebody' : 'Somebody who has left');
}

function listed(sections: readonly SectionName[]): string {
  const names = sections.map((name) => `“${specOf(name).label}”`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Who made it, and how, as its reader would say it. */
export function sentenceOf(version: BriefVersion, myId: string): string {
  const who = personOf(version, myId);
  switch (version.source) {
    case 'conversation':
      return `The co-pilot wrote it from the conversation, ${who === 'You' ? 'you' : who} approved it`;
    case 'edit':
      return `${who} changed ${version.changed.length === 0 ? 'the Brief' : listed(version.changed)}`;
    case 'restore':
      return `${who} brought version ${String(version.restored_from)} back`;
  }
}
