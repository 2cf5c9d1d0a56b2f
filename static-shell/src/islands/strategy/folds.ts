import { atom, type ReadableAtom } from 'nanostores';
import type { BriefSession, SectionName } from '@/lib/api-types';
import { saveOpenEdits } from '@/lib/open-edits';
import { SECTION_NAMES } from '@/lib/sections';
import { $fresh, $session, draftOf } from './session';

/**
 * Which sections of the live Brief are unfolded: those that are not finished, and the one that something was just understood in. What the
 * owner folds or unfolds stays so for as long as the page does, but for what is new. A finished section folds when the next thing comes in,
 * and never under somebody's hands.
 */
const $open = atom<ReadonlySet<SectionName>>(new Set());
export const $unfolded: ReadableAtom<ReadonlySet<SectionName>> = $open;

const wanted = new Map<SectionName, boolean>();
/** How many edits are open in each. */
const edited = new Map<SectionName, number>();

function unfinished(session: BriefSession): SectionName[] {
  return SECTION_NAMES.filter((name) => session.progress[name] !== 'covered');
}

/** An edit keeps its section unfolded. Gives what ends that. */
export function editIn(section: SectionName): () => void {
  edited.set(section, (edited.get(section) ?? 0) + 1);
  return () => void edited.set(section, (edited.get(section) ?? 0) - 1);
}

export function unfold(section: SectionName): void {
  wanted.set(section, true);
  $open.set(new Set([...$open.get(), section]));
}

/** What is being written in it is saved first; where that fails, it stays in sight. */
export async function fold(section: SectionName): Promise<void> {
  if ((edited.get(section) ?? 0) > 0 && !(await saveOpenEdits())) return;
  wanted.set(section, false);
  $open.set(new Set([...$open.get()].filter((one) => one !== section)));
}

let shown: string | null = null;

$session.subscribe((store, before) => {
  if (store.kind !== 'open') return;
  if (shown === null) $open.set(new Set(unfinished(store.session)));
  else if (before?.kind === 'open') {
    const was = unfinished(before.session);
    const more = unfinished(store.session).filter((name) => !was.includes(name));
    if (more.length > 0) $open.set(new Set([...$open.get(), ...more]));
  }
  shown = store.session.id;
});

$fresh.listen((fresh, before) => {
  const store = $session.get();
  const ids = [...fresh].filter((id) => before?.has(id) !== true);
  if (store.kind !== 'open' || ids.length === 0) return;
  const news = SECTION_NAMES.filter((name) => draftOf(store.session, name).statements.some(({ id }) => ids.includes(id)));
  for (const name of news) wanted.delete(name);
  const stay = unfinished(store.session).filter((name) => wanted.get(name) !== false);
  const byHand = SECTION_NAMES.filter((name) => wanted.get(name) === true || (edited.get(name) ?? 0) > 0);
  $open.set(new Set([...news, ...stay, ...byHand]));
});
