import { type ComponentProps, useId } from 'react';
import { charactersOver, tooLong } from '@/lib/too-long';
import { LineBox } from './TextBox';

interface Props extends ComponentProps<typeof LineBox> {
  /** In characters. */
  readonly longest: number;
  /** What becomes of words that are too long. */
  readonly fate: string;
}

/** One line of text of which only so much is taken. More than that stays as it was typed or pasted, and is said. */
export function BoundedBox({ longest, fate, ...rest }: Props) {
  const told = useId();
  const over = charactersOver(rest.value, longest);
  return (
    <>
      <LineBox {...rest} aria-invalid={over > 0} aria-describedby={over > 0 ? told : rest['aria-describedby']} />
      {over > 0 && (
        <p id={told} className="mt-1 text-13 text-error" role="alert" data-testid="too-long">
          {tooLong(over, longest)} <span className="text-soft">{fate}</span>
        </p>
      )}
    </>
  );
}
