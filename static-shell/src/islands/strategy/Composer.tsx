import { SendHorizontal } from 'lucide-react';
import { type Ref, useState } from 'react';
import { TextBox } from '@/ui/TextBox';
import { $talk } from './talk';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly field: Ref<HTMLTextAreaElement>;
}

const LONGEST = 4_000;

/** The input is never locked: one can type on while the co-pilot thinks. */
export function Composer({ text, onText, onSend, field }: Props) {
  /** The last answer stands in the box again, to be said otherwise: Escape puts it away. */
  const [takenUp, setTakenUp] = useState(false);
  const send = () => {
    if (text.trim() !== '') onSend(text.trim());
    setTakenUp(false);
    return true;
  };
  const type = (words: string) => {
    setTakenUp(takenUp && words !== '');
    onText(words);
  };
  const editLast = () => {
    const last = text === '' ? $talk.get().messages.findLast((message) => message.role === 'owner') : undefined;
    if (last === undefined) return false;
    onText(last.text);
    setTakenUp(true);
    return true;
  };
  const letGo = () => {
    if (!takenUp) return false;
    type('');
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
      <div className="composer-row talk-column">
        <label className="sr-only" htmlFor="answer">
          Your answer
        </label>
        <TextBox
          id="answer"
          ref={field}
          className="input"
          rows={1}
          maxLength={LONGEST}
          placeholder="Type your answer…"
          value={text}
          enterKeyHint="send"
          onText={type}
          keys={{ Enter: send, ArrowUp: editLast, Escape: letGo }}
          data-testid="composer"
        />
        <button type="submit" className="btn btn-primary flex-none" disabled={text.trim() === ''} data-testid="send">
          <SendHorizontal size={16} aria-hidden="true" />
          Send
        </button>
      </div>
    </form>
  );
}
