import { forget, keep, recall } from './keep';

/**
 * When the session cookie needs its next refresh. Scripts cannot see the cookie, so the time stands here: it lets a call refresh
 * first instead of failing first, and it lets the landing page know, without asking, that nobody is signed in.
 */
const UNTIL = 'session-until';
const LIFE_S = 600;
const AHEAD_MS = 30_000;

export function began(expiresIn = LIFE_S): void {
  keep(UNTIL, Date.now() + expiresIn * 1000);
}

export function ended(): void {
  forget(UNTIL);
}

export function isKnown(): boolean {
  return typeof recall(UNTIL) === 'number';
}

export function isStale(): boolean {
  const until = recall(UNTIL);
  return typeof until === 'number' && Date.now() > until - AHEAD_MS;
}
