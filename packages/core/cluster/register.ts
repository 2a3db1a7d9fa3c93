// What the shards of a cluster agree on: who they are, under which epochs, and which of them may act
// for what. One store holds it (core/ports/leases.ts) and applies one request after another. It knows
// no clock: shards watch each other's renewals on their own clocks, so no clock of a machine matters.
import type { Owner } from '../world/owner.ts';
import { clusterLimits } from './limits.ts';
import { type Versions, versionOfAll } from './versions.ts';

/** A shard, held by one process under a lease. */
export interface Shard extends Owner {
  /** The process that holds it, by an id that is never used again. */
  readonly holder: string;
  /** How others reach it. */
  readonly address: string;
  readonly speaks: Versions;
  /** The number of its newest renewal. */
  readonly beat: number;
  /** The newest epoch whose changes it has followed: what it lost by then, it no longer touches. */
  readonly heard: number;
  /** It owns nothing any more in the newest view. */
  readonly isLeaving: boolean;
}

/** The owners of an epoch. */
export interface View {
  readonly epoch: number;
  readonly owners: readonly Owner[];
}

/** A shard that was removed without having let go. What it owned waits for its seal. */
export interface Gone extends Owner {
  readonly holder: string;
  readonly heard: number;
}

/** The end of a lost owner's log: its rows with larger ordinals are stale and never read. */
export interface Seal extends Owner {
  readonly ordinal: number;
}

export interface Register {
  /** Counts all changes, renewals too. */
  readonly revision: number;
  /** Counts changes of the owners. */
  readonly epoch: number;
  readonly shards: readonly Shard[];
  /** The views by which somebody may still act, oldest first. Empty before the first shard. */
  readonly views: readonly View[];
  readonly gone: readonly Gone[];
  readonly seals: readonly Seal[];
}

export const emptyRegister: Register = {
  ...{ revision: 0, epoch: 0, shards: [], views: [], gone: [], seals: [] },
};

export type RegisterRequest =
  | { readonly type: 'look' }
  /** Asks for a lease. `epoch` is the one that it has read, so that a late copy has no effect. */
  | ({ readonly type: 'join'; readonly epoch: number; readonly beat: number } & Joining)
  | {
      readonly type: 'beat';
      readonly owner: Owner;
      readonly beat: number;
      readonly heard: number;
      /** It wishes to own nothing, and to be removed once it has let go of everything. */
      readonly isLeaving: boolean;
    }
  /** Removes a shard whose renewals have stopped at `beat` for a lease. */
  | { readonly type: 'expel'; readonly owner: Owner; readonly beat: number }
  | { readonly type: 'seal'; readonly seal: Seal }
  /** The stale rows of these seals are removed. */
  | { readonly type: 'swept'; readonly owners: readonly Owner[] };

export interface Joining {
  readonly shard: string;
  readonly holder: string;
  readonly address: string;
  readonly speaks: Versions;
}

/**
 * `done`: it is so now. `left`: removed, as it wished. `lost`: this lease is over. `changed`: the register is another than the one that
 * was read. `taken`: another process has the shard. `version`: builds that are not neighbours.
 */
export type Outcome = 'done' | 'left' | 'lost' | 'changed' | 'taken' | 'version' | 'full' | 'busy';

export interface RegisterAnswer {
  readonly outcome: Outcome;
  readonly register: Register;
}

/** Applies one request. A request that came before, or too late, changes nothing. */
export function changeRegister(register: Register, request: RegisterRequest): RegisterAnswer {
  switch (request.type) {
    case 'look':
      return { outcome: 'done', register };
    case 'join':
      return join(register, request);
    case 'beat':
      return beat(register, request);
    case 'expel':
      return expel(register, request);
    case 'seal':
      return seal(register, request.seal);
    case 'swept': {
      const seals = register.seals.filter((one) => !request.owners.some(isSame(one)));
      return changed(register, { seals });
    }
  }
}

export function isSame(one: Owner): (other: Owner) => boolean {
  return (other) => one.shard === other.shard && one.epoch === other.epoch;
}

function join(
  register: Register,
  request: RegisterRequest & { readonly type: 'join' },
): RegisterAnswer {
  const { shard, holder, address, speaks } = request;
  const held = register.shards.find((one) => one.shard === shard);
  // The answer to an earlier request was lost.
  if (held?.holder === holder)
    return changed(register, { shards: renewed(register, held, request.beat, 0) });
  const outcome = whyNot(register, request, held);
  if (outcome !== null) return { outcome, register };
  const epoch = register.epoch + 1;
  // It has nothing to let go of, so it has heard of its own epoch.
  const joined: Shard = {
    ...{
      shard,
      epoch,
      holder,
      address,
      speaks,
      beat: request.beat,
      heard: epoch,
      isLeaving: false,
    },
  };
  return moved(register, [...register.shards, joined], register.gone);
}

