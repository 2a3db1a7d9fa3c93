// The dependencies of engaging, for tests of it and of other features: the memory of a small
// server, never near the maximum, a fixed number of free agents, and no scores, policies or trials.
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import type { Configurations, Deciding, MemoryForVisitors } from '../engage/seams.ts';

const MiB = 1024 * 1024;

export function roomy(clock: Clock): {
  readonly budgets: Budgets;
  readonly memory: MemoryForVisitors;
} {
  return {
    budgets: openMemoryBudgets(clock),
    memory: { profileBytes: 256 * MiB, waitingBytes: 64 * MiB, isTight: () => false },
  };
}

/** This many agents are free, and give a place to every request. */
export function freeAgents(free: number): AgentsRoom {
  const availability: Availability = { version: 1, at: 0, skills: { '*': { free, online: free } } };
  const faces = [{ name: 'Ada', photo: null }];
  return {
    availability: () => availability,
    hold: (_place, heard) => heard({ held: true, faces: free > 0 ? faces : [] }),
    faces: (_asked, heard) => heard(free > 0 ? faces : []),
  };
}

export function deciding(instead: Partial<Deciding> = {}): Deciding {
  return {
    agents: freeAgents(1),
    ways: { of: (_asked, heard) => heard([]) },
    trials: { verifyTrial: async () => null, forget: async () => {} },
    intent: {
      of: () => ({
        scores: () => [],
        reasons: () => [],
        isOutdated: () => false,
        followed() {},
      }),
      ready: async () => {},
    },
    policies: { of: () => null },
    hasVoice: true,
    ...instead,
  };
}

/** One version of one account's configuration, as it is then. */
export function configurationsOf(newest: () => Configuration): Configurations {
  return {
    accounts: async () => [newest().account],
    current: async () => newest(),
    at: async () => newest(),
    restingNames: async () => new Map(),
  };
}
