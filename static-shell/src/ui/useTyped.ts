import { useState } from 'react';
import { say } from '@/lib/toast';
import { type Copy, exchangeTyped, forgetCopy, forgetTyped, keepTyped, recallTyped, typedElsewhere } from '@/lib/typed';

export interface TypedText {
  readonly text: string;
  readonly change: (text: string) => void;
  /** The words have reached the server, or were thrown away. */
  readonly done: () => void;
  /** What other tabs keep for the same box (ui/OtherWords). */
  readonly others: readonly (Copy & { readonly value: string })[];
  readonly use: (copy: Copy) => void;
  readonly discard: (copy: Copy) => void;
}

function othersOf(name: string) {
  return typedElsewhere(name).filter((copy): copy is Copy & { readonly value: string } => typeof copy.value === 'string');
}

/** The text of one box, kept from the first letter. */
export function useTyped(name: string, initial: string): TypedText {
  const [text, setText] = useState(() => {
    const kept = recallTyped(name);
    return typeof kept === 'string' ? kept : initial;
  });
  const [others, setOthers] = useState(() => othersOf(name));
  return {
    text,
    change: (next) => {
      setText(next);
      if (next === initial) forgetTyped(name);
      else keepTyped(name, next);
    },
    done: () => forgetTyped(name),
    others,
    use: (copy) => {
      exchangeTyped(name, copy, text === initial ? undefined : text);
      if (typeof copy.value === 'string') setText(copy.value);
      setOthers(othersOf(name));
    },
    discard: (copy) => {
      const back = forgetCopy(copy);
      setOthers(othersOf(name));
      say('Thrown away.', () => {
        back();
        setOthers(othersOf(name));
      });
    },
  };
}
