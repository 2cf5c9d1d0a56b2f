import type { SystemEvent } from './api-types';
import { specOf, SECTION_NAMES } from './sections';

/** What happened, in plain words. A type that has no words yet is still told, never by its name. */
export type EventIcon = 'person' | 'workspace' | 'talk' | 'brief' | 'plug' | 'dot';

export interface EventKind {
  readonly type: string;
  /** As a choice of the filter. */
  readonly label: string;
  readonly icon: EventIcon;
}

export const EVENT_KINDS: readonly EventKind[] = [
  { type: 'xentri.brief.created.v1', label: 'Brief approved', icon: 'brief' },
  { type: 'xentri.brief.updated.v1', label: 'Brief changed', icon: 'brief' },
  { type: 'xentri.brief.restored.v1', label: 'Brief restored', icon: 'brief' },
  { type: 'xentri.brief.drafted.v1', label: 'Brief drafted', icon: 'brief' },
  { type: 'xentri.brief.session_started.v1', label: 'Conversation begun', icon: 'talk' },
  { type: 'xentri.org.created.v1', label: 'Workspace created', icon: 'workspace' },
  { type: 'xentri.org.renamed.v1', label: 'Workspace renamed', icon: 'workspace' },
  { type: 'xentri.user.signup.v1', label: 'Signed up', icon: 'person' },
  { type: 'xentri.user.login.v1', label: 'Signed in', icon: 'person' },
  { type: 'xentri.user.updated.v1', label: 'Profile changed', icon: 'person' },
  { type: 'xentri.member.added.v1', label: 'Member added', icon: 'person' },
  { type: 'xentri.member.removed.v1', label: 'Member removed', icon: 'person' },
  { type: 'xentri.integration.reported.v1', label: 'Integration reported', icon: 'plug' },
];

export function iconOf(event: SystemEvent): EventIcon {
  return EVENT_KINDS.find((kind) => kind.type === event.type)?.icon ?? 'dot';
}

/** "You", "Xentri", or someone else of the workspace: names are no part of an event. */
export function actorOf(event: SystemEvent, myId: string): string {
  if (event.actor.type !== 'user') return 'Xentri';
  return event.actor.id === myId ? 'You' : 'Someone in your workspace';
}

function textIn(event: SystemEvent, name: string): string {
  const value = event.payload[name];
  return typeof value === 'string' ? value : '';
}

const METHOD: Readonly<Record<string, string>> = { password: ' with a password', social: ' with Google' };
const SOURCE: Readonly<Record<string, string>> = { ai_proposal: ' with the co-pilot', form: ' by the form', import: ' by an import' };

function sectionIn(event: SystemEvent): string {
  const name = SECTION_NAMES.find((section) => section === event.payload['section']);
  return name === undefined ? 'your Brief' : `“${specOf(name).label}” in your Brief`;
}

function integrationWords(event: SystemEvent): string {
  const name = textIn(event, 'integration') || 'An integration';
  return textIn(event, 'outcome') === 'failed' ? `${name} reported a failure` : `${name} reported a success`;
}

/** One sentence about the event as its reader would say it. `myId` is the reader. */
export function sentenceOf(event: SystemEvent, myId: string): string {
  const who = actorOf(event, myId);
  switch (event.type) {
    case 'xentri.user.signup.v1':
      return `${subjectOf(event, myId)} signed up${METHOD[textIn(event, 'method')] ?? ''}`;
    case 'xentri.user.login.v1':
      return `${subjectOf(event, myId)} signed in${METHOD[textIn(event, 'method')] ?? ''}`;
    case 'xentri.user.updated.v1':
      return textIn(event, 'user_id') === myId ? 'You changed your profile' : 'Someone changed their profile';
    case 'xentri.org.created.v1':
      return 'Xentri created your workspace';
    case 'xentri.org.renamed.v1':
      return `${who} gave your workspace another name`;
    case 'xentri.member.added.v1':
      return textIn(event, 'user_id') === myId ? 'You joined the workspace' : 'Someone joined the workspace';
    case 'xentri.member.removed.v1':
      return 'Someone left the workspace';
    case 'xentri.brief.session_started.v1':
      return `${who} began a conversation about your business`;
    case 'xentri.brief.drafted.v1':
      return 'Xentri drafted your Brief from the conversation';
    case 'xentri.brief.created.v1':
      return `${who} approved your Brief`;
    case 'xentri.brief.updated.v1':
      return `${who} changed ${sectionIn(event)}${SOURCE[textIn(event, 'source')] ?? ''}`;
    case 'xentri.brief.restored.v1':
      return `${who} brought back version ${String(event.payload['restored_version'])} of your Brief`;
    case 'xentri.integration.reported.v1':
      return integrationWords(event);
    default:
      return 'Something happened that this page has no words for yet';
  }
}

/** Whom the event is about, where that is the one who acted: a sign-up is told by the provider, not by the person. */
function subjectOf(event: SystemEvent, myId: string): string {
  return textIn(event, 'user_id') === myId ? 'You' : actorOf(event, myId) === 'You' ? 'You' : 'Someone';
}

/** Who did it. What Xentri did because somebody asked for it names both. */
export function bylineOf(event: SystemEvent, myId: string): string {
  const who = actorOf(event, myId);
  return who !== 'Xentri' && sentenceOf(event, myId).startsWith('Xentri ') ? `Xentri, for ${who === 'You' ? 'you' : 'someone in your workspace'}` : who;
}

export interface Day {
  readonly key: string;
  readonly label: string;
  readonly events: readonly SystemEvent[];
}

function dayKey(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const longDayWithYear = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

function dayLabel(date: Date, now: Date): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (dayKey(date) === dayKey(now)) return 'Today';
  if (dayKey(date) === dayKey(yesterday)) return 'Yesterday';
  return (date.getFullYear() === now.getFullYear() ? longDay : longDayWithYear).format(date);
}

/** Events in the order given, grouped by the reader's own day. */
export function byDay(events: readonly SystemEvent[], now: Date): Day[] {
  const groups = new Map<string, { label: string; events: SystemEvent[] }>();
  for (const event of events) {
    const date = new Date(event.occurred_at);
    const group = groups.get(dayKey(date)) ?? { label: dayLabel(date, now), events: [] };
    group.events.push(event);
    groups.set(dayKey(date), group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

/**
 * The event and what led to it, the first thing first. `known` are the events of the same thread. Causes are followed as far as they
 * are named; what happened earlier in the thread (the conversation that a Brief came from) stands before them.
 */
export function chainOf(event: SystemEvent, known: readonly SystemEvent[]): SystemEvent[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  const causes = [event];
  for (;;) {
    const cause = byId.get(causes[0]?.causation_id ?? '');
    if (cause === undefined || causes.includes(cause)) break;
    causes.unshift(cause);
  }
  const start = Math.min(...causes.map((one) => one.org_seq));
  const earlier = known.filter((one) => one.org_seq < start && one.correlation_id !== undefined && one.correlation_id === event.correlation_id);
  return [...earlier.sort((a, b) => a.org_seq - b.org_seq), ...causes];
}
