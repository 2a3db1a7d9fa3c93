// The first decisions on which "what if" is computed, read from log lines some at a time, so that
// visitors who need a decision do not wait for a whole campaign's computation.
import { setImmediate } from 'node:timers/promises';
import type { FirstDecisionRow } from './what-if-sql.ts';

/** Of a closed visitor, in order of enrolment. */
export interface FirstDecision extends Omit<FirstDecisionRow, 'closes_ms' | 'probabilities'> {
  /** By action. Null if nothing was drawn. */
  readonly probabilities: Readonly<Record<string, number>> | null;
}

export interface FirstDecisions {
  readonly decisions: readonly FirstDecision[];
  /** The instant from which there may be more of them. */
  readonly until: number;
}

/** Decisions between two turns of the event loop. */
const atOnce = 200;
const newline = '\n'.charCodeAt(0);

/** Yields each of them and lets other work run in between and at the end. */
export async function* inTurns<Each>(all: Iterable<Each>): AsyncGenerator<readonly Each[]> {
  let some: Each[] = [];
  for (const each of all) {
    if (some.push(each) < atOnce) continue;
    await setImmediate();
    yield some;
    some = [];
  }
  await setImmediate();
  yield some;
  await setImmediate();
}

export async function readFirstDecisions(lines: Uint8Array): Promise<FirstDecisions> {
  const decisions: FirstDecision[] = [];
  let until = Infinity;
  for await (const some of inTurns(linesOf(lines)))
    for (const line of some) {
      const row = JSON.parse(line) as FirstDecisionRow;
      if (row.closes_ms > 0) until = Math.min(until, row.closes_ms);
      else decisions.push(decisionOf(row));
    }
  return { decisions, until };
}

function* linesOf(lines: Uint8Array): Generator<string> {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(newline, from);
    const until = end === -1 ? bytes.length : end;
    if (until > from) yield bytes.toString('utf8', from, until);
    from = until + 1;
  }
}

function decisionOf(row: FirstDecisionRow): FirstDecision {
  const { arm, action, converted, value, worth, intent, unscored, cart, rate } = row;
  const probabilities = probabilitiesOf(row.probabilities);
  return {
    arm,
    action,
    converted,
    value,
    worth,
    intent,
    unscored,
    cart,
    rate,
    probabilities,
  };
}

function probabilitiesOf(text: string): FirstDecision['probabilities'] {
  if (text === '') return null;
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) return null;
  const found: Record<string, number> = {};
  for (const [action, chance] of Object.entries(read))
    if (typeof chance === 'number') found[action] = chance;
  return Object.keys(found).length === 0 ? null : found;
}
