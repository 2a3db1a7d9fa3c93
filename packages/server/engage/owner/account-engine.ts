// The engine's view of one account: its compiled configuration and its present visitors. It is
// loaded when the account's first visitor comes, and replaced as a whole when a version changes.
// One that nobody uses is let go of when memory is short, and loaded again with the next event.
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
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
  /** Grows with each use of any engine. */
  usedLast: number;
  /** About what its configuration takes with what is compiled of it. */
  sizeBytes: number;
}

/** A visitor whose profile is in memory. */
export interface PresentVisitor {
  readonly engine: AccountEngine;
  readonly entry: VisitorEntry;
  readonly state: VisitorState;
}

/** What a configuration takes with what is compiled of it, in its own bytes. */
const compiledTimes = 4;

export class AccountEngines {
  readonly #configurations: Configurations;
  readonly #intent: Pick<Intent, 'ready'>;
  readonly #engines = new Map<AccountId, AccountEngine>();
  readonly #loading = new Map<AccountId, Promise<AccountEngine>>();
  #uses = 0;
  #agedAt = 0;

  constructor(configurations: Configurations, intent: Pick<Intent, 'ready'>) {
    this.#configurations = configurations;
    this.#intent = intent;
  }

  /** The account's engine, if loaded. */
  get(account: AccountId): AccountEngine | undefined {
    return this.#engines.get(account);
  }

  /** Whether the account's configuration is in memory or on its way. */
  isAwake(account: AccountId): boolean {
    return this.#loading.has(account) || this.#engines.has(account);
  }

  all(): IterableIterator<AccountEngine> {
    return this.#engines.values();
  }

  /** The account's engine with its newest configuration. */
  async of(account: AccountId): Promise<AccountEngine> {
    const engine = this.#engines.get(account);
    if (engine !== undefined) {
      engine.usedLast = ++this.#uses;
      return engine;
    }
    const loading = this.#loading.get(account) ?? this.#load(account);
    this.#loading.set(account, loading);
    return loading.finally(() => this.#loading.delete(account));
  }

  /** Drops an account that is removed, or that is let go of. */
  drop(account: AccountId): void {
    this.#engines.delete(account);
  }

  /** Engines that were used until now count as unused from the next use of another on. */
  age(): void {
    this.#agedAt = this.#uses;
  }

  /**
   * Those that may be let go of: not used since the last `age`, the one unused longest first; then
   * the others that take more than `fairBytes`, the largest first.
   */
  leavingFirst(fairBytes: number): readonly AccountEngine[] {
    const all = [...this.#engines.values()];
    const isIdle = ({ usedLast }: AccountEngine): boolean => usedLast <= this.#agedAt;
    return [
      ...all.filter(isIdle).sort((one, other) => one.usedLast - other.usedLast),
      ...all
        .filter((engine) => !isIdle(engine) && engine.sizeBytes > fairBytes)
        .sort((one, other) => other.sizeBytes - one.sizeBytes),
    ];
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
    return Object.assign(engine, { configuration, compiled, sizeBytes: sizeOf(configuration) });
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
      usedLast: ++this.#uses,
      sizeBytes: sizeOf(configuration),
    };
    this.#engines.set(account, engine);
    return engine;
  }
}

function sizeOf(configuration: Configuration): number {
  return compiledTimes * jsonBytes(configuration);
}
