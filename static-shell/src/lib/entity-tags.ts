/** The entity tags of what was read, beside the objects themselves: what they are made of is the API's business. */
const tags = new WeakMap<object, string>();

export function rememberTag(what: unknown, tag: string | null): void {
  if (typeof what === 'object' && what !== null && tag !== null) tags.set(what, tag);
}

/** A part of what was read that is under the tag of the whole. */
export function underItsTag<T extends object>(part: T, whole: object): T {
  rememberTag(part, knownTag(whole));
  return part;
}

/** Null for what bears none, or was not read. */
export function knownTag(what: object): string | null {
  return tags.get(what) ?? null;
}

export function tagOf(what: object): string {
  const tag = knownTag(what);
  if (tag === null) throw new Error('A change must be based on something that was read');
  return tag;
}
