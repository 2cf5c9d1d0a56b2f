import * as session from '@/lib/session-clock';

/** Signed-in visitors of the landing page go on to their workspace; strangers cause no call at all. */
export function enterIfSignedIn(): void {
  if (session.isKnown()) location.replace('/strategy');
}
