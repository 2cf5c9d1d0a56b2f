import { useEffect, useState } from 'react';
import * as api from '@/lib/api';
import type { Message } from '@/lib/api-types';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { Said, useSought } from './Words';

interface Props {
  readonly session: string;
  /** The id of what one came to see. */
  readonly said: string;
}

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly fault: unknown }
  | { readonly kind: 'ready'; readonly messages: readonly Message[]; readonly found: boolean };

/** From the newest words back to those that are looked for, oldest first. */
async function readBackTo(session: string, said: string): Promise<State> {
  const messages: Message[] = [];
  let cursor: string | null = null;
  do {
    const page = await api.getMessages(session, cursor, 100);
    messages.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && !messages.some(({ id }) => id === said));
  return { kind: 'ready', messages: messages.reverse(), found: messages.some(({ id }) => id === said) };
}

/** A conversation that has ended, at what was said in it. It is read, and nothing is added to it. */
export function PastConversation({ session, said }: Props) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    readBackTo(session, said).then(
      (ready) => gone || setState(ready),
      (fault: unknown) => gone || setState({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [session, said, attempt]);
  switch (state.kind) {
    case 'loading':
      return <ScreenSkeleton screen="conversation" />;
    case 'failed':
      return <ErrorIsland title="This conversation could not be loaded." fault={state.fault} onRetry={() => setAttempt(attempt + 1)} />;
    case 'ready':
      return <Past messages={state.messages} said={state.found ? said : null} />;
  }
}

function Past({ messages, said }: { readonly messages: readonly Message[]; readonly said: string | null }) {
  useArrived(true);
  useSought(said, said !== null);
  return (
    <div className="document panel" data-testid="past-conversation">
      <h1 className="text-20" tabIndex={-1}>
        What was said
      </h1>
      <p className="mt-2 mb-6 text-soft">
        {said === null ? 'This answer is not in the conversation any more.' : 'This conversation has ended: what came of it stands in your Brief.'}{' '}
        <a href="/strategy" className="link">
          Go to the conversation of now
        </a>
        .
      </p>
      <ol className="past-words">
        {messages.map((message) => (
          <Said key={message.id} message={message} first={false} sought={message.id === said} />
        ))}
      </ol>
    </div>
  );
}
