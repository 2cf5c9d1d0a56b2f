import { Quote } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Statement } from '@/lib/api-types';
import { explain } from '@/lib/problem';
import { wayToAnswer } from '@/lib/way-to-answer';
import type { FoundAnswer } from './answers';

export interface ReceiptNeeds {
  /** Null when it is not there any more. */
  readonly find: (messageId: string) => Promise<FoundAnswer | null>;
  /** Shows an answer in the conversation that is on the screen; elsewhere a link leads to it. */
  readonly onShow?: (messageId: string) => void;
}

interface Props extends ReceiptNeeds {
  readonly statement: Statement;
}

/** As wide as one reads well beside a narrow panel; the style sheet says the same. */
const WIDTH_PX = 320;
const EDGE_PX = 8;

/** Long enough that a pointer on its way elsewhere opens nothing, and finds its way from the button into the words. */
const COMES_MS = 150;
const GOES_MS = 250;

/** Where a statement came from: the owner's own words in a popover, or the plain word for it. */
export function Receipt({ statement, find, onShow }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const peek = usePeek(button, popover);
  if (statement.source !== 'answer' || statement.receipts.length === 0) {
    return <span className="receipt no-print">{statement.source === 'assumption' ? 'assumption' : 'your words'}</span>;
  }
  return (
    <>
      <button
        type="button"
        ref={button}
        className="receipt no-print"
        aria-label={`from your answer: ${statement.text}`}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-describedby={open ? id : undefined}
        {...peek.button}
        data-testid="receipt"
      >
        <Quote size={16} aria-hidden="true" />
        <span className="receipt-label">from your answer</span>
      </button>
      <div
        id={id}
        ref={popover}
        popover="auto"
        role="dialog"
        aria-label="What you said"
        tabIndex={-1}
        className="receipt-words no-print"
        {...peek.words}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          peek.settled();
        }}
        data-testid="receipt-words"
      >
        {open && (
          <>
            <p className="mb-1 text-12 text-muted">From your answer</p>
            {statement.receipts.map((one) => (
              <Answer key={one} messageId={one} find={find} onShow={onShow} />
            ))}
          </>
        )}
      </div>
    </>
  );
}

/**
 * Opens the words while the button is pointed at, or has the focus by the keyboard, and closes them after it; pressed, they stay and are read
 * out, and the browser gives the focus back when they close.
 */
function usePeek(button: { readonly current: HTMLElement | null }, popover: { readonly current: HTMLElement | null }) {
  const pressed = useRef(false);
  const closing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const isOpen = () => popover.current?.matches(':popover-open') === true;
  const show = () => {
    clearTimeout(timer.current);
    if (isOpen()) return;
    // Before it opens: it must not be seen elsewhere first.
    place(popover.current, button.current);
    popover.current?.showPopover();
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (!pressed.current && isOpen()) popover.current?.hidePopover();
  };
  const after = (act: () => void, time: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, time);
  };
  return {
    button: {
      onPointerEnter: ({ pointerType }: { readonly pointerType: string }) => {
        if (pointerType === 'mouse') after(show, COMES_MS);
      },
      onPointerLeave: () => after(hide, GOES_MS),
      onFocus: () => {
        // Not where the focus comes back as the words close.
        if (!closing.current && button.current?.matches(':focus-visible') === true) show();
      },
      onBlur: () => {
        if (popover.current?.matches(':hover, :focus-within') === false) hide();
      },
      onClick: () => {
        show();
        pressed.current = true;
        popover.current?.focus();
      },
    },
    words: {
      onPointerEnter: () => clearTimeout(timer.current),
      onPointerLeave: () => after(hide, GOES_MS),
      onBeforeToggle: ({ newState }: { readonly newState: string }) => {
        closing.current = newState === 'closed';
      },
    },
    settled: () => {
      closing.current = false;
      if (!isOpen()) pressed.current = false;
    },
  };
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

type Found = { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'found'; readonly answer: FoundAnswer | null };

interface AnswerProps {
  readonly messageId: string;
  readonly find: ReceiptNeeds['find'];
  readonly onShow: ReceiptNeeds['onShow'] | undefined;
}

function Answer({ messageId, find, onShow }: AnswerProps) {
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  useEffect(() => {
    let gone = false;
    find(messageId).then(
      (answer) => gone || setFound({ kind: 'found', answer }),
      (fault: unknown) => gone || setFound({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [find, messageId]);
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
      return found.answer === null ? (
        <p className="text-13 text-muted">This answer is not in the conversation any more.</p>
      ) : (
        <Said messageId={messageId} answer={found.answer} onShow={onShow} />
      );
  }
}

function Said({ messageId, answer, onShow }: { readonly messageId: string; readonly answer: FoundAnswer; readonly onShow: ReceiptNeeds['onShow'] | undefined }) {
  const words = 'Show it in the conversation';
  return (
    <>
      <blockquote className="quote mt-0!" dir="auto" data-testid="source">
        {answer.text}
      </blockquote>
      {onShow !== undefined && answer.isHere ? (
        <button type="button" className="btn btn-text mt-1 -ml-2" onClick={() => onShow(messageId)}>
          {words}
        </button>
      ) : (
        <a href={wayToAnswer(messageId, answer.session)} className="btn btn-text mt-1 -ml-2">
          {words}
        </a>
      )}
    </>
  );
}
