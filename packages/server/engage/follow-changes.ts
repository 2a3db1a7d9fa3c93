// What the owner of visitors follows and answers: configuration changes, agents' availability,
// requests for cards, and the clock.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import { accountRemoved } from '@opportune/protocol/bus/changes.ts';
import { answerCards } from './card/answer-cards.ts';
import type { AccountEngines } from './owner/account-engine.ts';
import { followConfigurations } from './owner/configuration-changes.ts';
import { followRoom } from './owner/follow-room.ts';
import type { VisitorOwner } from './owner/owner.ts';

export interface Followers {
  readonly world: World;
  readonly facts: FactStore;
  readonly engines: AccountEngines;
  readonly owner: VisitorOwner;
  /** For sweeping. */
  readonly behind: Schedule;
}

const sweepMs = 60_000;

/** Follows until the returned function is called. */
export function followChanges({ world, facts, engines, owner, behind }: Followers): () => void {
  const stops = [
    followConfigurations(world, async (account) => {
      const engine = await engines.reload(account);
      if (engine !== null) await owner.refresh(engine);
    }),
    followRoom(world, engines, (engine) => owner.refresh(engine)),
    answerCards({ world, facts, engines, owner }),
    subscribe(world.bus, accountRemoved, ({ account }) => owner.drop(account)),
    repeat(behind, sweepMs, () => owner.sweep()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
