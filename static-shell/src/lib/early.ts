import { SHOWS } from './shown';
import { CHOICE } from './workspace';

/** What the page has begun before its scripts came (lib/begin-calls.js), by address. */
interface Early {
  readonly at: number;
  /** As the headers of the same names say it. */
  readonly shows: string;
  readonly org: string | null;
  readonly answers: Record<string, Promise<Response>>;
}

declare global {
  interface Window {
    xentriEarly?: Early;
  }
}

/** A screen that is opened later asks afresh. */
const LASTS_MS = 30_000;

/** The answer to a read that has begun already, for whoever asks first, and only if it was asked for the same tab. */
export function begunEarly(path: string, headers: Headers): Promise<Response> | null {
  const early = typeof window === 'undefined' ? undefined : window.xentriEarly;
  const answer = early?.answers[path];
  if (early === undefined || answer === undefined) return null;
  Reflect.deleteProperty(early.answers, path);
  const same = headers.get(SHOWS) === early.shows && headers.get(CHOICE) === early.org;
  return same && Date.now() - early.at < LASTS_MS ? answer : null;
}
