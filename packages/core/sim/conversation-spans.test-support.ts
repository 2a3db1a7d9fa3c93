// When conversations were active, from what is stored: from their first message, or from being
// reopened, to their end. Reports if a visitor has two active ones. A conversation that was left as
// a message from the start was never active.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';

export interface Span {
  readonly id: ConversationId;
  readonly from: number;
  readonly until: number;
}

/** A conversation of one visitor, as it is stored. */
interface Told {
  readonly visitor: VisitorId;
  readonly messages: readonly Message[];
}

/** From when to when it was active. Infinity: it still is. */
export function spansOf(id: ConversationId, messages: readonly Message[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | null = messages[0]?.at ?? 0;
  for (const { body, at } of messages) {
    const note = noteOf(body);
    if (note === 'reopened') from ??= at;
    else if (from !== null && isEnd(note)) {
      spans.push({ id, from, until: at });
      from = null;
    }
  }
  return from === null ? spans : [...spans, { id, from, until: Infinity }];
}

/** A visitor has one at a time, whoever began or reopened it. Each violation is a sentence. */
export function openAtOnce(stored: ReadonlyMap<ConversationId, Told>): readonly string[] {
  const ofVisitor = new Map<VisitorId, Span[]>();
  for (const [id, { visitor, messages }] of stored) {
    const own = ofVisitor.get(visitor) ?? [];
    own.push(...spansOf(id, messages).filter(({ from, until }) => from < until));
    ofVisitor.set(visitor, own);
  }
  return [...ofVisitor].flatMap(([visitor, spans]) =>
    overlaps(spans).map(([first, second]) => `${visitor} has ${first} while ${second} goes on`),
  );
}

/** Each pair of different conversations that were active at one instant, the earlier first. */
function overlaps(
  spans: readonly Span[],
): readonly (readonly [first: ConversationId, second: ConversationId])[] {
  const inOrder = spans.toSorted((a, b) => a.from - b.from);
  return inOrder.flatMap((first, at) =>
    inOrder
      .slice(at + 1)
      .filter(({ id, from }) => id !== first.id && from < first.until)
      .map(({ id }) => [first.id, id] as const),
  );
}

function isEnd(note: string | null): boolean {
  return note === 'ended' || note === 'abandoned' || note === 'left-message';
}

function noteOf(body: Message['body']): string | null {
  return body.type === 'system' ? body.note.type : null;
}
