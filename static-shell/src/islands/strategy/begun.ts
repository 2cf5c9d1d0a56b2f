import type { BriefSession } from '../../lib/api-types';

/** What `id` says of a conversation that has not begun. */
const NOT_BEGUN = '00000000-0000-0000-0000-000000000000';

export function isBegun(session: BriefSession): boolean {
  return session.id !== NOT_BEGUN;
}
