/** The address of the conversation at what was said in it. */
export function wayToAnswer(messageId: string, session: string): string {
  return `/strategy?${new URLSearchParams({ said: messageId, in: session }).toString()}`;
}

export interface Said {
  /** The id of what was said. */
  readonly message: string;
  /** The conversation; null for the one that is open. */
  readonly session: string | null;
}

/** What the address of the conversation asks to see, as `wayToAnswer` made it. */
export function saidIn(search: string): Said | null {
  const asked = new URLSearchParams(search);
  const message = asked.get('said') ?? '';
  const session = asked.get('in') ?? '';
  return message === '' ? null : { message, session: session === '' ? null : session };
}
