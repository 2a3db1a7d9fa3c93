// Visitors and agents of simulated conversations: they live at random instants, lose their line and
// come back, and in peace only catch up.
import { AgentTalk, serve } from '@opportune/core/sim/conversation-agent.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.ts';
import { Connection, type Faults } from '@opportune/core/sim/conversation-network.ts';
import { VisitorTalk } from '@opportune/core/sim/conversation-visitor.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  AccountId,
  type ConversationId,
  SiteId,
  type UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { principalNamed } from '../http/principal.test-support.ts';
import type { Converse } from './converse.ts';
import { returns } from './converse-sim-rules.test-support.ts';
import type { ChatLink } from './seams.ts';

export const account = AccountId.parse('sim');
const site = SiteId.parse('shop');
/** Frames that may be on their way to a reader; beyond, the server lets go of the line. */
const mostWaiting = 25;

/** What people need of the world that they live in. */
export interface Surroundings {
  readonly loop: Loop;
  readonly faults: Faults;
  /** Null while it is down. */
  readonly server: Converse | null;
  id(): string;
}

interface Habits {
  connect(server: Converse): Line;
  act(): void;
}
type Line = Pick<Connection<never, never>, 'cut' | 'open'>;

/** Whoever has a line, loses it, and comes back. */
class Life {
  readonly #world: Surroundings;
  readonly #habits: Habits;
  #line: Line | null = null;
  isCalm = false;

  constructor(world: Surroundings, habits: Habits) {
    this.#world = world;
    this.#habits = habits;
  }

  begin(): void {
    const { loop } = this.#world;
    loop.after(loop.between(20, this.isCalm ? 4000 : 1200), () => {
      this.#go();
      this.begin();
    });
  }

  /** From now on only to catch up: over a new line, since a frame may have been lost on the old one. */
  calm(): void {
    this.isCalm = true;
    this.cut();
  }

  cut(): void {
    this.#line?.cut();
  }

  #go(): void {
    const { server, loop } = this.#world;
    if (this.#line === null || !this.#line.open) {
      if (server !== null) this.#line = this.#habits.connect(server);
    } else if (!this.isCalm && loop.chance(0.05)) this.cut();
    else this.#habits.act();
  }
}

export class SimVisitor {
  readonly life: Life;
  readonly talk: VisitorTalk;
  readonly #world: Surroundings;
  readonly #name: string;
  #up: (frame: ChatFrame) => void = () => {};

  constructor(world: Surroundings, name: string) {
    this.#world = world;
    this.#name = name;
    this.talk = new VisitorTalk(
      name,
      () => world.id(),
      (frame) => this.#up(frame),
    );
    this.life = new Life(world, {
      connect: (server) => this.#connect(server),
      act: () => this.#act(),
    });
  }

  #connect(server: Converse): Line {
    const { loop, faults } = this.#world;
    const connection = new Connection<ChatFrame, ServerFrame>(loop, faults, mostWaiting);
    const link: ChatLink = {
      account,
      site,
      visitor: VisitorId.parse(this.#name),
      send: (frame) => connection.down(frame),
    };
    connection.onUp = (frame) => void server.chat.receive(link, frame);
    connection.onDown = (frame) => this.talk.hear(frame);
    connection.onCut = server.chat.attach(link);
    this.#up = (frame) => connection.up(frame);
    this.talk.catchUp();
    return connection;
  }

  #act(): void {
    const { loop } = this.#world;
    const { talk } = this;
    if (talk.isStarting || (talk.hasUnsent && loop.chance(0.7))) return talk.resend();
    if (this.life.isCalm || loop.chance(0.1)) return talk.catchUp();
    if (talk.open === null) return talk.start();
    if (loop.chance(0.04)) return talk.end(talk.open);
    if (loop.chance(0.02)) return talk.leaveMessage('v@example.com');
    talk.post(talk.open);
  }
}

export class SimAgent {
  readonly life: Life;
  readonly talk: AgentTalk;
  readonly #world: Surroundings;
  readonly #name: string;
  readonly #room: number;
  readonly #manages: boolean;
  #up: (frame: ConsoleFrame) => void = () => {};

