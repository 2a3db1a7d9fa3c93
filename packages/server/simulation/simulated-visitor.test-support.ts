// A visitor of simulated conversations: begins some, writes, leaves messages, ends open ones.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { Connection } from '@opportune/core/sim/conversation-network.test-support.ts';
import { VisitorSide } from '@opportune/core/sim/conversation-visitor.test-support.ts';
import type {
  ChatFrame,
  ServerFrame,
  VisitorConversation,
} from '@opportune/protocol/frames-visitor.ts';
import { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  Life,
  type Line,
  type Mood,
  mostWaiting,
  type Surroundings,
  type ToVisitor,
  type Written,
} from './simulated-life.test-support.ts';
import type { Conversations } from '../testing/conversation-features.test-support.ts';

const site = SiteId.parse('shop');
/** This long after a welcome, anything that began meanwhile has been sent. */
const toldMs = 500;

type Down =
  | { readonly frame: ServerFrame; readonly came: 'answer' | 'live' }
  | { readonly welcome: readonly VisitorConversation[] }
  /** Nothing sent earlier is in transit any more. */
  | { readonly mark: Greeted };

/** Everything sent up to a welcome has arrived. */
export interface Greeted {
  readonly from: number;
  readonly until: number;
}

export class SimVisitor {
  readonly life: Life;
  readonly side: VisitorSide;
  readonly #world: Surroundings;
  readonly name: string;
  readonly greeted: Greeted[] = [];
  #up: (frame: ChatFrame) => void = () => {};
  #line: Connection<ChatFrame, Down> | null = null;

  constructor(world: Surroundings, name: string) {
    this.#world = world;
    this.name = name;
    this.side = new VisitorSide(
      name,
      () => world.id(),
      (frame) => this.#up(frame),
    );
    this.life = new Life(world, {
      connect: (server) => this.#connect(server),
      act: (mood) => this.#act(mood),
    });
  }

  /** Writes where they may. */
  write(): readonly Written[] {
    const conversation = this.side.open;
    if (conversation === null || !this.life.isHere) return [];
    return [{ id: this.side.post(conversation), conversation, note: false }];
  }

  #connect(server: Conversations): Line {
    const { loop, faults, plant } = this.#world;
    const connection = new Connection<ChatFrame, Down>(loop, faults, mostWaiting);
    const plain: ToVisitor = (frame, came) => connection.down({ frame, came });
    const send = plant.toVisitor?.(plain, this.name) ?? plain;
    const linkOf = (came: 'answer' | 'live'): ChatLink => ({
      account,
      site,
      visitor: VisitorId.parse(this.name),
      payer: this.name,
      send: (frame) => send(frame, came),
    });
    this.#line = connection;
    connection.onDown = (down) => {
      if (this.#line !== connection) return;
      if ('welcome' in down) this.#welcomed(connection, down.welcome);
      else if ('mark' in down) this.greeted.push(down.mark);
      else this.side.hear(down.frame, down.came);
    };
    this.#up = () => {};
    // Two ends of one line, to distinguish answers from live messages.
    const answers = linkOf('answer');
    server.chat.opening(answers).then(
      (welcome) => {
        if (!connection.open) return;
        connection.onUp = (frame) => void server.chat.receive(answers, frame);
        connection.down({ welcome: plant.welcome?.(welcome) ?? welcome });
        connection.onCut = server.chat.attach(linkOf('live'));
      },
      () => connection.cut(),
    );
    return connection;
  }

  #welcomed(
    connection: Connection<ChatFrame, Down>,
    welcome: readonly VisitorConversation[],
  ): void {
    this.#up = (frame) => connection.up(frame);
    this.side.welcomed(welcome);
    const { loop } = this.#world;
    const from = loop.now;
    loop.after(toldMs, () => connection.down({ mark: { from, until: loop.now } }));
  }

  #act(mood: Mood): void {
    const { loop } = this.#world;
    const { side } = this;
    if (mood === 'settled') return side.resend();
    if (side.isStarting || (side.hasUnsent && loop.chance(0.7))) return side.resend();
    if (mood === 'calm' || loop.chance(0.1)) return side.catchUp();
    // Sometimes they leave it to an agent to write first.
    if (side.open === null) return loop.chance(0.4) ? side.start() : undefined;
    if (loop.chance(0.04)) return side.end(side.open);
    if (loop.chance(0.02)) return side.leaveMessage('v@example.com');
    side.post(side.open);
  }
}
