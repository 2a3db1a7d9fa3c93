// Each account's masking settings, as stored and compiled. Every way in uses them before it reads a
// text. A loaded mask stays in use until its change is loaded, so nothing passes unmasked
// meanwhile.
import { compileMask, type Mask } from '@opportune/core/masking/mask.ts';
import { patternFault, type PatternFault } from '@opportune/core/masking/own-patterns.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { maskingChanged } from '@opportune/protocol/bus/changes.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Masking, MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { readChanges, readSettings, writeChange } from './masking-rows.ts';

export interface MaskingService extends Masks {
  current(account: AccountId): Promise<Masking>;
  /** Throws `request.invalid` with the position of an unusable pattern. */
  change(
    account: AccountId,
    by: string,
    settings: MaskSettings,
    unchanged?: Unchanged,
  ): Promise<Masking>;
  close(): void;
}

export interface MaskingDependencies {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
}

const readAgainMs = 5_000;

export function createMasking(use: MaskingDependencies): MaskingService {
  const { records, bus } = use;
  const masks = new Map<string, Mask>();
  const reading = new Map<string, Promise<Mask>>();

  async function read(account: AccountId): Promise<Mask> {
    const settings = await records.withAccount(account, readSettings);
    const mask = compileMask(settings);
    masks.set(account, mask);
    return mask;
  }

  /** Concurrent callers share one read. */
  function readOnce(account: string): Promise<Mask> {
    const under = reading.get(account);
    if (under !== undefined) return under;
    const begun = read(AccountId.parse(account)).finally(() => reading.delete(account));
    reading.set(account, begun);
    return begun;
  }

  function readAgain(account: AccountId): void {
    read(account).catch((error: unknown) => {
      use.log.warn('masking could not be read', { account, reason: String(error) });
      use.schedule(readAgainMs, () => readAgain(account));
    });
  }

  const stop = subscribe(bus, maskingChanged, ({ account }) => readAgain(account));

  return {
    known: (account) => masks.get(account) ?? null,
    of: async (account) => masks.get(account) ?? readOnce(account),
    current: (account) => records.withAccount(account, readCurrent),
    async change(account, by, settings, unchanged = whateverItIs) {
      refuseFaults(settings);
      const changed = await records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await readSettings(sql));
        await writeChange(sql, account, { settings, by, at: use.clock.now() });
        return readCurrent(sql);
      });
      masks.set(account, compileMask(settings));
      publish(bus, maskingChanged, { account });
      return changed;
    },
    close: stop,
  };
}

async function readCurrent(sql: Sql): Promise<Masking> {
  return { ...(await readSettings(sql)), changes: [...(await readChanges(sql))] };
}

const faults: Readonly<Record<PatternFault, string>> = {
  'no-expression':
    'This is not a valid RE2 expression. RE2 has no look-around and no back-references.',
  'too-large': 'This expression is too large: shorten its repetitions.',
  'matches-nothing': 'This expression matches the empty text.',
  'matches-itself': 'This expression matches its own replacement.',
};

function refuseFaults({ patterns }: MaskSettings): void {
  for (const [index, pattern] of patterns.entries()) {
    const fault = patternFault(pattern);
    if (fault !== null)
      throw refuse('request.invalid', {
        path: `patterns.${index}.${fault === 'matches-itself' ? 'replacement' : 'expression'}`,
        detail: faults[fault],
      });
  }
}
