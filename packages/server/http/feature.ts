// What a feature provides to the process. The composition root treats every feature in its list
// alike.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Registry } from 'prom-client';
import type { RawHandler, UpgradeHandler } from './raw-routes.ts';
import type { App } from './rest/app.ts';
import type { LineSource } from './sockets/live-lines.ts';

/** Where a feature registers ways in other than REST. */
export interface SocketHost {
  /** Where accounts are at home. A way in passes on what belongs elsewhere. */
  readonly homes: Homes;
  /** Handles a path, or all paths below it if it ends in `/`, outside of REST. */
  raw(prefix: string, handler: RawHandler): void;
  /** The same for sockets. */
  upgrade(prefix: string, handler: UpgradeHandler): void;
  /** Registers sockets of a kind that can continue in a successor. */
  goOn(kind: string, source: LineSource): void;
}

/**
 * The hooks, in the order in which they are called. Features are closed in the opposite order of
 * their list.
 */
export interface Feature {
  /** The name of its folder. */
  readonly name: string;
  /** Registers its REST routes. */
  routes?(app: App): void;
  /** Registers its sockets and hot paths. */
  sockets?(host: SocketHost): void | Promise<void>;
  /** Registers its metrics for Prometheus. */
  metrics?(registry: Registry): void;
  /** Called once, when the data is this process's alone, before `prepare`. */
  inherit?(): Promise<void>;
  /** Reads what clients of an account need first, before any client can connect. */
  prepare?(account: AccountId): Promise<void>;
  /** Starts accounts' pending work and periodic tasks, once clients can connect. */
  start?(accounts: readonly AccountId[]): Promise<void> | void;
  /** Called when draining begins. Sends waiting clients away or asks them to reconnect later. */
  drain?(): void;
  /** Finishes current work. Resolves once everything accepted is stored. */
  close?(): Promise<void> | void;
}
