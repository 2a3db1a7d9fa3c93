// Plays one seed of simulated conversations. Compares the stored truth with what every client
// received, and with who should have received what at once. Each violation is a sentence.
import { brokenConversations } from '@opportune/core/sim/conversation-check.test-support.ts';
import type { Plant } from './simulated-life.test-support.ts';
import { type Calm, World } from './simulate.test-support.ts';
import { beginningsOfBlocked, brokenBeginnings } from './check-begun.test-support.ts';
import { brokenByHand, takenUp } from './check-by-hand.test-support.ts';
import { brokenStandings } from './check-owners.test-support.ts';

export interface Played {
  readonly violations: readonly string[];
  readonly messages: number;
  readonly acknowledged: number;
  /** How often somebody had to receive something at once, and how often as one who had joined. */
  readonly heard: number;
  readonly heardJoined: number;
  /** How many conversations agents began. */
  readonly begun: number;
  /** How often they reopened one that blurs. */
  readonly takenUp: number;
  readonly transcript: string;
}

/**
 * Plays one seed and checks all of it. Returns how much happened, so that an empty schedule is
 * noticed.
 */
export async function playSeed(seed: number, plant: Plant = {}): Promise<Played> {
  const world = new World(seed, plant);
  await world.play();
  const truth = await world.truth();
  const stored = new Map([...truth].map(([id, { messages }]) => [id, messages]));
  const hearings = world.calm.flatMap(hearingsOf);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    violations: [
      ...brokenConversations(stored, [
        ...world.agents.map(({ side }) => ({ reader: side.reader, complete: side.reading })),
        ...world.visitors.map(({ side }) => ({ reader: side.reader, complete: side.known })),
      ]),
      ...hearings.flatMap(({ missed }) => missed),
      ...world.visitors.flatMap(({ name, side }) =>
        side.isQuiet ? [] : [`a message of ${name} is neither acknowledged nor refused`],
      ),
      ...brokenBeginnings(truth, world.agents, world.visitors),
      ...brokenStandings(truth, world.standings),
      ...beginningsOfBlocked(truth, world.blockings),
      ...brokenByHand(truth, world.agents, world.reopenings),
    ],
    messages: sum([...stored.values()].map(({ length }) => length)),
    acknowledged: sum(world.people.map(({ side }) => side.reader.acknowledged.size)),
    heard: hearings.length,
    heardJoined: hearings.filter(({ joined }) => joined).length,
    begun: [...truth.values()].filter(({ begunBy }) => begunBy !== null).length,
    takenUp: takenUp(truth),
    transcript: JSON.stringify([...truth]),
  };
}

interface Hearing {
  readonly joined: boolean;
  readonly missed: readonly string[];
}

/** The owner, those who joined or follow it, and its visitor receive each message at once. */
function hearingsOf(calm: Calm): readonly Hearing[] {
  const { id, conversation, note, before, after, followers, here } = calm;
  if (before.status !== 'active' || after.status !== 'active') return [];
  const due = here.filter((name) => {
    if (name === before.visitor) return !note;
    return followers.includes(name) || (isIn(before, name) && isIn(after, name));
  });
  return due.map((name) => ({
    joined: before.joined.some((each) => each.name === name),
    missed: calm.heardBy.includes(name)
      ? []
      : [`promise 2: ${name} did not hear ${id} of ${conversation} at once`],
  }));
}

function isIn({ agent, joined }: Calm['before'], name: string): boolean {
  return agent?.name === name || joined.some((each) => each.name === name);
}
