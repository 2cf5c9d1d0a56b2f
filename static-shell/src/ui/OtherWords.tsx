import type { ReactNode } from 'react';
import type { Copy } from '@/lib/typed';

export interface Offer {
  readonly copy: Copy;
  readonly words: ReactNode;
}

interface Props {
  readonly offers: readonly Offer[];
  readonly onUse: (copy: Copy) => void;
  readonly onDiscard: (copy: Copy) => void;
}

/** What was typed for the same place in another tab and not sent. Neither writes over the other: the owner says which words stay. */
export function OtherWords({ offers, onUse, onDiscard }: Props) {
  if (offers.length === 0) return null;
  return (
    <div className="status tone-warning" role="status" data-testid="other-words">
      <p className="font-medium text-text">You also typed this in another tab, and it is not sent.</p>
      {offers.map(({ copy, words }) => (
        <div key={copy.key} className="mt-3">
          <div className="words" dir="auto">
            {words}
          </div>
          <div className="mt-2 flex flex-wrap gap-2">
            <button type="button" className="btn btn-quiet" onClick={() => onUse(copy)}>
              Use this instead
            </button>
            <button type="button" className="btn btn-text" onClick={() => onDiscard(copy)}>
              Throw it away
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}
