/** Names for the shapes that the screens use. The shapes themselves are generated from the API's schemas; nothing is written twice. */
import type { components, operations } from '@/generated/api';

type Schemas = components['schemas'];

type Success<Responses> = Responses extends { readonly 200: infer Ok } ? Ok : Responses extends { readonly 201: infer Created } ? Created : never;

/** What an endpoint answers with. */
export type Data<Operation extends keyof operations> =
  Success<operations[Operation]['responses']> extends { readonly content: { readonly 'application/json': { readonly data: infer Value } } } ? Value : never;

/** What an endpoint is sent. */
export type Body<Operation extends keyof operations> = operations[Operation] extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Value } };
}
  ? Value
  : never;

export type Me = Data<'meGet'>;
export type MePatch = Body<'mePatch'>;
export type Theme = Me['theme'];
export type Org = Data<'orgsList'>[number];
export type CurrentOrg = Data<'orgsCurrent'>;
export type OrgPatch = Body<'orgsPatch'>;

export type BriefSession = Schemas['session'];
export type Message = Data<'briefSessionMessages'>[number];
export type Progress = BriefSession['progress'][SectionName];

export type Brief = Schemas['brief'];
export type SectionName = keyof Schemas['sections'];
export type SectionStatus = Brief['section_status'][SectionName];
export type Statement = Schemas['statement'];
export type BriefVersion = Schemas['version'];
export type BriefVersionDetail = Data<'briefVersionGet'>;
export type BriefChange = Schemas['change'];
export type ExportedFile = Schemas['export'];

type Values<Fields> = NonNullable<Fields[keyof Fields]>;

/** Any field of any section, for what treats all seven alike. */
export type FieldValue = { readonly [Section in SectionName]: Values<Schemas['sections'][Section]['fields']> }[SectionName];
export type Offering = Values<Schemas['section-offerings']['fields']>[number];
export type SectionContent = Omit<Schemas['content'], 'fields'> & { readonly fields: Readonly<Record<string, FieldValue>> };

export type SystemEvent = Schemas['envelope'];

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
