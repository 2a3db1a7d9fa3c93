// An agent or a manager at the console's socket. They come online, answer, end conversations, read
// or join those of colleagues, disconnect and come back. In peace they only catch up.
import { AgentSide, serve } from '@opportune/core/sim/conversation-agent.test-support.ts';
import { Connection } from '@opportune/core/sim/conversation-network.test-support.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Principal } from '@opportune/server/http/access/principal.ts';
import { principalNamed } from '@opportune/server/http/access/principal.test-support.ts';
import { account } from './campaigns.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';

export class Agent {
  readonly side: AgentSide;
  readonly #world: Surroundings;
  readonly #principal: Principal;
  #connection: Connection<ConsoleFrame, ConsoleServerFrame> | null = null;
  #calm = false;

  constructor(world: Surroundings, name: string) {
    this.#world = world;
    const role = world.loop.chance(0.5) ? 'manager' : 'agent';
    this.#principal = principalNamed(account, name, world.loop.between(1, 3), role);
    this.side = new AgentSide(
      name,
      () => world.id(),
      (frame) => this.#up(frame),
    );
  }

  get isQuiet(): boolean {
    return this.side.isQuiet;
  }

  live(): void {
    const { loop } = this.#world;
    loop.after(loop.between(50, 1500), () => {
      this.#act();
      this.live();
    });
  }

  calm(): void {
    this.#calm = true;
    this.cut();
  }

  cut(): void {
    this.#connection?.cut();
  }

  #act(): void {
    const { side } = this;
    const { loop } = this.#world;
    if (this.#connection === null) return this.#connect();
    if (this.#calm) return side.catchUp();
    if (loop.chance(0.03)) return this.cut();
    if (loop.chance(0.2))
      return this.#up({ type: 'agent.state', state: loop.chance(0.8) ? 'online' : 'away' });
    if (!side.isQuiet && loop.chance(0.5)) return side.resend();
    const theirs = loop.pick(side.theirs);
    if (theirs !== undefined && loop.chance(0.3)) return this.#standBy(theirs);
    const conversation = loop.pick(side.mine);
    if (conversation === undefined) return;
    if (loop.chance(0.1)) return side.command('conversation.end', conversation);
    side.post(conversation, loop.chance(0.25));
  }

  /** Reads a colleague's conversation, or writes in it. */
  #standBy(conversation: ConversationId): void {
    const { side } = this;
    const action = this.#world.loop.next();
    if (action < 0.3) return side.open(conversation);
    if (action < 0.6) return side.command('conversation.join', conversation);
    side.post(conversation, action < 0.7);
  }

  #connect(): void {
    const { server, loop, faults, generation } = this.#world;
    if (server === null) return;
    const connection = new Connection<ConsoleFrame, ConsoleServerFrame>(loop, faults);
    this.#connection = connection;
    connection.onDown = (frame) => this.side.hear(frame);
    const leave = serve(connection, (send) => server.converse.session(this.#principal, send));
    connection.onCut = () => {
      this.#connection = null;
      if (this.#world.generation === generation) leave();
    };
    this.side.connected();
    this.#up({ type: 'agent.state', state: 'online' });
  }

  #up(frame: ConsoleFrame): void {
    this.#connection?.up(frame);
  }
}
