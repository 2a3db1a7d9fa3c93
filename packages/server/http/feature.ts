// What a feature gives to the process. The composition root does the same with each of its list: it
// asks no feature what it is.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Registry } from 'prom-client';
import type { RawHandler, UpgradeHandler } from './raw-routes.ts';
import type { App } from './rest/app.ts';
import type { LineSource } from './sockets/live-lines.ts';

/** Ways in beside REST. */
export interface SocketHost {
  /** Takes a path, or with a `/` at the end all below it, away from REST. */
  raw(prefix: string, handler: RawHandler): void;
  upgrade(path: string, handler: UpgradeHandler): void;
  /** Sockets of a kind that can go on in a successor. */
  goOn(kind: string, source: LineSource): void;
}

/** In the order of their calls. Features are closed in the opposite order of their list. */
export interface Feature {
  /** Its folder. */
  readonly name: string;
  /** Registers its REST routes. */
  routes?(app: App): void;
  /** Registers its sockets and hot paths. */
  sockets?(host: SocketHost): void | Promise<void>;
  /** Registers its figures for Prometheus. */
  metrics?(registry: Registry): void;
  /** Reads what is asked for first of an account, before anybody can come. */
  prepare?(account: AccountId): Promise<void>;
  /** Begins what accounts have under way and what runs by the clock, once people can come. */
  start?(accounts: readonly AccountId[]): Promise<void> | void;
  /** Draining begins: has whoever waits go, or come back later. */
  drain?(): void;
  /** Ends what is under way; resolves once what was taken is stored. */
  close?(): Promise<void> | void;
}
