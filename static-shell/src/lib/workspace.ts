import { forget, keep, recallText } from './keep';

/** The workspace that somebody in several has chosen in this browser; without a choice the server opens the one that they were in first. */
const CHOSEN = 'workspace';
export const CHOICE = 'x-org-id';

export function choose(org: string): void {
  keep(CHOSEN, org);
}

/** Names the chosen workspace in a request. */
export function addChoice(headers: Headers): void {
  const org = recallText(CHOSEN);
  if (org !== null) headers.set(CHOICE, org);
}

/** Forgets a choice that was refused: it was somebody else's, or one is not in there any more. Whether there was one. */
export function dropChoice(headers: Headers): boolean {
  if (!headers.has(CHOICE)) return false;
  forget(CHOSEN);
  headers.delete(CHOICE);
  return true;
}
