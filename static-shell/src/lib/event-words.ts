import type { SystemEvent } from './api-types';
import { specOf, SECTION_NAMES } from './sections';
import { wayToAnswer } from './way-to-answer';

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

const PROFILE: Readonly<Record<string, string>> = { name: 'name', avatar_url: 'picture', email: 'e-mail address', theme: 'choice of light or dark' };

/** What of a person has changed, once each. */
function profileIn(events: readonly SystemEvent[], whose: string): string {
  const names = events.flatMap((event) => listIn(event, 'fields')).flatMap((field) => PROFILE[field] ?? []);
  return `${whose} ${listed([...new Set(names)]) || 'profile'}`;
}

/** As one says them: "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function listIn(event: SystemEvent, name: string): readonly string[] {
  const value: unknown = event.payload[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
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
      return textIn(event, 'user_id') === myId ? `You changed ${profileIn([event], 'your')}` : `Someone changed ${profileIn([event], 'their')}`;
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

/** One sentence about what somebody went on doing, newest first. */
export function sentenceOfAll(events: readonly [SystemEvent, ...SystemEvent[]], myId: string): string {
  const [newest] = events;
  if (events.length === 1) return sentenceOf(newest, myId);
  const sentence =
    newest.type === 'xentri.user.updated.v1'
      ? textIn(newest, 'user_id') === myId
        ? `You changed ${profileIn(events, 'your')}`
        : `Someone changed ${profileIn(events, 'their')}`
      : sentenceOf(newest, myId);
  return `${sentence}, ${events.length === 2 ? 'twice' : `${events.length} times`}`;
}

export interface Place {
  readonly path: string;
  /** As the words of a link. */
  readonly label: string;
}

const SETTINGS: Place = { path: '/settings', label: 'Settings' };
const TALK: Place = { path: '/strategy', label: 'Conversation' };

/** Where what an event tells of can be seen. */
export function placeOf(event: SystemEvent): Place {
  const [, context] = event.type.split('.');
  if (context === 'brief') {
    const { version } = event.payload;
    return typeof version === 'number' ? { path: `/strategy/brief?version=${version}`, label: `Version ${version} of your Brief` } : TALK;
  }
  if (context === 'user' || context === 'org' || context === 'member') return SETTINGS;
  return { path: `/strategy/activity?kind=${event.type.replace(/^xentri\.(.*)\.v1$/, '$1')}`, label: 'All of this kind' };
}

/** How many answers a draft was made from; none for what is no draft, or did not say so yet. */
export function answersIn(event: SystemEvent): number {
  return listIn(event, 'answers').length;
}

/** The way to each of them: the very words, in the conversation that they were said in. */
export function waysToAnswers(event: SystemEvent): readonly string[] {
  return listIn(event, 'answers').map((answer) => wayToAnswer(answer, textIn(event, 'session_id')));
}

const BEGINS: Readonly<Record<string, string>> = {
  'xentri.user.signup.v1': 'It began here: nothing came before the sign-up.',
  'xentri.org.created.v1': 'It began here, with the workspace.',
  'xentri.member.added.v1': 'It began here: this is how they came into the workspace.',
  'xentri.integration.reported.v1': 'It came from outside: what led to it is known where it was sent from.',
};

/** Whether nothing of the workspace led to it, and nothing could have. */
export function isBeginning(event: SystemEvent): boolean {
  return (event.causation_id ?? null) === null && BEGINS[event.type] !== undefined;
}

/** Why an event has no cause. */
export function beginningOf(event: SystemEvent): string {
  if ((event.causation_id ?? null) !== null) return 'What led to it cannot be found any more.';
  return BEGINS[event.type] ?? 'What led to it was not written down at that time.';
}

const PART: Readonly<Record<string, string>> = { identity: 'Your account', brief: 'Your Brief', 'strategy-co-pilot': 'The co-pilot', api: 'An integration' };

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

export interface Fact {
  readonly label: string;
  readonly words: string;
}

const sectionNames = (names: readonly string[]) => listed(SECTION_NAMES.filter((name) => names.includes(name)).map((name) => `“${specOf(name).label}”`));

/** All that an event says, in words. */
export function factsOf(event: SystemEvent, myId: string): Fact[] {
  const { payload } = event;
  const version = (name: string) => (typeof payload[name] === 'number' ? `Version ${payload[name]}` : '');
  const decided: unknown = payload['sections'];
  const statuses = typeof decided === 'object' && decided !== null && !Array.isArray(decided) ? Object.entries(decided) : [];
  const having = (status: string) => sectionNames(statuses.filter(([, value]) => value === status).map(([name]) => name));
  const answers = answersIn(event);
  const facts: Fact[] = [
    { label: 'What', words: EVENT_KINDS.find(({ type }) => type === event.type)?.label ?? 'Something new' },
    { label: 'Who', words: bylineOf(event, myId) },
    { label: 'When', words: moment.format(new Date(event.occurred_at)) },
    { label: 'Section', words: sectionNames([textIn(event, 'section')]) },
    { label: 'Sections', words: sectionNames(listIn(event, 'sections')) },
    { label: 'Ready', words: having('ready') },
    { label: 'Left as drafts', words: having('draft') },
    { label: 'Made from', words: answers === 0 ? '' : `${answers} of your answers` },
    { label: 'Made', words: version('version') },
    { label: 'Brought back', words: version('restored_version') },
    { label: 'Changed', words: listed(listIn(event, 'fields').flatMap((field) => PROFILE[field] ?? [])) },
    { label: 'Role', words: textIn(event, 'role') },
    { label: 'Integration', words: textIn(event, 'integration') },
    { label: 'Its own number', words: textIn(event, 'reference') },
    { label: 'Told by', words: PART[event.meta.source] ?? event.meta.source },
    { label: 'Place in the log', words: String(event.org_seq) },
  ];
  return facts.filter(({ words }) => words !== '');
}
