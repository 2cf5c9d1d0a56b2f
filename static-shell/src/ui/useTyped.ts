import { useState } from 'react';
import { forgetTyped, keepTyped, recallTyped } from '@/lib/typed';

export interface TypedText {
  readonly text: string;
  readonly change: (text: string) => void;
  /** The words have reached the server, or were thrown away. */
  readonly done: () => void;
}

/** The text of one box, kept from the first letter. */
export function useTyped(name: string, initial: string): TypedText {
  const [text, setText] = useState(() => {
    const kept = recallTyped(name);
    return typeof kept === 'string' ? kept : initial;
  });
  return {
    text,
    change: (next) => {
      setText(next);
      if (next === initial) forgetTyped(name);
      else keepTyped(name, next);
    },
    done: () => forgetTyped(name),
  };
}
