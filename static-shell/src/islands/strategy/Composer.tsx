import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type Ref } from 'react';
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
  const send = () => {
    if (text.trim() !== '') onSend(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a word is being composed (IME), Enter belongs to the keyboard.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'ArrowUp' && text === '') {
      const last = $talk.get().messages.findLast((message) => message.role === 'owner');
      if (last === undefined) return;
      event.preventDefault();
      onText(last.text);
    }
  };
  return (
    <form
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
        <textarea
          id="answer"
          ref={field}
          className="input"
          rows={1}
          dir="auto"
          maxLength={LONGEST}
          placeholder="Type your answer…"
          value={text}
          enterKeyHint="send"
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
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
