// Compares what agents began with what is stored. Each beginning is one conversation or none. A
// visitor has one at a time, whoever began or reopened it, and learns of it wherever they were
// welcomed while it was open. Each violation is a sentence.
import { openAtOnce, spansOf } from '@opportune/core/sim/conversation-spans.test-support.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { SimAgent } from './simulated-agent.test-support.ts';
import type { SimVisitor } from './simulated-visitor.test-support.ts';
import type { Stored } from './stored-truth.test-support.ts';

type Truth = ReadonlyMap<ConversationId, Stored>;

export function brokenBeginnings(
  truth: Truth,
  agents: readonly SimAgent[],
  visitors: readonly SimVisitor[],
): readonly string[] {
  return [
    ...agents.flatMap(({ name, side }) =>
      [...side.begun].flatMap(([id, told]) => misbegun(truth, name, id, told)),
    ),
    ...agents.flatMap(({ name, side }) =>
      side.isQuiet ? [] : [`something that ${name} sent is neither done nor refused`],
    ),
    ...visitors.flatMap((visitor) => unknown(truth, visitor)),
    ...openAtOnce(truth),
  ];
}

/** Nothing begins with a blocked visitor any more, whoever tries. */
export function beginningsOfBlocked(
  truth: Truth,
  blockings: ReadonlyMap<ConversationId, number>,
): readonly string[] {
  return [...blockings].flatMap(([id, since]) => {
    const visitor = truth.get(id)?.visitor;
    return [...truth]
      .filter(([, each]) => each.visitor === visitor && (each.messages[0]?.at ?? 0) > since)
      .map(([begun]) => `${begun} began though ${visitor} was blocked before`);
  });
}

/**
 * The first message is in one conversation, behind the note of who began it. In none if it was
 * refused.
 */
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

/**
 * Visitors know of conversations that were open when they were welcomed, whoever was told at the
 * beginning.
 */
function unknown(truth: Truth, { name, side, greeted }: SimVisitor): readonly string[] {
  return [...truth]
    .filter(([id, { visitor }]) => visitor === name && !side.known.has(id))
    .filter(([id, { messages }]) =>
      spansOf(id, messages).some((span) =>
        greeted.some(({ from, until }) => span.from <= from && until <= span.until),
      ),
    )
    .map(([id]) => `promise 2: ${name} never knew of ${id}`);
}
