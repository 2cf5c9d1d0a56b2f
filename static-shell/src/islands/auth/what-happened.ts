import { forgetLeft, type Left, LEFT_WORDS, whatWasLeft } from '@/lib/left';
import { forgetAllTyped, isAnythingKept } from '@/lib/typed';

const GONE = 'The account that was signed in here does not exist any more.';

/** How one came here, where one did not choose it, or left something behind. */
function wordsFor(why: string | null, left: Left | null): string | null {
  if (why === 'gone') return GONE;
  if (left !== null) return `You were signed out. ${LEFT_WORDS[left]}`;
  return why === 'ended' ? 'You were signed out. Sign in, and go on where you were.' : null;
}

/** Says how one came to be here, and that unsent words wait in this browser; nobody sees them, and whoever wants can remove them. */
export function sayWhatHappened(): void {
  const why = document.querySelector<HTMLElement>('[data-why]');
  const left = whatWasLeft();
  const words = wordsFor(new URLSearchParams(location.search).get('why'), left);
  if (why !== null && words !== null) {
    why.textContent = words;
    why.hidden = false;
  }
  offerToRemove(left);
}

function offerToRemove(left: Left | null): void {
  const kept = document.querySelector<HTMLElement>('[data-kept]');
  if (kept === null || !isAnythingKept()) return;
  const about = kept.querySelector('p');
  // What is above has said that something is kept: this says where, and for whom.
  if (left !== null && left !== 'lost' && about !== null) about.textContent = 'It is kept in this browser alone, for you alone: it comes back when you sign in.';
  kept.hidden = false;
  kept.querySelector('[data-forget]')?.addEventListener('click', () => {
    forgetAllTyped();
    forgetLeft();
    document.querySelector<HTMLElement>('[data-why]')?.setAttribute('hidden', '');
    kept.textContent = 'It is removed.';
  });
}
