// Campaigns that no action of a visitor makes true: those of other sites, and those that require
// another value of a rarely changing fact, such as the country. Such campaigns cost an event
// nothing, however many there are. Visitors who are alike in these facts share the result.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { RuledOut } from '../../behaviour/recent/seen-patterns.ts';
import { markRank } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { TurnTable } from './turn-table.ts';

/** A condition that campaigns require. */
interface Requirement {
  isMet(profile: Profile): boolean;
  readonly ranks: number[];
}

/** The number of kinds of visitors that are cached. For further kinds nothing is ruled out. */
const mostKinds = 1000;
const bitsOfCode = 16;

export class Screen {
  readonly #words: number;
  readonly #requirements: readonly Requirement[];
  readonly #coming: TurnTable;
  readonly #losing: TurnTable;
  /** By unmet requirements, one bit each. */
  readonly #kinds = new Map<string, RuledOut>();

  constructor(campaigns: readonly CompiledCampaign[], coming: TurnTable, losing: TurnTable) {
    this.#words = (campaigns.length + 31) >>> 5;
    this.#requirements = requirementsOf(campaigns);
    this.#coming = coming;
    this.#losing = losing;
  }

  /**
   * The campaigns that a visitor's site and steady facts rule out. Null for none, or if unknown.
   */
  of(profile: Profile): RuledOut | null {
    const unmet = this.#requirements.filter((each) => !each.isMet(profile));
    if (unmet.length === 0) return null;
    const kind = this.#kindOf(unmet);
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    if (this.#kinds.size >= mostKinds) return null;
    const found = this.#lacking(unmet);
    this.#kinds.set(kind, found);
    return found;
  }

  #kindOf(unmet: readonly Requirement[]): string {
    const among = new Set(unmet);
    const codes = new Uint16Array(Math.ceil(this.#requirements.length / bitsOfCode));
    for (const [number, requirement] of this.#requirements.entries()) {
      const code = Math.floor(number / bitsOfCode);
      if (among.has(requirement)) codes[code] = (codes[code] ?? 0) | (1 << (number % bitsOfCode));
    }
    return String.fromCharCode(...codes);
  }

  #lacking(unmet: readonly Requirement[]): RuledOut {
    const campaigns = new Uint32Array(this.#words);
    for (const { ranks } of unmet) for (const rank of ranks) markRank(campaigns, rank);
    return {
      campaigns,
      coming: this.#coming.leavesOf(campaigns),
      losing: this.#losing.leavesOf(campaigns),
    };
  }
}

function requirementsOf(campaigns: readonly CompiledCampaign[]): readonly Requirement[] {
  const requirements = new Map<Leaf | string, Requirement>();
  const add = (key: Leaf | string, rank: number, isMet: Requirement['isMet']): void => {
    const of = requirements.get(key) ?? { isMet, ranks: [] };
    requirements.set(key, of);
    of.ranks.push(rank);
  };
  for (const campaign of campaigns) {
    const { rank, sites } = campaign;
    if (sites !== null) add([...sites].toSorted().join(), rank, ({ site }) => sites.has(site));
    for (const leaf of steadyMusts(campaign)) {
      const { watch } = leaf;
      if (watch.type === 'basis')
        add(leaf, rank, (profile) => watch.flips?.(watch.read(profile)) === true);
    }
  }
  return [...requirements.values()];
}

const steadyFacts = [
  'device.',
  'place.',
  'source.',
  'order.',
  'customer.',
  'visitor.visits',
  'visitor.returning',
  'visitor.verified',
];

/** The required leaves of a campaign that compare a rarely changing fact. */
export function steadyMusts({ audience, moment, optimise }: CompiledCampaign): readonly Leaf[] {
  // An optimising campaign enrols visitors by its audience alone.
  const musts = optimise === null ? [...audience.musts, ...moment.musts] : [...audience.musts];
  return [...new Set(musts)].filter(isSteady);
}

function isSteady({ node, watch }: Leaf): boolean {
  if (!('fact' in node) || watch.type !== 'basis' || watch.flips === undefined) return false;
  return steadyFacts.some((start) => node.fact.startsWith(start));
}
