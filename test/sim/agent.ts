// An agent at the console's socket: comes online, answers, ends, vanishes and comes back. Reads
// whatever it has from the start, and posts until each message is acknowledged.
import { Connection } from '@opportune/core/sim/conversation-network.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { AgentSession } from '@opportune/server/converse/agent-session.ts';
import { account } from './campaigns.ts';
import { Reader } from './reader.ts';
import type { World } from './world.ts';

export class Agent {
  readonly reader: Reader;
  readonly #world: World;
  readonly #name: string;
  readonly #room: number;
  readonly #posts = new Map<MessageId, ConsoleFrame>();
  readonly #mine = new Set<ConversationId>();
  readonly #watched = new Set<ConversationId>();
  #connection: Connection<ConsoleFrame, ConsoleServerFrame> | null = null;
  #calm = false;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
    this.#room = world.loop.between(1, 3);
    this.reader = new Reader(name);
  }

  get isQuiet(): boolean {
    return this.#posts.size === 0;
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
    const { loop } = this.#world;
    if (this.#connection === null) return this.#connect();
    if (this.#calm) {
      for (const conversation of this.#watched) this.#resume(conversation);
      return this.#resend();
    }
    if (loop.chance(0.03)) return this.cut();
    if (loop.chance(0.2))
      return this.#up({ type: 'agent.state', state: loop.chance(0.8) ? 'online' : 'away' });
    if (this.#posts.size > 0 && loop.chance(0.5)) return this.#resend();
    const conversation = loop.pick([...this.#mine]);
    if (conversation === undefined) return;
    if (loop.chance(0.1))
      return this.#up({ type: 'conversation.end', request: this.#world.id(), conversation });
    this.#post(conversation);
  }

  #connect(): void {
    const { server, loop, faults, generation } = this.#world;
    if (server === null) return;
    const connection = new Connection<ConsoleFrame, ConsoleServerFrame>(loop, faults);
    this.#connection = connection;
    let session: AgentSession | null = null;
    connection.onDown = (frame) => this.#hear(frame);
    connection.onUp = (frame) => void session?.receive(JSON.stringify(frame));
    connection.onCut = () => {
      this.#connection = null;
      if (this.#world.generation === generation) session?.end();
    };
    server.converse
      .session(this.#principal(), (frame) => connection.down(frame))
      .then(
        (begun) => {
          session = begun;
          if (!connection.open) begun.end();
        },
        () => connection.cut(),
      );
    this.#up({ type: 'agent.state', state: 'online' });
  }

  #principal() {
    const name = this.#name;
    const user = {
      id: UserId.parse(`u-${name}`),
      email: `${name}@example.com`,
      name,
      role: 'agent' as const,
      room: this.#room,
      disabled: false,
      lastSeenAt: null,
    };
    return { account, user, session: `s-${name}`, mustSetPassword: false };
  }

  #up(frame: ConsoleFrame): void {
    this.#connection?.up(frame);
  }

  #resume(conversation: ConversationId): void {
    this.#up({ type: 'conversation.resume', conversation, after: 0 });
  }

  #resend(): void {
    for (const frame of this.#posts.values()) this.#up(frame);
  }

  #post(conversation: ConversationId): void {
    const id = MessageId.parse(this.#world.id());
    const note = this.#world.loop.chance(0.1);
    const frame: ConsoleFrame = {
      type: 'message.post',
      conversation,
      id,
      text: `text ${id}`,
      note,
    };
    this.#posts.set(id, frame);
    this.#up(frame);
  }

  #hear(frame: ConsoleServerFrame): void {
    switch (frame.type) {
      case 'conversations.all':
        for (const each of frame.conversations) this.#note(each);
        return;
      case 'conversation.changed':
        return this.#note(frame.conversation);
      case 'message':
        return this.reader.see([frame.message]);
      case 'messages':
        return this.reader.see(frame.messages);
      case 'posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'problem':
        if (frame.id !== undefined && !frame.problem.retry) this.#posts.delete(frame.id);
        return;
      default:
    }
  }

  #note({
    id,
    status,
    agent,
  }: {
    id: ConversationId;
    status: string;
    agent: { name: string } | null;
  }): void {
    const mine = agent?.name === this.#name && status === 'active';
    if (!mine) return void this.#mine.delete(id);
    this.#mine.add(id);
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    this.#resume(id);
  }
}
