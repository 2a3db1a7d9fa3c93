// Between what hears contacts (visitors' lines, conversations), what verifies them, and what joins
// their addresses.
import type { PageViewId } from '@opportune/protocol/ids.ts';
import type { Sql } from '../records.ts';
import type { ChatLink } from '../visitor-chat.ts';

/** What a contact answered to a verification. */
export interface VerifyAnswer {
  /** Whether it is still asked. If so, nobody else answers it until the transaction ends. */
  stands(sql: Sql): Promise<boolean>;
  note(sql: Sql, isJoined: boolean): Promise<void>;
}

/** A page that a browser opened. */
export interface OpenedPage {
  /** The query of its address. */
  readonly search: string;
  readonly view: PageViewId | null;
  /** The browser proved by its token that it is its visitor's. */
  readonly isProved: boolean;
}

/** What a visitor's line tells. Neither call throws or blocks. */
export interface PageVerifications {
  opened(link: ChatLink, page: OpenedPage): void;
  answered(link: ChatLink, id: string, isYes: boolean): void;
}
