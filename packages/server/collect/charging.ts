// Charges the work of the public intake to its payers in this order: the address, the key, the
// account, the process. A refusal names the first payer with too little left, and when it will have
// enough. A business's own server is not charged by address, because all its visitors come from
// one.
import type { Budgets, Charge } from '@opportune/core/ports/budgets.ts';
import type { RateName } from '@opportune/protocol/budgets.ts';
import { problem, type ErrorCode, type Problem } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { countValues } from './reading/scan-json.ts';
import type { KeyGrant } from './seams.ts';

const unitsPerValue = 32;
/** Shorter texts are not counted. They cannot cost much, and nearly all texts are short. */
const countedBytes = 16 * 1024;
const unitsPerByte = 4;

/**
 * The least that an event is charged. Even a short one is admitted, shown in the debugger and
 * handed to its visitor.
 */
export const leastEventBytes = 128;

/**
 * The cost of a JSON text in units of work. `sizes` are the bytes of each event in it, and `values`
 * is the number of values if they are counted already.
 */
export function workUnits(
  bytes: Uint8Array,
  sizes: readonly number[] | null = null,
  values: number | null = null,
): number {
  const units =
    bytes.length <= countedBytes
      ? bytes.length * unitsPerByte
      : bytes.length + (values ?? countValues(bytes)) * unitsPerValue;
  return units + missingBytes(sizes ?? []) * unitsPerByte;
}

/** What short events are charged beyond their real bytes. */
export function missingBytes(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + Math.max(0, leastEventBytes - size), 0);
}

type Amount = { -readonly [Field in keyof Charge]: Charge[Field] };

interface Scope {
  readonly code: ErrorCode;
  readonly charges: readonly [Amount];
}

/** Charges one connection or request, whose payers do not change. */
export class WorkMeter {
  /** The account that pays for the work. */
  readonly account: AccountId;
  /** The address that causes it, as its prefix. */
  readonly from: string;
  readonly #budgets: Budgets;
  readonly #scopes: readonly Scope[];

  constructor(budgets: Budgets, grant: Payers, addressPrefix: string) {
    this.account = grant.account;
    this.from = addressPrefix;
    this.#budgets = budgets;
    this.#scopes = scopesOf(grant, addressPrefix);
  }

  /**
   * Charges all payers and returns null, or returns the problem and charges only the address. The
   * address then pays for up to `walkedBytes`, which were unpacked and scanned for it.
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

  /** Charges the address alone, as far as it has budget, for a refused body. */
  walked(bytes: number): void {
    const [first] = this.#scopes;
    if (first?.code === 'rate.address')
      this.#budgets.chargeUpTo({ ...first.charges[0], amount: bytes });
  }
}

/** A site's key, or another thing of the account that requests name by an id. */
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

/** Why an address cannot pay for this much work. Null if it can. Charges nothing. */
export function lacksWork(budgets: Budgets, payer: string, units: number): Problem | null {
  const asked = [{ budget: 'work.address', payer, amount: units }] as const;
  const retryAfterMs = budgets.charge(asked);
  if (retryAfterMs > 0) return problem('rate.address', { retryAfterMs });
  budgets.refund(asked);
  return null;
}

/** Charges one request to an address, or returns the problem. */
export function chargeAddress(
  budgets: Budgets,
  budget: 'requests.address' | 'unknown.address' | 'lookups.address',
  payer: string,
  amount: number,
): Problem | null {
  const retryAfterMs = budgets.charge([{ budget, payer, amount }]);
  return retryAfterMs === 0 ? null : problem('rate.address', { retryAfterMs });
}