  constructor(world: Surroundings, name: string, room: number, manages: boolean) {
    this.#world = world;
    this.#name = name;
    this.#room = room;
    this.#manages = manages;
    this.talk = new AgentTalk(
      name,
      () => world.id(),
      (frame) => this.#up(frame),
    );
    this.life = new Life(world, {
      connect: (server) => this.#connect(server),
      act: () => (this.life.isCalm ? this.#tidy() : this.#work()),
    });
  }

  #connect(server: Converse): Line {
    const { loop, faults } = this.#world;
    const connection = new Connection<ConsoleFrame, ConsoleServerFrame>(loop, faults, mostWaiting);
    const role = this.#manages ? 'manager' : 'agent';
    const principal = principalNamed(account, this.#name, this.#room, role);
    connection.onDown = (frame) => this.talk.hear(frame);
    connection.onCut = serve(connection, (send) => server.session(principal, send));
    this.#up = (frame) => connection.up(frame);
    return connection;
  }

  #work(): void {
    const { loop } = this.#world;
    const { talk } = this;
    if (!talk.isQuiet && loop.chance(0.7)) return talk.resend();
    if (loop.chance(0.25))
      return this.#up({ type: 'agent.state', state: loop.chance(0.85) ? 'online' : 'away' });
    if (this.#manages && loop.chance(0.1)) return this.#setSomebody();
    const ringing = loop.pick(talk.ringing);
    if (ringing !== undefined && loop.chance(0.5))
      return talk.command(
        loop.chance(0.7) ? 'conversation.accept' : 'conversation.decline',
        ringing,
      );
    const theirs = loop.pick(talk.theirs);
    if (theirs !== undefined && loop.chance(0.05))
      return talk.command('conversation.take-over', theirs);
    if (theirs !== undefined && loop.chance(0.3)) return this.#standBy(theirs);
    const conversation = loop.pick(talk.mine);
    if (conversation === undefined) return;
    const action = loop.next();
    if (action < 0.6) return talk.post(conversation, loop.chance(0.15));
    if (action < 0.72) return this.#handOn(conversation);
    if (action < 0.74) return talk.command('conversation.recall', conversation);
    if (action < 0.76) return this.#weigh(conversation);
    if (action < 0.8) return talk.command('conversation.end', conversation);
    talk.command(action < 0.9 ? 'conversation.reopen' : 'conversation.accept', conversation);
  }

  /** In peace every agent ends what they have, and takes by hand what they once gave away. */
  #tidy(): void {
    const { talk } = this;
    this.#up({ type: 'agent.state', state: 'online' });
    talk.resend();
    for (const conversation of talk.waiting) talk.command('conversation.accept', conversation);
    for (const conversation of talk.mine) talk.command('conversation.end', conversation);
  }

  /** Comes into a colleague's conversation, says something there, and leaves it. */
  #standBy(conversation: ConversationId): void {
    const { talk } = this;
    const action = this.#world.loop.next();
    if (action < 0.3) return talk.command('conversation.join', conversation);
    if (action < 0.85) return talk.post(conversation, action < 0.4);
    talk.command('conversation.leave', conversation);
  }

  /** To somebody, to whoever has a skill, or back to the queue. */
  #handOn(conversation: ConversationId): void {
    const { loop } = this.#world;
    const skill = loop.chance(0.3) ? { skill: returns, queue: loop.chance(0.3) } : {};
    this.#up({
      type: 'conversation.transfer',
      request: this.#world.id(),
      conversation,
      to: this.#colleague(),
      note: 'a note',
      ...skill,
    });
  }

  #weigh(conversation: ConversationId): void {
    const { loop } = this.#world;
    const weight = loop.between(1, 3);
    this.#up({ type: 'conversation.weigh', request: this.#world.id(), conversation, weight });
  }

  #setSomebody(): void {
    const { loop } = this.#world;
    const user = this.#colleague();
    const state =
      loop.pick(['online', 'online', 'back-soon', 'away', 'offline'] as const) ?? 'online';
    if (user !== null) this.#up({ type: 'agent.set', request: this.#world.id(), user, state });
  }

  #colleague(): UserId | null {
    const name = this.#world.loop.pick(this.talk.others);
    if (name === undefined || this.#world.loop.chance(0.3)) return null;
    return principalNamed(account, name, 1).user.id;
  }
}
