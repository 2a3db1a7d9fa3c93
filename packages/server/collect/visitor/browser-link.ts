// A visitor's browser as its owner and its chats know it, and what carries frames to it. It decides
// nothing and holds no session.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { AccountId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Payer, VisitorLink } from '../../engage/intake.ts';
import type { WorkMeter } from '../charging.ts';
import type { Hello } from '../greeting/greeting.ts';

/** What carries a session. Neither call throws or blocks. */
export interface Carrier {
  send(frame: ServerFrame): void;
  /** The key is known: who pays for what the browser sends. */
  opened(meter: WorkMeter): void;
  /** The session is over; nothing more is sent. */
  end(problem: Problem): void;
}

/** The browser as owner and chat know it: one object for both, since there is one for each visitor. */
export class BrowserLink implements VisitorLink, ChatLink {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer: Payer;
  readonly fresh: boolean;
  readonly trial: string | null;
  /** Set where it is known, before the owner is told of the browser. */
  network: number | null = null;
  pageView: PageViewId;
  /** Whether anybody is there for its visitor, as it was told last. */
  agentsOnline = false;
  readonly #carrier: Carrier;

  constructor(
    of: Pick<ChatLink, 'account' | 'site' | 'visitor' | 'payer'>,
    { pageView, trial }: Pick<Hello, 'pageView'> & { readonly trial?: string | null | undefined },
    fresh: boolean,
    to: Carrier,
  ) {
    this.account = of.account;
    this.site = of.site;
    this.visitor = of.visitor;
    this.payer = of.payer;
    this.fresh = fresh;
    this.trial = trial ?? null;
    this.pageView = pageView;
    this.#carrier = to;
  }

  send(frame: ServerFrame): void {
    if (frame.type === 'presence') this.agentsOnline = frame.agentsOnline;
    this.#carrier.send(frame);
  }
}
