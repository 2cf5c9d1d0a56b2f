import * as api from '@/lib/api';

/** What the owner said in some conversation. */
export interface FoundAnswer {
  readonly text: string;
  /** The id of the conversation. */
  readonly session: string;
  /** Whether that is the one that is on the screen. */
  readonly isHere?: boolean;
}

/** The answers that receipts name, by id, one map for each conversation. */
type Answers = ReadonlyMap<string, string>;

const read = new Map<string, Promise<Answers>>();

async function readAll(session: string): Promise<Answers> {
  const answers = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const page = await api.getMessages(session, cursor, 100);
    for (const message of page.items) answers.set(message.id, message.text);
    cursor = page.next;
  } while (cursor !== null);
  return answers;
}

function answersOf(session: string): Promise<Answers> {
  const known = read.get(session);
  if (known !== undefined) return known;
  const reading = readAll(session).catch((fault: unknown) => {
    read.delete(session);
    throw fault;
  });
  read.set(session, reading);
  return reading;
}

/** What the owner said, or null when none of these conversations holds it. What was said since the last look is looked up again. */
export async function answerIn(sessions: readonly string[], id: string): Promise<FoundAnswer | null> {
  for (const session of sessions) {
    const known = read.has(session);
    const found = (await answersOf(session)).get(id);
    if (found !== undefined) return { text: found, session };
    if (!known) continue;
    read.delete(session);
    const again = (await answersOf(session)).get(id);
    if (again !== undefined) return { text: again, session };
  }
  return null;
}
