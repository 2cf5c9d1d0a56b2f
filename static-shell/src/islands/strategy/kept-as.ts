import { shownNow } from '@/lib/shown';
import { placesKept } from '@/lib/typed';

/** Where the words in the composer are kept. */
export const COMPOSER = 'composer';

/** Where changes of single facts are kept that were not sent. */
export const FACTS = 'facts';

/** Where the answers of a conversation are kept that were not sent. */
export const answersKey = (sessionId: string) => `answers.${sessionId}`;

/** Whether something was typed for this conversation or its draft, and not sent. */
export function isSpokenTo(sessionId: string): boolean {
  return placesKept(shownNow()).some((place) => [COMPOSER, FACTS, answersKey(sessionId)].includes(place) || /^(?:statement|draft)\./.test(place));
}
