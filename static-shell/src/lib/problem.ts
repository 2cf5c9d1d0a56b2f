/** Why a call was refused or could not be made. Screens decide by `code`; people read `title` and `detail`. */
export interface FieldProblem {
  readonly pointer: string;
  readonly message: string;
}

export interface ProblemFacts {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly traceId: string | null;
  readonly errors: readonly FieldProblem[];
  /** On 412: what the server has now. */
  readonly current: unknown;
}

export class ApiProblem extends Error {
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts) {
    super(`${facts.status} ${facts.code}`);
    this.name = 'ApiProblem';
    this.facts = facts;
  }

  get code(): string {
    return this.facts.code;
  }

  get status(): number {
    return this.facts.status;
  }
}

/** The call never reached an answer: no network, or nobody there. Whether it took effect is unknown. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('No answer from Xentri', { cause });
    this.name = 'Unreachable';
  }
}

/** The session that this tab was opened with is over, for this tab at least (lib/tab). Nothing more is to be said about the call. */
export class SignedOut extends Error {
  constructor() {
    super('This tab is closed');
    this.name = 'SignedOut';
  }
}

/** A file of this page's own did not come: most likely a new version took the place of the one that the page belongs to. */
export class Missing extends Error {
  constructor(cause: unknown) {
    super('A part of the page is missing', { cause });
    this.name = 'Missing';
  }
}

/** Something that is being edited could not be saved: it says so itself, and stays where it was written. */
export class NotSaved extends Error {
  constructor() {
    super('An edit is not saved');
    this.name = 'NotSaved';
  }
}

/** Told by the API or the network, as opposed to a mistake in this code. */
export function isExpected(fault: unknown): boolean {
  return fault instanceof ApiProblem || fault instanceof Unreachable || fault instanceof SignedOut || fault instanceof Missing || fault instanceof NotSaved;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function fieldProblems(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((one) => ({ pointer: textOf(one['pointer'], ''), message: textOf(one['message'], '') }));
}

/** Reads RFC 9457; an answer of another kind (a proxy's page) still becomes a problem with its status. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const fields = isRecord(body) ? body : {};
  const type = textOf(fields['type'], 'about:blank');
  return new ApiProblem({
    code: type.startsWith('https://xentri.app/problems/') ? type.slice(type.lastIndexOf('/') + 1) : 'unexpected',
    status,
    title: textOf(fields['title'], 'Something went wrong'),
    detail: textOf(fields['detail'], ''),
    traceId: typeof fields['trace_id'] === 'string' ? fields['trace_id'] : null,
    errors: fieldProblems(fields['errors']),
    current: fields['current'],
  });
}

/** What the server says of a change to words that were changed since: for what is seen before it is asked. */
export function changedElsewhere(): ApiProblem {
  return problemFrom(412, {
    type: 'https://xentri.app/problems/precondition_failed',
    title: 'Changed meanwhile',
    detail: 'These words were changed somewhere else in the meantime.',
  });
}

/** One or two plain sentences for a person: what happened, what to do. */
export function explain(fault: unknown): string {
  if (fault instanceof Unreachable) return 'No answer from Xentri. Check your connection, then try again.';
  if (fault instanceof Missing) return 'A part of this page is missing. There may be a newer version of Xentri, or no connection. Try again.';
  if (fault instanceof NotSaved) return 'Something that you were editing could not be saved. It is kept where you wrote it; try again.';
  if (!(fault instanceof ApiProblem)) return 'Something went wrong on this page. Try again.';
  const { facts } = fault;
  if (facts.code === 'no_workspace') return 'You are in no workspace any more. Reload this page to make one.';
  if (facts.code === 'not_an_admin') return 'Only an owner or an admin of the workspace can do this.';
  if (facts.status === 403) return 'You cannot see this. The owner of the workspace can let you in.';
  if (facts.status === 409 && facts.code === 'idempotency_in_flight') return 'This is still being saved. Try again in a moment.';
  if (facts.status === 429) return 'That was a lot at once. Wait a moment, then try again.';
  if (facts.status >= 500) return 'Xentri could not do this just now. Nothing is lost; try again.';
  const first = facts.errors[0]?.message;
  return first !== undefined && first !== '' ? first : facts.detail !== '' ? facts.detail : `${facts.title}.`;
}
