import { Building2, Check, CircleDot, Copy, FileText, MessageCircle, Plug, User } from 'lucide-react';
import { useState } from 'react';
import type { SystemEvent } from '@/lib/api-types';
import { bylineOf, type EventIcon, iconOf, sentenceOf } from '@/lib/event-words';
import { say } from '@/lib/toast';
import { Why } from './Why';

const ICONS: Record<EventIcon, typeof User> = { person: User, workspace: Building2, talk: MessageCircle, brief: FileText, plug: Plug, dot: CircleDot };

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

interface Props {
  readonly event: SystemEvent;
  readonly myId: string;
}

type Opened = 'why' | 'details' | null;

/** One thing that happened: the sentence, who, when; below it the causes or the record itself. */
export function EventRow({ event, myId }: Props) {
  const [opened, setOpened] = useState<Opened>(null);
  const Icon = ICONS[iconOf(event)];
  const sentence = sentenceOf(event, myId);
  const toggle = (part: Opened) => setOpened(opened === part ? null : part);
  return (
    <li className="event-row" data-testid="event" data-type={event.type}>
      <Icon size={16} aria-hidden="true" className="mt-[3px] text-muted" />
      <div className="min-w-0">
        <p className="break-words">{sentence}</p>
        <p className="flex flex-wrap items-center text-13 text-muted">
          {bylineOf(event, myId)}
          <button type="button" className="btn btn-text btn-small ml-2" aria-expanded={opened === 'why'} aria-label={`Why? ${sentence}`} onClick={() => toggle('why')} data-testid="event-why">
            Why?
          </button>
          <button type="button" className="btn btn-text btn-small" aria-expanded={opened === 'details'} aria-label={`Details: ${sentence}`} onClick={() => toggle('details')} data-testid="event-details">
            Details
          </button>
        </p>
      </div>
      <time className="tabular text-13 text-soft" dateTime={event.occurred_at} title={new Date(event.occurred_at).toLocaleString('en-GB')}>
        {clock.format(new Date(event.occurred_at))}
      </time>
      {opened !== null && <div className="col-span-2 col-start-2 min-w-0 pt-2 pb-1">{opened === 'why' ? <Why event={event} myId={myId} /> : <Details event={event} />}</div>}
    </li>
  );
}

function Details({ event }: { readonly event: SystemEvent }) {
  const [copied, setCopied] = useState(false);
  const raw = JSON.stringify(event, null, 2);
  const copy = () => {
    navigator.clipboard.writeText(raw).then(
      () => setCopied(true),
      () => say('The browser did not allow copying. Select the text instead.'),
    );
  };
  return (
    <>
      <button type="button" className="btn btn-quiet mb-2" onClick={copy} data-testid="event-copy">
        {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        {copied ? 'Copied' : 'Copy'}
      </button>
      <pre className="raw">{raw}</pre>
    </>
  );
}
