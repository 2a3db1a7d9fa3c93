// Holds what agents began against what is stored: each beginning is one conversation or none, a visitor
// has one at a time, and knows of it wherever they were greeted while it went on. Each violation is a sentence.
import type { Message } from '@opportune/protocol/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { SimAgent } from './converse-sim-agent.test-support.ts';
import type { SimVisitor } from './converse-sim-visitor.test-support.ts';
import type { Stored } from './converse-sim.test-support.ts';

type Truth = ReadonlyMap<ConversationId, Stored>;

export function brokenBeginnings(
  truth: Truth,
  agents: readonly SimAgent[],
  visitors: readonly SimVisitor[],
): readonly string[] {
  return [
    ...agents.flatMap(({ name, talk }) =>
      [...talk.begun].flatMap(([id, told]) => misbegun(truth, name, id, told)),
    ),
    ...agents.flatMap(({ name, talk }) =>
      talk.isQuiet ? [] : [`something that ${name} sent is neither done nor refused`],
    ),
    ...visitors.flatMap((visitor) => [...unknown(truth, visitor), ...atOnce(truth, visitor.name)]),
  ];
}

/** What was said first stands in one conversation, behind who began it; in none where it was refused. */
function misbegun(
  truth: Truth,
  name: string,
  id: MessageId,
  told: ConversationId | null,
): readonly string[] {
  const found = [...truth].filter(([, { messages }]) => messages.some((each) => each.id === id));
  if (found.length > 1) return [`${name} began ${found.length} conversations with ${id}`];
  const [begun] = found;
  if (begun === undefined)
    return told === null ? [] : [`promise 1: ${name} began ${told} with ${id}, which is not there`];
  const [conversation, { begunBy, messages }] = begun;
  const [first, second] = messages;
  const isFirst = first?.body.type === 'aside' && first.body.aside.type === 'begun';
  return [
    ...(told === null || told === conversation
      ? []
      : [`${name} was told of ${told}, ${id} is in ${conversation}`]),
    ...(isFirst && second?.id === id && begunBy === `u-${name}`
      ? []
      : [`${conversation} does not begin with ${id} of ${name}`]),
  ];
}

/** What went on as they were greeted they know of, whoever was told when it began. */
function unknown(truth: Truth, { name, talk, greeted }: SimVisitor): readonly string[] {
  return [...truth]
    .filter(([id, { visitor }]) => visitor === name && !talk.known.has(id))
    .filter(([id, { messages }]) =>
      spansOf(id, messages).some((span) =>
        greeted.some(({ from, until }) => span.from <= from && until <= span.until),
      ),
    )
    .map(([id]) => `promise 2: ${name} never knew of ${id}`);
}

interface Span {
  readonly id: ConversationId;
  readonly from: number;
  readonly until: number;
}

/** None begins while another of the visitor goes on; what was taken up again is an agent's own doing. */
function atOnce(truth: Truth, name: string): readonly string[] {
  const own = [...truth].filter(([, { visitor }]) => visitor === name);
  const spans = own.flatMap(([id, { messages }]) => spansOf(id, messages));
  return own.flatMap(([id, { messages }]) => {
    const at = messages[0]?.at ?? 0;
    const left = messages.slice(0, 2).some(({ body }) => noteOf(body) === 'left-message');
    return spans
      .filter((span) => !left && span.id !== id && span.from < at && at < span.until)
      .map((span) => `${name} has ${span.id} while ${id} begins`);
  });
}

/** From when to when it went on. */
function spansOf(id: ConversationId, messages: readonly Message[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | null = messages[0]?.at ?? 0;
  for (const { body, at } of messages) {
    const note = noteOf(body);
    if (note === 'reopened') from ??= at;
    else if (
      from !== null &&
      (note === 'ended' || note === 'abandoned' || note === 'left-message')
    ) {
      spans.push({ id, from, until: at });
      from = null;
    }
  }
  return from === null ? spans : [...spans, { id, from, until: Infinity }];
}

function noteOf(body: Message['body']): string | null {
  return body.type === 'system' ? body.note.type : null;
}
