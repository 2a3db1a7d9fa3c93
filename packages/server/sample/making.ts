// How a sample shop is made: by a thread that fills it, and declared ready when it is whole. One that
// failed or was stopped is removed.
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import type { Language } from '@opportune/words/language.ts';
import type { FillSample, Progress } from './order.ts';
import type { SampleAccounts } from './sample-accounts.ts';

/** Visitors who come for the first time on a usual day. */
const perDay = 100;
/** The same for every shop, so that arms and conversations are the same too. */
const seed = 'aldermoor';

export interface MakingParts {
  readonly world: Pick<World, 'clock' | 'log'>;
  readonly accounts: SampleAccounts;
  readonly configurations: { current(account: AccountId): Promise<Configuration> };
  readonly fill: FillSample;
}

type MakingOutcome = 'made' | 'stopped' | 'failed';

export interface Making {
  readonly owner: AccountId;
  readonly stop: AbortController;
  readonly outcome: Promise<MakingOutcome>;
  /** How far it is. */
  readonly shown: () => SampleShop;
}

export function beginMaking(parts: MakingParts, owner: AccountId, language: Language): Making {
  const stop = new AbortController();
  let shown: SampleShop = { state: 'making', step: 'account', done: 0 };
  const progress: Progress = (step, done) => {
    shown = { state: 'making', step, done };
  };
  const outcome = make(parts, { owner, language, signal: stop.signal, progress });
  return { owner, stop, outcome, shown: () => shown };
}

interface Asked {
  readonly owner: AccountId;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function make(parts: MakingParts, asked: Asked): Promise<MakingOutcome> {
  const { accounts, world } = parts;
  try {
    await fill(parts, asked);
    return 'made';
  } catch (error) {
    const isStopped = asked.signal.aborted;
    if (!isStopped) world.log.error('a sample shop was not made', { reason: String(error) });
    await accounts
      .removeOf(asked.owner)
      .catch((fault: unknown) =>
        world.log.warn('a sample shop was not removed', { reason: String(fault) }),
      );
    return isStopped ? 'stopped' : 'failed';
  }
}

async function fill(parts: MakingParts, { owner, language, signal, progress }: Asked) {
  const { clock, log } = parts.world;
  const { settings } = await parts.configurations.current(owner);
  const { timeZone, currency } = settings;
  const order = { owner, language, timeZone, currency, now: clock.now(), seed, perDay };
  const began = clock.now();
  const { account, ...many } = await parts.fill(order, progress, signal);
  await parts.accounts.finish(account);
  log.info('sample shop made', { ...many, tookMs: clock.now() - began });
}
