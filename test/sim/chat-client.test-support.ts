// When a visitor does what in a conversation: accepts an invitation or begins on their own, writes,
// and ends it. In peace the visitor only catches up.
import { VisitorSide } from '@opportune/core/sim/conversation-visitor.test-support.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Surroundings } from './surroundings.test-support.ts';

export class ChatClient {
  readonly side: VisitorSide;
  /** The decision of an offer to chat that is not accepted yet. */
  invited: DecisionId | null = null;
  readonly #world: Surroundings;

  constructor(world: Surroundings, name: string, up: (frame: ChatFrame) => void) {
    this.#world = world;
    this.side = new VisitorSide(name, () => world.id(), up);
  }

  act(calm: boolean): void {
    const { side } = this;
    const { loop } = this.#world;
    if (calm) return side.catchUp();
    if (side.isStarting || (side.hasUnsent && loop.chance(0.5))) return side.resend();
    if (loop.chance(0.05)) return side.catchUp();
    if (side.open === null) this.#maybeStart();
    else if (loop.chance(0.05)) side.end(side.open);
    else if (loop.chance(0.3)) side.post(side.open);
  }

  #maybeStart(): void {
    if (!this.#world.loop.chance(this.invited === null ? 0.03 : 0.5)) return;
    this.side.start(this.invited);
    this.invited = null;
  }
}
