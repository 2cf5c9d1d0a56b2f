import { SendHorizontal } from 'lucide-react';
import { type Ref, useState } from 'react';
import { focusNext } from '@/lib/focus';
import { forgetTyped, keepTyped, recallTyped } from '@/lib/typed';
import { BeforeLosing } from '@/ui/BeforeLosing';
import { TextBox } from '@/ui/TextBox';
import { $talk, lastAnswer } from './talk';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** `corrects` is the id of the answer that these words take the place of. */
  readonly onSend: (text: string, corrects: string | null) => void;
  readonly field: Ref<HTMLTextAreaElement>;
}

const LONGEST = 4_000;

/** An answer that stands in the box again, to be said otherwise. */
interface TakenUp {
  readonly id: string;
  readonly text: string;
}

const CORRECTS = 'corrects';

/** Words that a page before this one had taken up are still a correction. */
function recallTakenUp(text: string): TakenUp | null {
  const kept = text === '' ? undefined : recallTyped(CORRECTS);
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('text' in kept)) return null;
  return typeof kept.id === 'string' && typeof kept.text === 'string' ? { id: kept.id, text: kept.text } : null;
}

/** The input is never locked: one can type on while the co-pilot thinks. */
export function Composer({ text, onText, onSend, field }: Props) {
  const [takenUp, take] = useState(() => recallTakenUp(text));
  const setTakenUp = (last: TakenUp | null) => {
    take(last);
    if (last === null) forgetTyped(CORRECTS);
    else keepTyped(CORRECTS, last);
  };
  const [asking, setAsking] = useState(false);
  // A box that takes no more would cut what is pasted, and say nothing.
  const tooMany = text.trim().length - LONGEST;
  const send = () => {
    if (tooMany > 0) return true;
    if (text.trim() !== '') onSend(text.trim(), takenUp?.id ?? null);
    setTakenUp(null);
    setAsking(false);
    return true;
  };
  const editLast = () => {
    const last = text === '' ? lastAnswer($talk.get()) : null;
    if (last === null) return false;
    onText(last.text);
    setTakenUp(last);
    return true;
  };
  const putAway = () => {
    setTakenUp(null);
    setAsking(false);
    onText('');
    focusNext('#answer');
  };
  const escape = () => {
    if (takenUp === null) return false;
    if (text.trim() === takenUp.text.trim() || text.trim() === '') putAway();
    else setAsking(true);
    return true;
  };
  return (
    <form
      method="post"
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {takenUp !== null && !asking && (
        <p className="talk-column mb-2 flex items-center justify-between gap-2 text-13 text-soft" role="status" data-testid="correcting">
          You correct your last answer.
          <button type="button" className="btn btn-text btn-small flex-none" onClick={escape}>
            Leave it
          </button>
        </p>
      )}
      {asking && (
        <div className="talk-column mb-2">
          <BeforeLosing
            what="Your correction is not sent."
            saveWord="Send"
            onSave={() => {
              send();
              focusNext('#answer');
            }}
            onDiscard={putAway}
            onStay={() => {
              setAsking(false);
              focusNext('#answer');
            }}
          />
        </div>
      )}
      {tooMany > 0 && (
        <p id="too-long" className="talk-column mb-2 text-13 text-error" role="alert" data-testid="too-long">
          That is longer than one answer can be, by {tooMany.toLocaleString('en')} {tooMany === 1 ? 'character' : 'characters'}. Send it in parts.
        </p>
      )}
      <div className="composer-row talk-column">
        <label className="sr-only" htmlFor="answer">
          Your answer
        </label>
        <TextBox
          id="answer"
          ref={field}
          className="input"
          rows={1}
          aria-invalid={tooMany > 0}
          aria-describedby={tooMany > 0 ? 'too-long' : undefined}
          placeholder="Type your answer…"
          value={text}
          enterKeyHint="send"
          onText={onText}
          keys={{ Enter: send, ArrowUp: editLast, Escape: escape }}
          data-begin=""
          data-testid="composer"
        />
        <button type="submit" className="btn btn-primary flex-none" disabled={text.trim() === '' || tooMany > 0} data-testid="send">
          <SendHorizontal size={16} aria-hidden="true" />
          Send
        </button>
      </div>
    </form>
  );
}
