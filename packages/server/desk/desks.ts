// The desks of all accounts: each made when first needed and begun with what is stored, made anew when
// it fails, and replanned when skills change. An account's audience stays meanwhile: the browsers that
// are connected are in it.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AccountDesk } from './account-desk.ts';
import { Audience } from './audience/audience.ts';
import type { DeskParts } from './seams.ts';

const replanAgainMs = 5_000;
const deskAgainMs = { first: 1_000, most: 30_000 };

export class Desks {
  /** What its commands stand on. */
  readonly parts: DeskParts;
  readonly #opening = new Map<AccountId, Promise<AccountDesk>>();
  readonly #open = new Map<AccountId, AccountDesk>();
  readonly #audiences = new Map<AccountId, Audience>();
  readonly #stops: (() => void)[] = [];
  #givenUp: (account: AccountId) => void = () => {};
  #closed = false;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  /** Rejects while the store is away. */
  of(account: AccountId): Promise<AccountDesk> {
    const known = this.#opening.get(account);
    if (known !== undefined) return known;
    const opening = this.#openOne(account);
    this.#opening.set(account, opening);
    opening.catch(() => this.#opening.delete(account));
    return opening;
  }

  /** The desk where it is open. */
  open(account: AccountId): AccountDesk | undefined {
    return this.#open.get(account);
  }

  /** There at once, and the same when a desk is made anew. */
  audienceOf(account: AccountId): Audience {
    const known = this.#audiences.get(account);
    if (known !== undefined) return known;
    const { bus } = this.parts;
    const audience = new Audience();
    this.#audiences.set(account, audience);
    this.#stops.push(
      subscribe(bus, publicationsOf(account), (publication) => audience.hear(publication)),
    );
    return audience;
  }

  /** Whether anybody is there, as its contacts were told last; undefined where none has been. */
  agentsOnline(account: AccountId): { readonly online: boolean } | undefined {
    const audience = this.#audiences.get(account);
    return audience && { online: audience.agentsOnline };
  }

  /** Calls the listener when an account's desk is given up: agents come back to the next. */
  whenGivenUp(listener: (account: AccountId) => void): void {
    this.#givenUp = listener;
  }

  /** The desk that is open or opening; one that opens later reads them then. Until it can be read, the last stand. */
  replan(account: AccountId): void {
    this.#readAgain(account, 'skills', (desk) => desk.replan());
  }

  /** The same of channels. */
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

  /** Resolves when everything decided is stored. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open.values()].map((desk) => desk.close()));
    for (const stop of this.#stops) stop();
    this.#opening.clear();
  }

  async #openOne(account: AccountId): Promise<AccountDesk> {
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
   * What the desk decided could not be stored, or it failed: the next begins with the store. It does so
   * though nobody comes, since time goes on for those who wait.
   */
  #giveUp(desk: AccountDesk): void {
    const { account } = desk;
    void desk.close();
    // One that is opening yet fails for those who wait for it.
    if (this.#open.get(account) !== desk) return;
    this.#opening.delete(account);
    this.#open.delete(account);
    desk.tellNobody();
    this.#givenUp(account);
    this.#openAgain(account, deskAgainMs.first);
  }

  /** Until it is open: the store may be away. */
  #openAgain(account: AccountId, delayMs: number): void {
    const next = Math.min(2 * delayMs, deskAgainMs.most);
    this.parts.schedule(delayMs, () => {
      if (!this.#closed) this.of(account).catch(() => this.#openAgain(account, next));
    });
  }
}
