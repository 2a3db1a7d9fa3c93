// One account as the engine sees it: its compiled configuration and who is present of its visitors.
// Loaded when the first visitor of the account comes, replaced as a whole when a version changes.
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
  /** What campaigns are called that no longer run, but may have decided for somebody. */
  readonly restingNames: Map<CampaignId, string>;
  readonly visitors: Map<VisitorId, VisitorEntry>;
  /** Version of the availability last written to the log. */
  recordedAvailability: number;
}

/** A visitor in memory, whose profile is there. */
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

  /** The account's engine if it is loaded. */
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

  /** Compiles the newest version; answers the engine if it was loaded and changed. */
  async reload(account: AccountId): Promise<AccountEngine | null> {
    const engine = this.#engines.get(account);
    if (engine === undefined) return null;
    const configuration = await this.#configurations.current(account);
    if (configuration.version <= engine.configuration.version) return null;
    // Both or, where it cannot be compiled, neither: half of a version would count as the whole.
    const compiled = compileConfiguration(configuration);
    for (const { id, document } of engine.configuration.campaigns)
      if (!compiled.ranks.has(id)) engine.restingNames.set(id, document.name);
    return Object.assign(engine, { configuration, compiled });
  }

  async #load(account: AccountId): Promise<AccountEngine> {
    // Whoever is here before what was kept is read would have no score until their next event.
    await this.#intent.ready(await this.#configurations.current(account));
    const restingNames = new Map(await this.#configurations.restingNames(account));
    // A change meanwhile was told to nobody here.
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
