// When a visitor does what in a conversation: accepts an invitation or begins on their own, writes,
// ends it, and in peace only catches up.
import { VisitorTalk } from '@opportune/core/sim/conversation-visitor.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Surroundings } from './surroundings.ts';

export class ChatClient {
  readonly talk: VisitorTalk;
  /** The decision of an offer to chat, not yet accepted. */
  invited: DecisionId | null = null;
  readonly #world: Surroundings;

  constructor(world: Surroundings, name: string, up: (frame: ChatFrame) => void) {
    this.#world = world;
    this.talk = new VisitorTalk(name, () => world.id(), up);
  }

  act(calm: boolean): void {
    const { talk } = this;
    const { loop } = this.#world;
    if (calm) return talk.catchUp();
    if (talk.isStarting || (talk.hasUnsent && loop.chance(0.5))) return talk.resend();
    if (loop.chance(0.05)) return talk.catchUp();
    if (talk.open === null) this.#maybeStart();
    else if (loop.chance(0.05)) talk.end(talk.open);
    else if (loop.chance(0.3)) talk.post(talk.open);
  }

  #maybeStart(): void {
    if (!this.#world.loop.chance(this.invited === null ? 0.03 : 0.5)) return;
    this.talk.start(this.invited);
    this.invited = null;
  }
}
