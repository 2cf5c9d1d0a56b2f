import { Building2, CircleDot, FileText, MessageCircle, Plug, User } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SystemEvent } from '@/lib/api-types';
import { bylineOf, type EventIcon, iconOf, sentenceOf, sentenceOfAll } from '@/lib/event-words';
import { Change, ChangeInALine, changeOf } from './Change';
import { Details } from './Details';
import type { Row } from './rows';
import { Why } from './Why';

const ICONS: Record<EventIcon, typeof User> = { person: User, workspace: Building2, talk: MessageCircle, brief: FileText, plug: Plug, dot: CircleDot };

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

interface Props {
  readonly row: Row;
  readonly myId: string;
  /** Whether earlier events, which are not loaded, may belong to it. */
  readonly goesOn: boolean;
}

type Opened = 'why' | 'details' | 'each' | null;

/** One thing that happened, or what somebody went on doing: the sentence, from what to what, who, when; below it what one asks for. */
export function EventRow({ row: { events }, myId, goesOn }: Props) {
  const [newest] = events;
  const [opened, setOpened] = useState<Opened>(null);
  const Icon = ICONS[iconOf(newest)];
  const sentence = sentenceOfAll(events, myId);
  const change = changeOf(events);
  const asked = (part: Exclude<Opened, null>, label: string, words: string) => (
    <Ask opened={opened === part} label={label} words={words} onAsk={() => setOpened(opened === part ? null : part)} part={part} />
  );
  return (
    <li className="event-row" data-testid="event" data-type={newest.type} data-events={events.length}>
      <Icon size={16} aria-hidden="true" className="mt-[3px] text-muted" />
      <div className="min-w-0">
        <p className="break-words">
          {sentence}
          {goesOn && <span className="text-muted"> (it may go on in what is earlier)</span>}
        </p>
        {change !== null && <ChangeInALine change={change} />}
        <p className="flex flex-wrap items-center text-13 text-muted">
          <span className="mr-2">{bylineOf(newest, myId)}</span>
          {asked('why', `Why? ${sentence}`, 'Why?')}
          {events.length === 1
            ? asked('details', `Details: ${sentence}`, 'Details')
            : asked('each', `All ${events.length}: ${sentence}`, `All ${events.length}`)}
        </p>
      </div>
      <Time event={newest} />
      {opened !== null && (
        <div className="col-span-2 col-start-2 min-w-0 pt-2 pb-1">
          {opened === 'why' && <Why event={newest} myId={myId} />}
          {opened === 'details' && <Details event={newest} myId={myId} />}
          {opened === 'each' && <Each row={{ events }} myId={myId} />}
        </div>
      )}
    </li>
  );
}

function Time({ event }: { readonly event: SystemEvent }) {
  const at = new Date(event.occurred_at);
  return (
    <time className="tabular text-13 text-soft" dateTime={event.occurred_at} title={at.toLocaleString('en-GB')}>
      {clock.format(at)}
    </time>
  );
}

interface AskProps {
  readonly opened: boolean;
  readonly label: string;
  readonly words: string;
  readonly part: string;
  readonly onAsk: () => void;
}

function Ask({ opened, label, words, part, onAsk }: AskProps) {
  return (
    <button type="button" className="btn btn-text btn-small" aria-expanded={opened} aria-label={label} onClick={onAsk} data-testid={`event-${part}`}>
      {words}
    </button>
  );
}

/** A row, unfolded: from where to where it led in all, and each edit of it. */
function Each({ row: { events }, myId }: { readonly row: Row; readonly myId: string }) {
  const change = changeOf(events);
  return (
    <>
      {change !== null && (
        <Part title="In all">
          <Change change={change} />
        </Part>
      )}
      <Part title={change === null ? '' : 'One by one'}>
        <ul className="event-each">
          {events.map((event) => (
            <One key={event.id} event={event} myId={myId} />
          ))}
        </ul>
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="mb-3 last:mb-0">
      {title !== '' && <p className="mb-1 text-12 text-muted">{title}</p>}
      {children}
    </div>
  );
}

function One({ event, myId }: { readonly event: SystemEvent; readonly myId: string }) {
  const [opened, setOpened] = useState(false);
  const change = changeOf([event]);
  return (
    <li data-testid="event-one" data-event={event.id}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 flex-1">{change === null ? <p>{sentenceOf(event, myId)}</p> : <ChangeInALine change={change} />}</div>
        <Time event={event} />
      </div>
      <Ask
        opened={opened}
        label={`Details: ${sentenceOf(event, myId)}, ${clock.format(new Date(event.occurred_at))}`}
        words="Details"
        part="details"
        onAsk={() => setOpened(!opened)}
      />
      {opened && <Details event={event} myId={myId} />}
    </li>
  );
}
