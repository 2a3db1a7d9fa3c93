// The engine's view of one account: its compiled configuration and its present visitors. It is
// loaded when the account's first visitor comes, and replaced as a whole when a version changes.
import type { AccountId, CampaignId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { CompiledConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import type { Configurations, Intent } from '../seams.ts';
import type { VisitorEntry } from './visitor-entry.ts';

export interface AccountEngine {
  readonly account: AccountId;
  configuration: Configuration;
  compiled: CompiledConfiguration;
  /** The names of campaigns that no longer run but may have decided earlier. */
  readonly restingNames: Map<CampaignId, string>;
  readonly visitors: Map<VisitorId, VisitorEntry>;
  /** The version of the availability last written to the log. */
  recordedAvailability: number;
}

/** A visitor whose profile is in memory. */
export interface PresentVisitor {
  readonly engine: AccountEngine;
  readonly entry: VisitorEntry;
  readonly state: VisitorState;
}

export class AccountEngines {
  readonly #configurations: Configurations;
  readonly #intent: Pick<Intent, 'ready'>;
  readonly #engines = new Map<AccountId, AccountEngine>();
  readonly #loading = new Map<AccountId, Promise<AccountEngine>>();

  constructor(configurations: Configurations, intent: Pick<Intent, 'ready'>) {
    this.#configurations = configurations;
    this.#intent = intent;
  }

  /** The account's engine, if loaded. */
  get(account: AccountId): AccountEngine | undefined {
    return this.#engines.get(account);
  }

  all(): IterableIterator<AccountEngine> {
    return this.#engines.values();
  }

  async of(account: AccountId): Promise<AccountEngine> {
    const engine = this.#engines.get(account);
    if (engine !== undefined) return engine;
    const loading = this.#loading.get(account) ?? this.#load(account);
    this.#loading.set(account, loading);
    return loading.finally(() => this.#loading.delete(account));
  }

  /** Drops an account that is removed. */
  drop(account: AccountId): void {
    this.#engines.delete(account);
  }

  /** Compiles the newest version. Returns the engine if it was loaded and changed. */
  async reload(account: AccountId): Promise<AccountEngine | null> {
    const engine = this.#engines.get(account);
    if (engine === undefined) return null;
    const configuration = await this.#configurations.current(account);
    if (configuration.version <= engine.configuration.version) return null;
    // Replaces both, or neither if compilation fails, so that half a version never counts as the
    // whole.
    const compiled = compileConfiguration(configuration);
    for (const { id, document } of engine.configuration.campaigns)
      if (!compiled.ranks.has(id)) engine.restingNames.set(id, document.name);
    return Object.assign(engine, { configuration, compiled });
  }

  async #load(account: AccountId): Promise<AccountEngine> {
    // Visitors let in before the stored models are read would have no score until their next event.
    await this.#intent.ready(await this.#configurations.current(account));
    const restingNames = new Map(await this.#configurations.restingNames(account));
    // A change during loading was not reported to anyone here.
    const configuration = await this.#configurations.current(account);
    const engine: AccountEngine = {
      account,
      configuration,
      compiled: compileConfiguration(configuration),
      restingNames,
      visitors: new Map(),
      recordedAvailability: -1,
    };
    this.#engines.set(account, engine);
    return engine;
  }
}
