import { useLayoutEffect, useRef } from 'react';

interface Props {
  /** As in "Your change is not saved." */
  readonly what: string;
  readonly saveWord: string;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onStay: () => void;
}

/** Asks whoever closes an editor with words in it that would be lost. Escape once more goes on editing. */
export function BeforeLosing({ what, saveWord, onSave, onDiscard, onStay }: Props) {
  const group = useRef<HTMLDivElement>(null);
  // Before the next key, which is for it.
  useLayoutEffect(() => group.current?.querySelector('button')?.focus(), []);
  useLayoutEffect(() => {
    const element = group.current;
    const stay = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Not the sheet around it.
      event.preventDefault();
      event.stopPropagation();
      onStay();
    };
    element?.addEventListener('keydown', stay);
    return () => element?.removeEventListener('keydown', stay);
  });
  return (
    <div ref={group} className="status tone-warning" role="alertdialog" aria-label={what} data-testid="before-losing">
      <p>{what}</p>
      <div className="mt-1 flex flex-wrap gap-2">
        <button type="button" className="btn btn-quiet" onClick={onSave}>
          {saveWord}
        </button>
        <button type="button" className="btn btn-text" onClick={onDiscard}>
          Throw away
        </button>
        <button type="button" className="btn btn-text" onClick={onStay}>
          Go on editing
        </button>
      </div>
    </div>
  );
}
