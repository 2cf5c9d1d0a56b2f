/**
 * How long something is asked for again by itself before the person hears of it and decides: as the server says, or else soon and then
 * later, and some seconds in all. What a person waits for meanwhile is on the screen already.
 */
const MOST_MS = 12_000;
const FIRST_MS = 300;
const FACTOR = 4;

export interface Patience {
  /**
   * How long to wait before it is asked for again, or null when there is no patience left.
   *
   * @param told what the server said, in milliseconds
   */
  another(told: number | null): number | null;
}

/** Begins with the first refusal: what takes long and then comes has cost no patience. */
export function patience(): Patience {
  let began: number | null = null;
  let soon = FIRST_MS;
  return {
    another(told) {
      const now = Date.now();
      began ??= now;
      const wait = Math.max(soon, told ?? 0);
      soon *= FACTOR;
      return now + wait - began > MOST_MS ? null : wait;
    },
  };
}

/** `Retry-After` in milliseconds: seconds, or a time of day. Null where it says nothing that can be read. */
export function retryAfter(headers: Headers): number | null {
  const told = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(told)) return Number(told) * 1000;
  const at = Date.parse(told);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

export function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
