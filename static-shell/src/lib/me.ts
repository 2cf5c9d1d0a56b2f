import { atom } from 'nanostores';
import * as api from './api';
import type { Me, MePatch, Theme } from './api-types';
import { copyOf, forgetCopiesOfOthers, keepCopy } from './copy';
import { tell } from './other-tabs';
import { ApiProblem } from './problem';
import { $shown, assumeLastSignedIn, confirmShown, introducedBy, isAssumed, sameShown } from './shown';
import { beginAnew } from './tab';
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
    // What is already on the screen is better than an error over it.
    if ($me.get().kind !== 'ready') $me.set({ kind: 'failed', fault });
    throw fault;
  });
  return loading;
}

async function fetchMe(): Promise<Me> {
  const me = await api.getMe();
  introduce(me);
  const before = $me.get();
  // What was begun with another name begins anew.
  if (before.kind === 'ready' && before.me.name !== me.name) $me.set({ kind: 'loading' });
  show(me);
  rememberTheme(me.theme);
  applyTheme(me.theme);
  return me;
}

const COPY = 'me';

function show(me: Me): void {
  $me.set({ kind: 'ready', me });
  keepCopy(COPY, me);
}

/** Who was signed in last, as far as this browser knows, until the server says so. */
export function showAsBefore(): void {
  assumeLastSignedIn();
  const me = copyOf<Me>(COPY);
  if (me !== undefined) $me.set({ kind: 'ready', me });
}

/** From here on every call says whose tab this is, and the other tabs of this browser know who is signed in. */
function introduce(me: Me): void {
  if ($shown.get() !== null && !isAssumed()) return;
  const shown = { user: me.id, org: me.org.id };
  // The server refuses it before this; nothing of anybody stays on the screen if one day it does not.
  if (isAssumed() && !sameShown(shown, $shown.get())) throw beginAnew();
  confirmShown(shown);
  forgetCopiesOfOthers(shown);
  tell({ kind: 'in', shown });
}

introducedBy(loadMe);

function adopt(me: Me): Me {
  loading = Promise.resolve(me);
  show(me);
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
  const me = await loadMe();
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
