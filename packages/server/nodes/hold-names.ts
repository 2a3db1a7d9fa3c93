// Which names of the cluster this node holds: it keeps the lease of the node, serves the names that it
// may act for, and gives up those that moved. Placement, leases and their order are core/cluster's.
import { addressesOf, namesOf, shareNames } from '@opportune/core/cluster/names.ts';
import { nodeTimings } from '@opportune/core/cluster/limits.ts';
import type { Versions } from '@opportune/core/cluster/versions.ts';
import type { Over } from '@opportune/core/cluster/life-state.ts';
import type { Leases } from '@opportune/core/ports/leases.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { keepLease } from '../adapter/leases/keep-lease.ts';
import { holderOf } from '../processes/shard-of.ts';

/** How often it looks at what it may serve. Others take as long to renew. */
const lookMs = 100;

export interface HoldingParts {
  readonly names: readonly string[];
  /** An id that is never used again. */
  readonly node: string;
  /** How other nodes reach this one. */
  readonly address: string;
  /** The clock of leases, in ms. */
  readonly elapsed: () => number;
  readonly leases: Leases;
  /** The versions of what nodes say to each other that this build knows [CL11]. */
  readonly speaks: Versions;
  /** Ends what a process with this name has begun in PostgreSQL, and resolves once it is over. */
  readonly cutOff: (process: string) => Promise<void>;
  readonly log: Log;
  /** What happens then. */
  readonly upon: Upon;
}

interface Upon {
  /** Serve these names too. */
  take(names: readonly string[]): void;
  /** Stop serving these. Resolves once nothing of them is left. */
  release(names: readonly string[]): Promise<void>;
  /** Where names are now that other nodes hold, and until when this node may act. */
  know(known: Known): void;
}

export interface Known {
  /** The addresses of the nodes of other names. */
  readonly elsewhere: Readonly<Record<string, string>>;
  /** The addresses of all nodes in the cluster, by their ids. */
  readonly nodes: Readonly<Record<string, string>>;
  readonly heldUntil: number;
}

export interface Holding {
  /** Whether this node serves it, or is about to. */
  isOurs(name: string): boolean;
  /** Whether no other node is in the cluster. */
  isAlone(): boolean;
  known(): Known;
  /** When this node is in the cluster for the first time. */
  readonly joined: Promise<void>;
  /** Gives all names away. */
  leave(): void;
  /** When the lease of the node is over for good. */
  readonly over: Promise<Over>;
  close(): void;
}

export function holdNames(parts: HoldingParts): Holding {
  const { names, node, address, elapsed, log, upon, speaks } = parts;
  const taken = new Set<string>();
  const isMine = (name: string): boolean => {
    const owners = lease.register?.views.at(-1)?.owners ?? [];
    return shareNames(names, owners).get(name)?.shard === node;
  };
  const lease = keepLease({
    ...{ elapsed, log, timings: nodeTimings },
    leases: fencing(parts),
    self: { shard: node, holder: node, address, speaks },
    async letGo() {
      const lost = [...taken].filter((name) => !isMine(name));
      if (lost.length > 0) log.info('names move to other nodes', { names: lost.join(' ') });
      await upon.release(lost);
      for (const name of lost) taken.delete(name);
    },
    // Nothing reads a log by seals here: what a lost node has stored counts.
    endOf: () => Promise.resolve(0),
  });
  const known = (): Known => {
    const { register, heldUntil } = lease;
    const addresses = register === null ? [] : [...addressesOf(names, register)];
    return {
      elsewhere: Object.fromEntries(addresses.filter(([, at]) => at !== '' && at !== address)),
      nodes: Object.fromEntries(register?.shards.map((one) => [one.shard, one.address]) ?? []),
      heldUntil,
    };
  };
  const joined = Promise.withResolvers<void>();
  let told = '';
  const look = (): void => {
    const now = known();
    if (JSON.stringify(now) !== told) upon.know(now);
    told = JSON.stringify(now);
    const { owner, register } = lease;
    if (owner === null || register === null || elapsed() >= now.heldUntil) return;
    joined.resolve();
    const gained = namesOf(owner, names, register.views).filter((name) => !taken.has(name));
    if (gained.length === 0) return;
    for (const name of gained) taken.add(name);
    log.info('names are held by this node', { names: [...taken].join(' ') });
    upon.take(gained);
  };
  const looking = setInterval(look, lookMs);
  return {
    isOurs: (name) => taken.has(name) || isMine(name),
    isAlone: () => (lease.register?.shards ?? []).every(({ shard }) => shard === node),
    known,
    joined: joined.promise,
    leave: () => lease.leave(),
    over: lease.over,
    close: () => clearInterval(looking),
  };
}

/**
 * The port, with what a lost node means here: all its processes are cut off, and once that is done
 * nothing of it is left to be removed.
 */
function fencing({ leases, names, cutOff }: HoldingParts): Leases {
  return {
    ...leases,
    async cutOff(node) {
      await Promise.all(names.map((name) => cutOff(holderOf(name, node))));
    },
    async ask(request) {
      const answer = await leases.ask(request);
      if (request.type !== 'seal' || answer.outcome !== 'done') return answer;
      return leases.ask({ type: 'swept', owners: [request.seal] });
    },
  };
}
