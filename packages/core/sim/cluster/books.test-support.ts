// What a simulated cluster is held against: who acted for what under which epoch, what clients were
// told, and what is stored in the end. It knows no rule of the product, only what may never happen.
import assert from 'node:assert/strict';
import { clusterLimits } from '../../cluster/limits.ts';
import type { Register } from '../../cluster/register.ts';
import { commonVersion } from '../../cluster/versions.ts';
import type { Owner } from '../../world/owner.ts';

interface Act {
  readonly by: string;
  readonly epoch: number;
}

export class Books {
  /** What happened, so that a test knows that its schedules come to what they are to check. */
  readonly seen = { acts: 0, moves: 0, takes: 0, refused: 0, lost: 0, stale: 0, held: 0 };
  /** What clients were told: by visitor, the events that are stored. */
  readonly acknowledged = new Map<number, Set<number>>();
  readonly #acts = new Map<string, Act>();
  readonly #taken = new Map<number, number>();

  /** An owner acts for a visitor or an account under the newest epoch that it knows. */
  acted(key: string, by: string, epoch: number): void {
    this.seen.acts += 1;
    const last = this.#acts.get(key);
    this.#acts.set(key, { by, epoch });
    if (last === undefined) return;
    assert.ok(last.epoch <= epoch, `${key}: ${by} acts under ${epoch} after ${last.epoch}`);
    assert.ok(
      last.by === by || last.epoch < epoch,
      `${key}: ${by} and ${last.by} act under epoch ${epoch}`,
    );
    if (last.by !== by) this.seen.moves += 1;
  }

  took(account: number, { since }: { readonly since: number }): void {
    this.seen.takes += 1;
    this.#taken.set(account, Math.max(since, this.#taken.get(account) ?? 0));
  }

  wrote(account: number, { shard, since }: Owner & { readonly since: number }): void {
    const newest = this.#taken.get(account) ?? 0;
    assert.ok(since >= newest, `${account}: a write of ${shard} under ${since} after ${newest}`);
  }

  acknowledge(visitor: number, event: number): void {
    const known = this.acknowledged.get(visitor) ?? new Set();
    this.acknowledged.set(visitor, known.add(event));
  }

  checkRegister({ views, shards, gone, epoch }: Register): void {
    assert.ok(views.length <= clusterLimits.views + clusterLimits.shards, 'too many views');
    assert.ok(shards.length <= clusterLimits.shards && gone.length <= 2 * clusterLimits.shards);
    assert.ok(epoch === 0 || views.at(-1)?.epoch === epoch);
  }

  /** A frame reached a build: does it read this version? */
  read(version: number, speaks: { readonly oldest: number; readonly newest: number }): void {
    const asked = { oldest: version, newest: version };
    assert.ok(commonVersion(asked, speaks) !== null, `a frame of version ${version} is not read`);
  }
}
