import { atom } from 'nanostores';
import * as api from './api';
import type { Me, MePatch, Theme } from './api-types';
import { tell } from './other-tabs';
import { $online } from './http';
import { ApiProblem, Unreachable } from './problem';
import { forgetSeen, keepSeen, recallSeen } from './seen';
import { $shown, introducedBy, isShown, lastSignedIn, rememberSignedIn, sameShown } from './shown';
import { isOpen } from './tab';
import { applyTheme, rememberTheme, themeOf } from './theme';

export type MeState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly me: Me }
  | { readonly kind: 'failed'; readonly fault: unknown };

/** Who is signed in, for the frame and every screen. */
export const $me = atom<MeState>({ kind: 'loading' });

let loading: Promise<Me> | null = null;

export function loadMe(): Promise<Me> {
  loading ??= fetchMe().catch((fault: unknown) => {
    loading = null;
    $me.set({ kind: 'failed', fault });
    throw fault;
  });
  return loading;
}

const SEEN = 'me';

/** Whoever was signed in last, as they were shown: without a network nobody can be asked. Nothing is based on it. */
const copies = new WeakSet<Me>();

function copyOfMe(): Me | null {
  const kept = recallSeen(SEEN);
  const last = lastSignedIn();
  if (last === null || typeof kept !== 'object' || kept === null || !('id' in kept) || !('org' in kept)) return null;
  const me = kept as Me;
  if (!isShown({ user: me.id, org: me.org.id }) || !sameShown({ user: me.id, org: me.org.id }, last)) return null;
  copies.add(me);
  return me;
}

/** The tab is theirs until the server says otherwise: every call names them, and is refused if somebody else is signed in by then. */
function showCopy(me: Me): Me {
  loading = null;
  if ($shown.get() === null) $shown.set({ user: me.id, org: me.org.id });
  $me.set({ kind: 'ready', me });
  return me;
}

$online.listen((online) => {
  const state = $me.get();
  if (online && isOpen() && state.kind === 'ready' && copies.has(state.me)) void loadMe().catch(() => undefined);
});

async function fetchMe(): Promise<Me> {
  let me: Me;
  try {
    me = await api.getMe();
  } catch (fault) {
    const copy = fault instanceof Unreachable ? copyOfMe() : null;
    if (copy === null) throw fault;
    return showCopy(copy);
  }
  introduce(me);
  keepSeen(SEEN, me);
  $me.set({ kind: 'ready', me });
  rememberTheme(me.theme);
  applyTheme(me.theme);
  return me;
}

/** From here on every call says whose tab this is, and the other tabs of this browser know who is signed in. */
function introduce(me: Me): void {
  if ($shown.get() !== null) return;
  const shown = { user: me.id, org: me.org.id };
  if (!sameShown(lastSignedIn(), shown)) forgetSeen();
  $shown.set(shown);
  rememberSignedIn(shown);
  tell({ kind: 'in', shown });
}

introducedBy(loadMe);

function adopt(me: Me): Me {
  loading = Promise.resolve(me);
  keepSeen(SEEN, me);
  $me.set({ kind: 'ready', me });
  return me;
}

/** Something beside the person has changed: what their workspace is called. */
export async function reloadMe(): Promise<void> {
  adopt(await api.getMe());
}

/** Whether they may change the workspace itself. */
export function leads({ org }: Me): boolean {
  return org.role !== 'member';
}

/** Whoever is signed in now, asked by a tab that shows nobody any more. */
export function whoIsHere(): Promise<Me> {
  return api.getMeAnew();
}

export async function changeMe(patch: MePatch): Promise<Me> {
  const known = await loadMe();
  const me = copies.has(known) ? await api.getMe() : known;
  try {
    return adopt(await api.patchMe(patch, me));
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    // Changed in another tab. A name or a theme is the last one chosen, so this choice goes on top of that change.
    return adopt(await api.patchMe(patch, await api.getMe()));
  }
}

/** Shows the theme at once; the server hears of it, and when it cannot, this browser still remembers. */
export async function changeTheme(theme: Theme): Promise<void> {
  const before = themeOf();
  if (theme === before) return;
  rememberTheme(theme);
  applyTheme(theme);
  const state = $me.get();
  if (state.kind === 'ready') $me.set({ kind: 'ready', me: { ...state.me, theme } });
  await changeMe({ theme });
}

export function nameOf(me: Me): string {
  return me.name.trim() !== '' ? me.name : (me.email.split('@')[0] ?? me.email);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstLetter(word: string | undefined): string {
  for (const { segment } of graphemes.segment(word ?? '')) return segment;
  return '';
}

/** Two letters for the round mark. A name without any gives its first character, whatever that is. */
export function initialsOf(me: Me): string {
  const name = nameOf(me);
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '');
  if (words.length === 0) return firstLetter(name.trim());
  return (firstLetter(words[0]) + (words.length > 1 ? firstLetter(words.at(-1)) : '')).toLocaleUpperCase();
}
