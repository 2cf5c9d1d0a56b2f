/** Small things kept in this browser. Storage may be full or closed; then they last as long as the page. */
const PREFIX = 'xentri.';
const memory = new Map<string, string>();

export function keep(name: string, value: unknown): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  memory.set(PREFIX + name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Full or closed: memory has it.
  }
}

export function recallText(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name) ?? memory.get(PREFIX + name) ?? null;
  } catch {
    return memory.get(PREFIX + name) ?? null;
  }
}

/** What was kept, parsed; undefined when there is nothing or it cannot be read. The caller checks the shape. */
export function recall(name: string): unknown {
  const text = recallText(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function forget(name: string): void {
  memory.delete(PREFIX + name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Closed: there was nothing to remove.
  }
}

/** A name of its own for each person, so that two people at one browser never see each other's drafts. */
export function personal(userId: string, name: string): string {
  return `u.${userId}.${name}`;
}

/** Clears what belongs to people, keeping how the browser is set up. */
export function forgetPeople(): void {
  const mine = (key: string) => key.startsWith(`${PREFIX}u.`) || key === `${PREFIX}session-until`;
  for (const key of memory.keys()) if (mine(key)) memory.delete(key);
  try {
    for (const key of Object.keys(localStorage)) if (mine(key)) localStorage.removeItem(key);
  } catch {
    // Closed: there was nothing to remove.
  }
}
