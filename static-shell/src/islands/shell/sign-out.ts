import * as api from '@/lib/api';
import { forgetPeople } from '@/lib/keep';
import { leave } from '@/lib/tab';

/**
 * Ends the session that this tab shows; a closed tab shows nobody, and ends whichever there is. Only the server can clear the cookie: when
 * it does not answer, this throws, and nobody is told that they were signed out.
 */
export async function signOutHere(): Promise<void> {
  await api.logout();
  forgetPeople();
  leave('signed_out');
}
