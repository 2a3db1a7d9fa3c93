// The desks of all accounts. Each is created when first needed from what is stored, recreated when
// it fails, and replanned when skills change. The account's audience stays meanwhile, with its
// connected browsers.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import { mustBeHome } from '@opportune/core/cluster/homes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AccountDesk } from './account-desk.ts';
import { Audience } from './audience/audience.ts';
import type { DeskParts } from './seams.ts';

const replanAgainMs = 5_000;
const deskAgainMs = { first: 1_000, most: 30_000 };

export class Desks {
  /** The dependencies of its commands. */
  readonly parts: DeskParts;
  readonly #opening = new Map<AccountId, Promise<AccountDesk>>();
  readonly #open = new Map<AccountId, AccountDesk>();
  readonly #audiences = new Map<AccountId, { readonly audience: Audience; stop(): void }>();
  #givenUp: (account: AccountId) => void = () => {};
  #closed = false;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  /** Rejects while the store is unavailable, and if the account is at home in another process. */
  of(account: AccountId): Promise<AccountDesk> {
    const known = this.#opening.get(account);
    if (known !== undefined) return known;
    const opening = this.#openOne(account);
    this.#opening.set(account, opening);
    opening.catch(() => this.#opening.delete(account));
    return opening;
  }

  /** The desk, if it is open. */
  open(account: AccountId): AccountDesk | undefined {
    return this.#open.get(account);
  }

  /** Available at once, and kept when a desk is recreated. */
  audienceOf(account: AccountId): Audience {
    const known = this.#audiences.get(account);
    if (known !== undefined) return known.audience;
    const audience = new Audience();
    const stop = subscribe(this.parts.bus, publicationsOf(account), (publication) =>
      audience.hear(publication),
    );
    this.#audiences.set(account, { audience, stop });
    return audience;
  }

  /** Whether an agent is available, as contacts were last told. Undefined if none was told yet. */
  agentsOnline(account: AccountId): { readonly online: boolean } | undefined {
    const known = this.#audiences.get(account);
    return known && { online: known.audience.agentsOnline };
  }

  /** Calls the listener when an account's desk is given up. Agents reconnect to the next one. */
  whenGivenUp(listener: (account: AccountId) => void): void {
    this.#givenUp = listener;
  }

  /**
   * Replans the desk that is open or opening. One that opens later reads the skills then. Keeps the
   * previous skills until the new ones can be read.
   */
  replan(account: AccountId): void {
    this.#readAgain(account, 'skills', (desk) => desk.replan());
  }

  /** The same for channels. */
  rechannel(account: AccountId): void {
    this.#readAgain(account, 'channels', (desk) => desk.rechannel());
  }

  #readAgain(account: AccountId, what: string, read: (desk: AccountDesk) => Promise<void>): void {
    const { log, schedule } = this.parts;
    const opening = this.#opening.get(account);
    void opening?.then(read).catch((error: unknown) => {
      log.warn(`${what} could not be read`, { reason: String(error) });
      if (this.#opening.get(account) === opening)
        schedule(replanAgainMs, () => this.#readAgain(account, what, read));
    });
  }

  /** Drops the desk of an account that is removed. Agents are sent away. */
  async drop(account: AccountId): Promise<void> {
    const desk = this.#open.get(account);
    this.#opening.delete(account);
    this.#open.delete(account);
    this.#audiences.get(account)?.stop();
    this.#audiences.delete(account);
    this.#givenUp(account);
    await desk?.close();
  }

  /** Resolves when all decisions are stored. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open.values()].map((desk) => desk.close()));
    for (const { stop } of this.#audiences.values()) stop();
    this.#opening.clear();
  }

  async #openOne(account: AccountId): Promise<AccountDesk> {
    mustBeHome(this.parts.homes, account);
    const desk: AccountDesk = new AccountDesk(this.parts, account, this.audienceOf(account), () =>
      this.#giveUp(desk),
    );
    try {
      await desk.restore();
    } catch (error) {
      await desk.close();
      throw error;
    }
    this.#open.set(account, desk);
    return desk;
  }

  /**
   * Gives up a desk that failed or whose decisions could not be stored. The next one begins from
   * the store, even without a new input, because time continues for waiting contacts.
   */
  #giveUp(desk: AccountDesk): void {
    const { account } = desk;
    void desk.close();
    // A desk that is still opening fails for its callers instead.
    if (this.#open.get(account) !== desk) return;
    this.#opening.delete(account);
    this.#open.delete(account);
    desk.tellNobody();
    this.#givenUp(account);
    this.#openAgain(account, deskAgainMs.first);
  }

  /** Retries until it is open, because the store may be unavailable. */
  #openAgain(account: AccountId, delayMs: number): void {
    const next = Math.min(2 * delayMs, deskAgainMs.most);
    this.parts.schedule(delayMs, () => {
      if (!this.#closed) this.of(account).catch(() => this.#openAgain(account, next));
    });
  }
}
