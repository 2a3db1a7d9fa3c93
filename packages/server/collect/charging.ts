// Charges the work of the public intake to whoever causes it: the address, the key, the account, the
// process, in that order. A refusal names the first that has too little left and when it will have
// enough. A business's own server is not charged by address: all of its visitors come from one.
import type { Budgets, Charge } from '@opportune/core/ports/budgets.ts';
import type { RateName } from '@opportune/protocol/budgets.ts';
import { problem, type ErrorCode, type Problem } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { countValues } from './reading/scan-json.ts';
import type { KeyGrant } from './seams.ts';

const unitsPerValue = 32;
/** Below this nothing is counted: a small text cannot cost much, and nearly all are small. */
const countedBytes = 16 * 1024;
const unitsPerByte = 4;

/** However short, an event is admitted, shown in the debugger and handed to its visitor. */
export const leastEventBytes = 128;

/** What a JSON text costs to take, in units of work. `sizes`: bytes of each event in it. */
export function workUnits(bytes: Uint8Array, sizes: readonly number[] | null = null): number {
  const units =
    bytes.length <= countedBytes
      ? bytes.length * unitsPerByte
      : bytes.length + countValues(bytes) * unitsPerValue;
  return units + missingBytes(sizes ?? []) * unitsPerByte;
}

/** What short events lack of the bytes that they are charged as. */
export function missingBytes(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + Math.max(0, leastEventBytes - size), 0);
}

type Amount = { -readonly [Field in keyof Charge]: Charge[Field] };

interface Scope {
  readonly code: ErrorCode;
  readonly charges: readonly [Amount];
}

/** Charges one connection or request, whose payers stay the same. */
export class WorkMeter {
  /** Whose work it is. */
  readonly account: AccountId;
  readonly #budgets: Budgets;
  readonly #scopes: readonly Scope[];

  constructor(budgets: Budgets, grant: Payers, addressPrefix: string) {
    this.account = grant.account;
    this.#budgets = budgets;
    this.#scopes = scopesOf(grant, addressPrefix);
  }

  /**
   * Null where all were charged; else nobody was, but for the address: it is charged `walkedBytes` as far
   * as it has them, since that much was unpacked and walked through for it.
   */
  charge(units: number, walkedBytes = 0): Problem | null {
    for (const [at, { charges, code }] of this.#scopes.entries()) {
      charges[0].amount = units;
      const retryAfterMs = this.#budgets.charge(charges);
      if (retryAfterMs === 0) continue;
      for (const paid of this.#scopes.slice(0, at)) this.#budgets.refund(paid.charges);
      this.walked(walkedBytes);
      return problem(code, { retryAfterMs });
    }
    return null;
  }

  /** Charges the address alone, as far as it has so much, for a body that is refused. */
  walked(bytes: number): void {
    const [first] = this.#scopes;
    if (first?.code === 'rate.address')
      this.#budgets.chargeUpTo({ ...first.charges[0], amount: bytes });
  }
}

/** A site's key, or something else of the account that is asked under an id. */
type Payers = Pick<KeyGrant, 'account' | 'trust'> & {
  readonly site: string;
  readonly keyId: string | null;
};

function scopesOf({ account, site, trust, keyId }: Payers, address: string): readonly Scope[] {
  const scopes = [
    scope('work.key', keyId ?? site, 'rate.key'),
    scope('work.account', account, 'rate.account'),
    scope('work.process', '', 'server.overloaded'),
  ];
  return trust === 'server' ? scopes : [scope('work.address', address, 'rate.address'), ...scopes];
}

function scope(budget: RateName, payer: string, code: ErrorCode): Scope {
  return { code, charges: [{ budget, payer, amount: 0 }] };
}

/** Why an address cannot pay for so much work; null where it can. Nothing is charged. */
export function lacksWork(budgets: Budgets, payer: string, units: number): Problem | null {
  const asked = [{ budget: 'work.address', payer, amount: units }] as const;
  const retryAfterMs = budgets.charge(asked);
  if (retryAfterMs > 0) return problem('rate.address', { retryAfterMs });
  budgets.refund(asked);
  return null;
}

/** Charges one of an address, or says why not. */
export function chargeAddress(
  budgets: Budgets,
  budget: 'requests.address' | 'unknown.address' | 'lookups.address',
  payer: string,
  amount: number,
): Problem | null {
  const retryAfterMs = budgets.charge([{ budget, payer, amount }]);
  return retryAfterMs === 0 ? null : problem('rate.address', { retryAfterMs });
}
