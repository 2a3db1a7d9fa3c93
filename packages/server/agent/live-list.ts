// The live list of visitors that one console has open: one at a time, of one site or of all.
// Another feature decides who is in it and how it is sent.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { AgentParts } from './seams.ts';

/** An open list. Without a site, of all sites. */
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

  /** The open list, or null. */
  get open(): OpenList | null {
    return this.#open;
  }

  watch(site: string | undefined): ErrorCode | null {
    const read = site === undefined ? undefined : SiteId.safeParse(site);
    if (read?.success === false) return 'request.invalid';
    this.#watchOf(read?.data);
    return null;
  }

  /**
   * The list on the screen stays as it is until the profiles of all present visitors are loaded.
   */
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
