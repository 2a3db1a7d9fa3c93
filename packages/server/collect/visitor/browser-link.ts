// A visitor's browser as its owner and chats see it, and the carrier of its frames. It decides
// nothing and holds no session.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { AccountId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Payer, VisitorLink } from '../../engage/intake.ts';
import type { WorkMeter } from '../charging.ts';
import type { Hello } from '../greeting/greeting.ts';

/** Carries a session's frames. Neither call throws or blocks. */
export interface Carrier {
  send(frame: ServerFrame): void;
  /** The key is known. `meter` charges what the browser sends. */
  opened(meter: WorkMeter): void;
  /** The session is over, and nothing more is sent. */
  end(problem: Problem): void;
}

/**
 * The browser as owner and chat see it. One object serves both, because there is one per visitor.
 */
export class BrowserLink implements VisitorLink, ChatLink {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer: Payer;
  readonly fresh: boolean;
  readonly trial: string | null;
  readonly reads: readonly string[];
  /** Set if known, before the owner learns of the browser. */
  network: number | null = null;
  pageView: PageViewId;
  /** Whether an agent is available to its visitor, as last reported. */
  agentsOnline = false;
  readonly #carrier: Carrier;

  constructor(
    of: Pick<ChatLink, 'account' | 'site' | 'visitor' | 'payer' | 'reads'>,
    { pageView, trial }: Pick<Hello, 'pageView'> & { readonly trial: string | null },
    fresh: boolean,
    to: Carrier,
  ) {
    this.account = of.account;
    this.site = of.site;
    this.visitor = of.visitor;
    this.payer = of.payer;
    this.fresh = fresh;
    this.reads = of.reads ?? [];
    this.trial = trial;
    this.pageView = pageView;
    this.#carrier = to;
  }

  send(frame: ServerFrame): void {
    if (frame.type === 'presence') this.agentsOnline = frame.agentsOnline;
    this.#carrier.send(frame);
  }

  end(why: Problem): void {
    this.#carrier.end(why);
  }
}
