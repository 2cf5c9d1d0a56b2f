import { useStore } from '@nanostores/react';
import { Quote } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Message, Statement } from '@/lib/api-types';
import { explain } from '@/lib/problem';
import { $talk, findMessage } from './talk';

interface Props {
  readonly statement: Statement;
  /** Shows an answer in the conversation. */
  readonly onReceipt: (messageId: string) => void;
}

/** As wide as one reads well beside a narrow panel; the style sheet says the same. */
const WIDTH_PX = 320;
const EDGE_PX = 8;

/** Where a statement came from: the owner's own words in a popover, or the plain word for it. */
export function Receipt({ statement, onReceipt }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  if (statement.source !== 'answer' || statement.receipts.length === 0) return <span className="px-2 text-12 text-muted">your words</span>;
  return (
    <>
      <button
        type="button"
        ref={button}
        className="receipt"
        title="from your answer"
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
        // Before it opens: it must not be seen elsewhere first.
        onClick={() => place(popover.current, button.current)}
        data-testid="receipt"
      >
        <Quote size={16} aria-hidden="true" />
        <span className="receipt-label">from your answer</span>
        <span className="sr-only">: {statement.text}</span>
      </button>
      <div
        id={id}
        ref={popover}
        popover="auto"
        role="dialog"
        aria-label="What you said"
        tabIndex={-1}
        className="receipt-words"
        onToggle={(event) => {
          const isOpen = event.newState === 'open';
          setOpen(isOpen);
          // It is read out; the browser gives the focus back when it closes.
          if (isOpen) popover.current?.focus();
        }}
        data-testid="receipt-words"
      >
        {open && statement.receipts.map((one) => <Answer key={one} messageId={one} onShow={() => onReceipt(one)} />)}
      </div>
    </>
  );
}

/** Beside its button, above or below, wherever there is room. */
function place(popover: HTMLElement | null, button: HTMLElement | null): void {
  if (popover === null || button === null) return;
  const { left, top, bottom } = button.getBoundingClientRect();
  const width = Math.min(WIDTH_PX, innerWidth - 2 * EDGE_PX);
  const below = bottom < innerHeight / 2;
  popover.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
  popover.style.top = below ? `${bottom + 4}px` : 'auto';
  popover.style.bottom = below ? 'auto' : `${innerHeight - top + 4}px`;
  popover.style.maxHeight = `${(below ? innerHeight - bottom : top) - 2 * EDGE_PX}px`;
}

type Found = { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'found'; readonly message: Message | null };

/** The newest words are there already; older ones are looked up. */
function Answer({ messageId, onShow }: { readonly messageId: string; readonly onShow: () => void }) {
  const talk = useStore($talk);
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  useEffect(() => {
    findMessage(messageId).then(
      (message) => setFound({ kind: 'found', message }),
      (fault: unknown) => setFound({ kind: 'failed', fault }),
    );
  }, [messageId]);
  const known = talk.messages.find((message) => message.id === messageId) ?? (found.kind === 'found' ? found.message : null);
  if (known !== null) {
    return (
      <>
        <blockquote className="quote mt-0!" dir="auto">
          {known.text}
        </blockquote>
        <button type="button" className="btn btn-text mt-1 -ml-2" onClick={onShow}>
          Show it in the conversation
        </button>
      </>
    );
  }
  switch (found.kind) {
    case 'looking':
      return <p className="text-13 text-muted">Looking for the answer…</p>;
    case 'failed':
      return (
        <p className="text-13 text-error" role="alert">
          {explain(found.fault)}
        </p>
      );
    case 'found':
      return <p className="text-13 text-muted">This answer is not in the conversation any more.</p>;
  }
}
