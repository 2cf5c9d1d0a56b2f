import type { BriefSession, Message } from '@/lib/api-types';
import { keepSeen, recallSeen } from '@/lib/seen';

/** The conversation as it was shown last: what a page shows that opens without a network. */
export interface Visit {
  /** Null when it rested. */
  readonly session: BriefSession | null;
  readonly messages: readonly Message[];
  readonly earlier: string | null;
}

const NAME = 'conversation';
const NEWEST = 60;

export function keepVisit({ session, messages, earlier }: Visit): void {
  const whole = messages.length <= NEWEST;
  keepSeen(NAME, { session, messages: messages.slice(-NEWEST), earlier: whole ? earlier : null });
}

export function lastVisit(): Visit | null {
  const kept = recallSeen(NAME);
  return isVisit(kept) ? kept : null;
}

/** Enough to tell it from something else; what it is made of in detail, the same build has written. */
function isVisit(value: unknown): value is Visit {
  if (typeof value !== 'object' || value === null || !('session' in value) || !('messages' in value) || !('earlier' in value)) return false;
  const { session, messages } = value;
  return Array.isArray(messages) && (session === null || (typeof session === 'object' && 'id' in session && 'draft' in session && 'progress' in session));
}
