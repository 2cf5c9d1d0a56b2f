import type { Body, Brief, BriefSession, BriefVersion, BriefVersionDetail, CurrentOrg, Data, ExportedFile } from './api-types';
import type { Me, MePatch, Message, Org, OrgPatch, Page, SectionName, SystemEvent } from './api-types';
import { underItsTag } from './entity-tags';
import { call, callFirst, callLast, callPublic, type Reply } from './http';
import { BRIEF, CONVERSATION, ME } from './reads';
import type { Shown } from './shown';

/** Every endpoint that the screens use, one function each. */
const SESSIONS = '/api/v1/brief/sessions';

function page<T>({ data, meta }: Reply<readonly T[]>): Page<T> {
  const next = meta['next_cursor'];
  return { items: data, next: typeof next === 'string' ? next : null };
}

function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export async function exchange(token: string): Promise<Shown> {
  const body: Body<'authExchange'> = { token };
  const { data } = await callPublic<Data<'authExchange'>>('/api/v1/auth/exchange', { method: 'POST', body, harmless: true });
  return { user: data.user.id, org: data.org.id };
}

export async function logout(): Promise<void> {
  await callLast('/api/v1/auth/logout');
}

export async function getMe(): Promise<Me> {
  return (await callFirst<Data<'meGet'>>(ME)).data;
}

/** The same for a closed tab: whoever it is, and nothing ends when it is nobody. */
export async function getMeAnew(): Promise<Me> {
  return (await callPublic<Data<'meGet'>>(ME)).data;
}

export async function patchMe(patch: MePatch, me: Me): Promise<Me> {
  return (await call<Data<'mePatch'>>(ME, { method: 'PATCH', body: patch, basedOn: me })).data;
}

export async function getOrg(): Promise<CurrentOrg> {
  return (await call<Data<'orgsCurrent'>>('/api/v1/orgs/current')).data;
}

export async function patchOrg(patch: OrgPatch, org: CurrentOrg): Promise<CurrentOrg> {
  return (await call<Data<'orgsPatch'>>('/api/v1/orgs/current', { method: 'PATCH', body: patch, basedOn: org })).data;
}

/** All workspaces that somebody is in, asked by a tab that shows none of them. */
export async function getOrgs(): Promise<readonly Org[]> {
  const all: Org[] = [];
  let cursor: string | null = null;
  do {
    const part: Page<Org> = page(await callPublic<readonly Org[]>(`/api/v1/orgs${query({ cursor, limit: 100 })}`));
    all.push(...part.items);
    cursor = part.next;
  } while (cursor !== null);
  return all;
}

export async function createOrg(name: string, key: string): Promise<Org> {
  const body: Body<'orgsCreate'> = { name };
  return (await callPublic<Data<'orgsCreate'>>('/api/v1/orgs', { method: 'POST', body, key })).data;
}

/** The conversation as it stands with its newest words, or as it would begin; looking at it begins none. */
export async function getCurrentSession(): Promise<{ session: BriefSession; hasBrief: boolean; words: Page<Message> }> {
  const { data } = await call<Data<'briefSessionCurrent'>>(CONVERSATION);
  const { messages = [], earlier = null } = data.session;
  return { session: underItsTag(data.session, data), hasBrief: data.has_brief, words: { items: messages, next: earlier } };
}

export async function startSession(key: string): Promise<{ session: BriefSession; resumed: boolean }> {
  const reply = await call<Data<'briefSessionStart'>>(SESSIONS, { method: 'POST', body: {}, key });
  return { session: reply.data, resumed: reply.status === 200 };
}

export async function getSession(id: string): Promise<BriefSession> {
  return (await call<Data<'briefSessionGet'>>(`${SESSIONS}/${id}`)).data;
}

export async function getMessages(id: string, cursor: string | null = null, limit = 30): Promise<Page<Message>> {
  return page(await call<Data<'briefSessionMessages'>>(`${SESSIONS}/${id}/messages${query({ cursor, limit })}`));
}

/** The co-pilot asks once more; nothing is said in the owner's name. */
export async function askAgain(id: string, section: SectionName, key: string): Promise<BriefSession> {
  const body: Body<'briefSessionMessage'> = { ask_again: section };
  return (await call<Data<'briefSessionMessage'>>(`${SESSIONS}/${id}/messages`, { method: 'POST', body, key })).data;
}

/** `replaces`: the id of the owner's last answer, if these words take its place. */
export async function sendMessage(id: string, text: string, key: string, replaces: string | null = null): Promise<BriefSession> {
  const body: Body<'briefSessionMessage'> = { text, ...(replaces === null ? {} : { replaces }) };
  return (await call<Data<'briefSessionMessage'>>(`${SESSIONS}/${id}/messages`, { method: 'POST', body, key })).data;
}

export async function draftNow(id: string, key: string): Promise<BriefSession> {
  return (await call<Data<'briefSessionReady'>>(`${SESSIONS}/${id}/ready`, { method: 'POST', body: {}, key })).data;
}

export async function putDraftSection(section: SectionName, change: Body<'briefSessionDraftSection'>, session: BriefSession): Promise<BriefSession> {
  const path = `${SESSIONS}/${session.id}/draft/sections/${section}`;
  return (await call<Data<'briefSessionDraftSection'>>(path, { method: 'PUT', body: change, basedOn: session })).data;
}

/** Approves what was read and nothing else: what somebody has changed since comes back as 412. */
export async function approve(session: BriefSession, key: string): Promise<BriefSession> {
  return (await call<Data<'briefSessionApprove'>>(`${SESSIONS}/${session.id}/approve`, { method: 'POST', body: {}, key, basedOn: session })).data;
}

/** Null where none stands yet. */
export async function findBrief(): Promise<Brief | null> {
  return (await call<Data<'briefGet'>>(BRIEF)).data;
}

/** One that is known to stand. */
export async function getBrief(): Promise<Brief> {
  return (await call<Brief>('/api/v1/brief')).data;
}

export async function patchBriefSection(section: SectionName, change: Body<'briefPatchSection'>, brief: Brief): Promise<Brief> {
  return (await call<Data<'briefPatchSection'>>(`/api/v1/brief/sections/${section}`, { method: 'PATCH', body: change, basedOn: brief })).data;
}

export async function getBriefVersions(cursor: string | null = null, limit = 30): Promise<Page<BriefVersion>> {
  return page(await call<Data<'briefVersions'>>(`/api/v1/brief/versions${query({ cursor, limit })}`));
}

export async function getBriefVersion(version: number, against: number | null = null): Promise<BriefVersionDetail> {
  return (await call<BriefVersionDetail>(`/api/v1/brief/versions/${version}${query({ against })}`)).data;
}

export async function restoreBrief(version: number, brief: Brief): Promise<Brief> {
  const body: Body<'briefRestore'> = { restored_from: version };
  return (await call<Data<'briefRestore'>>('/api/v1/brief', { method: 'PATCH', body, basedOn: brief })).data;
}

export type ExportFormat = 'pdf' | 'markdown' | 'json';

export async function exportBrief(format: ExportFormat): Promise<ExportedFile> {
  return (await call<ExportedFile>(`/api/v1/brief/export/${format}`)).data;
}

export interface EventFilter {
  readonly type?: string | null;
  readonly actor?: string | null;
  /** From this time on, and before that one; in UTC. */
  readonly since?: string | null;
  readonly until?: string | null;
  /** Only this event and what led to it. */
  readonly leading_to?: string | null;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export async function getEvents(filter: EventFilter): Promise<Page<SystemEvent>> {
  return page(await call<Data<'eventsList'>>(`/api/v1/events${query({ ...filter })}`));
}
