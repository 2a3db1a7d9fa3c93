// The live list of visitors that one console has open, of one site or of all, and one at a time. Who is
// in it, and in which frames that is told, is another feature's.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { AgentParts } from './seams.ts';

/** A list that is open; without a site it is of all. */
interface OpenList {
  readonly site?: SiteId | undefined;
}

interface ListEnd {
  send(frame: ConsoleServerFrame): void;
  isBehind(): boolean;
}

const listAgainMs = 2000;

export class LiveList {
  readonly #use: Pick<AgentParts, 'watch' | 'schedule'>;
  readonly #account: AccountId;
  readonly #end: ListEnd;
  #open: OpenList | null = null;
  #unwatch: () => void = () => {};

  constructor(use: Pick<AgentParts, 'watch' | 'schedule'>, account: AccountId, end: ListEnd) {
    this.#use = use;
    this.#account = account;
    this.#end = end;
  }

  /** The list that is open; null: none is. */
  get open(): OpenList | null {
    return this.#open;
  }

  watch(site: string | undefined): ErrorCode | null {
    const read = site === undefined ? undefined : SiteId.safeParse(site);
    if (read?.success === false) return 'request.invalid';
    this.#watchOf(read?.data);
    return null;
  }

  /** The list that they see stands until the profiles of all who are there are read. */
  goOn(open: OpenList): void {
    this.#open = open;
    this.#unwatch = this.#use.schedule(listAgainMs, () => this.#watchOf(open.site));
  }

  stop(): void {
    this.#open = null;
    this.#unwatch();
    this.#unwatch = () => {};
  }

  #watchOf(site: SiteId | undefined): void {
    this.stop();
    this.#open = { site };
    this.#unwatch = this.#use.watch(this.#account, site, this.#end);
  }
}
