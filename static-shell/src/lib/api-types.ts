/** The shapes that the API answers with, as the screens use them. */

export type SectionName = 'identity' | 'audience' | 'offerings' | 'positioning' | 'operations' | 'goals' | 'proof';
export type Theme = 'dark' | 'light' | 'system';

export interface Org {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: string;
}

export interface Me {
  readonly id: string;
  readonly email: string;
  /** Empty when nobody has said it. */
  readonly name: string;
  readonly avatar_url: string | null;
  readonly theme: Theme;
  readonly version: number;
  readonly org: Org;
}

export interface MePatch {
  readonly name?: string;
  readonly theme?: Theme;
}

export interface Statement {
  readonly id: string;
  readonly text: string;
  readonly source: 'answer' | 'owner' | 'assumption';
  /** Ids of the messages that the statement was taken from. */
  readonly receipts: readonly string[];
}

export interface Offering {
  readonly name: string;
  readonly price?: string;
}

export type FieldValue = string | readonly string[] | readonly Offering[];

export interface SectionContent {
  readonly statements: readonly Statement[];
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export type SessionState = 'initiated' | 'conversing' | 'drafting' | 'review_pending' | 'editing' | 'approved';
export type Progress = 'open' | 'partial' | 'covered';

export interface BriefSession {
  readonly id: string;
  readonly state: SessionState;
  readonly reply: string;
  readonly quick_replies: readonly string[];
  readonly can_draft: boolean;
  readonly progress: Readonly<Record<SectionName, Progress>>;
  /** What each section still lacks, in a few words. */
  readonly still_open: Readonly<Partial<Record<SectionName, readonly string[]>>>;
  readonly draft: Readonly<Partial<Record<SectionName, SectionContent>>>;
  readonly accepted: Readonly<Partial<Record<SectionName, boolean>>>;
  readonly version: number;
  readonly brief_id?: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Message {
  readonly id: string;
  readonly role: 'copilot' | 'owner';
  readonly text: string;
  readonly created_at: string;
  readonly sections: readonly SectionName[];
}

export type SectionStatus = 'draft' | 'ready';

export interface Brief {
  readonly id: string;
  readonly schema_version: string;
  readonly version: number;
  readonly sections: Readonly<Partial<Record<SectionName, SectionContent>>>;
  readonly section_status: Readonly<Partial<Record<SectionName, SectionStatus>>>;
  readonly updated_at: string;
}

export interface SystemEvent {
  readonly id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly org_id: string;
  readonly actor: { readonly type: 'user' | 'system' | 'job'; readonly id: string };
  readonly payload: Readonly<Record<string, unknown>>;
  readonly correlation_id?: string;
  readonly causation_id?: string;
  readonly trace_id?: string;
  readonly org_seq: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
