import { useStore } from '@nanostores/react';
import { $shown } from '@/lib/shown';
import { type Fate, fateOfTyped } from '@/lib/typed';

const WORDS: Record<Fate, string | null> = {
  nothing: null,
  kept: 'What you had typed and not sent is kept in this browser. It comes back when you sign in here again, and is shown to nobody else.',
  lost: 'What you had typed and not sent could not be kept in this browser. It is lost.',
};

/** What became of the words that had not been sent. */
export function TypedFate() {
  const shown = useStore($shown);
  const words = shown === null ? null : WORDS[fateOfTyped(shown)];
  if (words === null) return null;
  return (
    <p className="mt-2 max-w-[60ch] text-soft" data-testid="typed-fate">
      {words}
    </p>
  );
}
