// Checks what agents did by hand in conversations that blur the proof [C33]. With a visitor in
// control or the holdout, nothing is begun or reopened without a confirmation, a note records it,
// and the engine is told once of each reopening. Each violation is a sentence.
import { isBlurred } from '@opportune/core/decision/view/blurred-by.ts';
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { SimAgent } from './simulated-agent.test-support.ts';
import { blurredOf } from './routing-rules.test-support.ts';
import type { Stored } from './stored-truth.test-support.ts';

type ByHand = Extract<Aside, { type: 'begun' | 'taken-up' }>;

/**
 * What the engine was told about reopenings by agents. A killed server may have reported too
 * little.
 */
export interface ToldOfReopenings {
  readonly times: ReadonlyMap<ConversationId, number>;
  readonly whole: boolean;
}

export function brokenByHand(
  truth: ReadonlyMap<ConversationId, Stored>,
  agents: readonly SimAgent[],
  { times, whole }: ToldOfReopenings,
): readonly string[] {
  const confirmed = new Set(agents.flatMap((agent) => [...agent.confirmed]));
  return [...truth].flatMap(([id, stored]) => {
    const noted = asidesOf(stored);
    const takenUp = noted.filter(({ type }) => type === 'taken-up').length;
    const blurs = isBlurred(blurredOf(stored.visitor));
    if (!blurs)
      return takenUp === 0 ? [] : [`${id} says that it blurs what ${stored.visitor} does`];
    const told = times.get(id) ?? 0;
    const said = stored.messages[1]?.id;
    const isTold = told === takenUp || (!whole && told < takenUp);
    return [
      ...noted
        .filter((each) => !saysOf(each, stored))
        .map(({ by }) => `${id} does not say what ${by} blurs`),
      ...(stored.begunBy === null || (said !== undefined && confirmed.has(said))
        ? []
        : [`${id} was begun with ${stored.visitor}, which nobody confirmed`]),
      ...(takenUp === 0 || confirmed.has(id)
        ? []
        : [`${id} of ${stored.visitor} was taken up again, which nobody confirmed`]),
      ...(isTold
        ? []
        : [`the engine was told ${told} times that ${id} was taken up, it was ${takenUp} times`]),
    ];
  });
}

/** How often agents reopened a conversation that blurs. */
export function takenUp(truth: ReadonlyMap<ConversationId, Stored>): number {
  const all = [...truth.values()].flatMap(asidesOf);
  return all.filter(({ type }) => type === 'taken-up').length;
}

function asidesOf({ messages }: Stored): readonly ByHand[] {
  return messages.flatMap(({ body }) =>
    body.type === 'aside' && (body.aside.type === 'begun' || body.aside.type === 'taken-up')
      ? [body.aside]
      : [],
  );
}

function saysOf({ control, holdout }: ByHand, { visitor }: Stored): boolean {
  const blurred = blurredOf(visitor);
  const names = blurred.control.map(({ name }) => name);
  return holdout === blurred.holdout && names.join() === control.join();
}
