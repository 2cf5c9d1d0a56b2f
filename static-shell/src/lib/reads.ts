import { ROUTES, type ScreenName } from './routes';

/** What a screen shows first, in one call each: the page begins it before any script is there (lib/begin-calls.js). */
export const ME = '/api/v1/me';
export const CONVERSATION = '/api/v1/brief/sessions/current';
export const BRIEF = '/api/v1/brief?absent=null';
export const NEWEST_EVENTS = '/api/v1/events?limit=30';

/** Those whose answer depends on what the address asks of the screen: with a question in it the screen asks by itself. */
export const ASKED: readonly string[] = [NEWEST_EVENTS];

const FIRST: Record<ScreenName, readonly string[]> = {
  conversation: [CONVERSATION],
  form: [CONVERSATION],
  review: [CONVERSATION, BRIEF],
  brief: [BRIEF],
  quiet: [BRIEF],
  activity: [NEWEST_EVENTS],
  settings: [],
};

/** By the address of each screen, with who is signed in. */
export const READS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(ROUTES.map(({ path, screen }) => [path, [ME, ...FIRST[screen]]]));