function whyNot(
  register: Register,
  { epoch, speaks }: RegisterRequest & { readonly type: 'join' },
  held: Shard | undefined,
): Outcome | null {
  if (held !== undefined) return 'taken';
  if (epoch !== register.epoch) return 'changed';
  if (versionOfAll([speaks, ...register.shards.map((one) => one.speaks)]) === null)
    return 'version';
  if (register.shards.length >= clusterLimits.shards) return 'full';
  return isBusy(register) ? 'busy' : null;
}

function isBusy({ views }: Register): boolean {
  return views.length >= clusterLimits.views;
}

function beat(
  register: Register,
  { owner, beat: number, heard, isLeaving }: RegisterRequest & { readonly type: 'beat' },
): RegisterAnswer {
  const held = register.shards.find(isSame(owner));
  if (held === undefined) return { outcome: 'lost', register };
  const shards = renewed(register, held, number, heard);
  if (!isLeaving) return changed(register, { shards });
  if (!held.isLeaving)
    return isBusy(register) ? changed(register, { shards }) : drain(register, shards, owner);
  return hasLetGo(register, held) ? leave(register, held) : changed(register, { shards });
}

function renewed(
  { shards }: Register,
  held: Shard,
  number: number,
  heard: number,
): readonly Shard[] {
  if (number <= held.beat && heard <= held.heard) return shards;
  const renewal = {
    beat: Math.max(number, held.beat),
    heard: Math.max(heard, held.heard),
  };
  return shards.map((one) => (one === held ? { ...held, ...renewal } : one));
}

function drain(register: Register, shards: readonly Shard[], owner: Owner): RegisterAnswer {
  const leaving = shards.map((one) => (isSame(owner)(one) ? { ...one, isLeaving: true } : one));
  return moved(register, leaving, register.gone);
}

/** All that a shard stored is there once it has let go of everything. It needs no seal. */
function leave(register: Register, held: Shard): RegisterAnswer {
  const shards = register.shards.filter((one) => one !== held);
  return { ...changed(register, { shards }), outcome: 'left' };
}

function hasLetGo({ views }: Register, held: Shard): boolean {
  return !views.some(({ epoch, owners }) => epoch >= held.heard && owners.some(isSame(held)));
}

function expel(
  register: Register,
  { owner, beat: seen }: RegisterRequest & { readonly type: 'expel' },
): RegisterAnswer {
  const held = register.shards.find(isSame(owner));
  if (held === undefined) return { outcome: 'done', register };
  if (held.beat !== seen) return { outcome: 'changed', register };
  const { shard, epoch, holder, heard } = held;
  const shards = register.shards.filter((one) => one !== held);
  return moved(register, shards, [...register.gone, { shard, epoch, holder, heard }]);
}

/** The first seal holds: owners have read the log up to it. */
function seal(register: Register, of: Seal): RegisterAnswer {
  if (!register.gone.some(isSame(of))) return { outcome: 'done', register };
  if (register.seals.length >= clusterLimits.seals) return { outcome: 'full', register };
  return changed(register, {
    gone: register.gone.filter((one) => !isSame(of)(one)),
    seals: [...register.seals, of],
  });
}

/** Whether all act by the newest view, and nobody waits for a seal. */
export function isSettled({ views, gone }: Register): boolean {
  return views.length <= 1 && gone.length === 0;
}

/** The same with another set of owners, under the next epoch. */
function moved(
  register: Register,
  shards: readonly Shard[],
  gone: readonly Gone[],
): RegisterAnswer {
  const epoch = register.epoch + 1;
  const owners = shards
    .filter(({ isLeaving }) => !isLeaving)
    .map((one) => ({ shard: one.shard, epoch: one.epoch }));
  const views = [...register.views, { epoch, owners }];
  return changed(register, { epoch, shards, gone, views });
}

function changed(register: Register, by: Partial<Register>): RegisterAnswer {
  const next = { ...register, ...by, revision: register.revision + 1 };
  const followed = Math.min(...[...next.shards, ...next.gone].map(({ heard }) => heard));
  const first = next.views.findLastIndex(({ epoch }) => epoch <= followed);
  const views = first > 0 ? next.views.slice(first) : next.views;
  return { outcome: 'done', register: { ...next, views } };
}
