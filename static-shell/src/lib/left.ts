import { $shown, lastSignedIn } from './shown';
import { fateOfTyped, isAnythingKept, placesKept } from './typed';

/** What became of the words that a tab had not sent when it was closed: for the sign-in page, which comes next in it. Never the words themselves. */
export type Left = 'answer' | 'words' | 'lost';

const LEFT = 'xentri.left';
/** What somebody says in the conversation is kept under these places (islands/strategy). */
const ANSWERS = /^(composer$|corrects$|answers\.)/u;

function leftNow(): Left | null {
  // A page that finds on opening that nobody is signed in was somebody's before.
  const shown = $shown.get() ?? lastSignedIn();
  const fate = shown === null ? 'nothing' : fateOfTyped(shown);
  if (shown === null || fate === 'nothing') return null;
  if (fate === 'lost') return 'lost';
  return placesKept(shown).some((place) => ANSWERS.test(place)) ? 'answer' : 'words';
}

export function rememberLeft(): void {
  const left = leftNow();
  try {
    if (left === null) sessionStorage.removeItem(LEFT);
    else sessionStorage.setItem(LEFT, left);
  } catch {
    // Closed: the next page says nothing about it, and the words come back all the same.
  }
}

/** Null where nothing was left, or it is not there any more. */
export function whatWasLeft(): Left | null {
  try {
    const left = sessionStorage.getItem(LEFT);
    if (left === 'lost') return left;
    return (left === 'answer' || left === 'words') && isAnythingKept() ? left : null;
  } catch {
    return null;
  }
}

export function forgetLeft(): void {
  try {
    sessionStorage.removeItem(LEFT);
  } catch {
    // Closed: there was nothing to remove.
  }
}

export const LEFT_WORDS: Readonly<Record<Left, string>> = {
  answer: 'Your answer is kept.',
  words: 'What you wrote is kept.',
  lost: 'What you had typed could not be kept in this browser. It is lost.',
};
