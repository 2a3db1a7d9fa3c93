// The drafts of the user behind one console socket, stored as they change and sent to all consoles
// of that user, and to nobody else. Across devices, the last draft wins. Posting a message ends the
// draft that it began as.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { AgentParts, Draft } from './seams.ts';

type Of<Type extends ConsoleFrame['type']> = Extract<ConsoleFrame, { type: Type }>;

interface Whose {
  readonly account: AccountId;
  readonly user: UserId;
}

export class AgentDrafts {
  readonly #use: Pick<AgentParts, 'drafts' | 'clock' | 'log'>;
  readonly #desk: AccountDesk;
  readonly #whose: Whose;

  constructor(use: Pick<AgentParts, 'drafts' | 'clock' | 'log'>, desk: AccountDesk, whose: Whose) {
    this.#use = use;
    this.#desk = desk;
    this.#whose = whose;
  }

  /** Sends the stored drafts. Changes are already being received. */
  tellAll(send: (frame: ConsoleServerFrame) => void): Promise<void> {
    const { account, user } = this.#whose;
    return this.#inTurn(async () => {
      const drafts = await this.#use.drafts.of(account, user);
      send({ type: 'drafts.all', drafts });
    });
  }

  keep({ conversation, text, note, request }: Of<'draft.keep'>): Promise<ErrorCode | null> {
    const { account, user } = this.#whose;
    const draft = { conversation, text, note, at: this.#use.clock.now() };
    return this.#inTurn(async () => {
      if (text === '') await this.#use.drafts.forget(account, user, conversation);
      else if (!(await this.#use.drafts.keep(account, user, draft))) return 'request.not_found';
      this.#tell(draft, request);
      return null;
    });
  }

  /** A message was posted. Keeps the order of input, so that a draft begun later stays. */
  posted({ conversation, note, content, attachment }: Of<'message.post'>): void {
    if (content !== undefined || attachment !== undefined) return;
    const { account, user } = this.#whose;
    const gone = { conversation, text: '', note, at: this.#use.clock.now() };
    void this.#inTurn(async () => {
      await this.#use.drafts.forget(account, user, conversation);
      this.#tell(gone, '');
    }).catch((error: unknown) =>
      this.#use.log.warn('a draft that was sent is kept', { reason: String(error) }),
    );
  }

  #tell(draft: Draft, request: string): void {
    this.#desk.audience.tellUser(this.#whose.user, { type: 'draft', ...draft, request });
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    return this.#desk.writes.queue.run(`drafts ${this.#whose.user}`, job);
  }
}
