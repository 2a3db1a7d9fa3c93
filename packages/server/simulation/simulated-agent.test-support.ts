// An agent or a manager of simulated conversations: takes conversations, begins some with visitors,
// writes, transfers, joins colleagues' conversations and reads their own.
import { AgentSide, serve } from '@opportune/core/sim/conversation-agent.test-support.ts';
import { Connection } from '@opportune/core/sim/conversation-network.test-support.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import {
  type ConversationId,
  type MessageId,
  type UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { Principal } from '../http/access/principal.ts';
import { principalNamed } from '../http/access/principal.test-support.ts';
import {
  account,
  Life,
  type Line,
  type Mood,
  mostWaiting,
  type Surroundings,
  type ToAgent,
  type Written,
} from './simulated-life.test-support.ts';
import { returns } from './routing-rules.test-support.ts';
import type { Conversations } from '../testing/conversation-features.test-support.ts';

export class SimAgent {
  readonly life: Life;
  readonly side: AgentSide;
  readonly #world: Surroundings;
  readonly name: string;
  readonly #room: number;
  readonly #manages: boolean;
  #up: (frame: ConsoleFrame) => void = () => {};
  #line: Connection<ConsoleFrame, ConsoleServerFrame> | null = null;
  /** The conversations whose visitors they block, by request. */
  readonly #blocks = new Map<string, ConversationId>();
  readonly #putBack = new Set<ConversationId>();
  /** What they reopened or began after confirming that it blurs. */
  readonly confirmed = new Set<ConversationId | MessageId>();

  constructor(world: Surroundings, name: string, room: number, manages: boolean) {
    this.#world = world;
    this.name = name;
    this.#room = room;
    this.#manages = manages;
    this.side = new AgentSide(
      name,
      () => world.id(),
      (frame) => this.#up(frame),
    );
    this.life = new Life(world, {
      connect: (server) => this.#connect(server),
      act: (mood) => this.#act(mood),
    });
  }

  /** Writes in all conversations that they take part in, and leaves a note in their own. */
  write(): readonly Written[] {
    const { side } = this;
    if (!this.life.isHere) return [];
    const say = (conversation: ConversationId, note: boolean): Written => ({
      id: side.post(conversation, note),
      conversation,
      note,
    });
    return [
      ...side.mine.flatMap((each) => [say(each, true), say(each, false)]),
      ...side.joined.map((each) => say(each, false)),
    ];
  }

  #connect(server: Conversations): Line {
    const { loop, faults, plant } = this.#world;
    const connection = new Connection<ConsoleFrame, ConsoleServerFrame>(loop, faults, mostWaiting);
    const principal = principalNamed(account, this.name, this.#room, this.#role);
    this.#line = connection;
    connection.onDown = (frame) => {
      if (this.#line === connection) this.side.hear(frame);
    };
    const toldOf: ToAgent = (frame) => {
      if (frame.type === 'conversation.changed') this.#world.told(frame.conversation);
      if (frame.type === 'done') this.#blocked(frame.request);
      if (frame.type === 'conversations.all') frame.conversations.forEach(this.#world.told);
      connection.down(frame);
    };
    const send = plant.toAgent?.(toldOf, this.name) ?? toldOf;
    connection.onCut = serve(connection, () => server.session(principal, send));
    this.#up = (frame) => connection.up(frame);
    this.side.connected();
    return connection;
  }

  get #role(): Role {
    return this.#manages ? 'manager' : 'agent';
  }

  /** As the administrator's page announces it to every server. A disabled user's line is closed. */
  user(disabled: boolean): Principal['user'] {
    this.life.barred = disabled;
    if (disabled) this.life.cut();
    return { ...principalNamed(account, this.name, this.#room, this.#role).user, disabled };
  }

  #blocked(request: string): void {
    const conversation = this.#blocks.get(request);
    if (conversation !== undefined) this.#world.blocked(conversation);
  }

  #act(mood: Mood): void {
    if (mood === 'wild') this.#work();
    else if (mood === 'settled') this.#settle();
    else this.#tidy();
  }

  /** Goes online, takes waiting conversations, joins a colleague or looks on. */
  #settle(): void {
    const { loop } = this.#world;
    const { side } = this;
    this.#up({ type: 'agent.state', state: 'online' });
    side.resend();
    this.#take();
    const theirs = loop.pick(side.theirs);
    if (theirs === undefined) return;
    if (loop.chance(0.5)) side.command('conversation.join', theirs);
    else if (!side.reading.has(theirs)) side.open(theirs);
  }

  #work(): void {
    const { loop } = this.#world;
    const { side } = this;
    if (!side.isQuiet && loop.chance(0.7)) return side.resend();
    if (loop.chance(0.25))
      return this.#up({ type: 'agent.state', state: loop.chance(0.85) ? 'online' : 'away' });
    if (this.#manages && loop.chance(0.1)) return this.#setSomebody();
    if (loop.chance(0.25)) return loop.chance(0.7) ? this.#begin() : this.#takeUp();
    const ringing = loop.pick(side.ringing);
    if (ringing !== undefined && loop.chance(0.5))
      return side.command(
        loop.chance(0.7) ? 'conversation.accept' : 'conversation.decline',
        ringing,
      );
    const theirs = loop.pick(side.theirs);
    if (theirs !== undefined && loop.chance(0.05))
      return side.command('conversation.take-over', theirs);
    if (theirs !== undefined && loop.chance(0.3)) return this.#standBy(theirs);
    const conversation = loop.pick(side.mine);
    if (conversation === undefined) return;
    const action = loop.next();
    if (action < 0.6) return void side.post(conversation, loop.chance(0.15));
    if (action < 0.72) return this.#handOn(conversation);
    if (action < 0.74) return side.command('conversation.recall', conversation);
    if (action < 0.76) return this.#weigh(conversation);
    if (action < 0.8) return side.command('conversation.end', conversation);
    if (action < 0.81) return void this.#blocks.set(side.block(conversation), conversation);
    side.command(action < 0.9 ? 'conversation.reopen' : 'conversation.accept', conversation);
  }

  /** Contacts any visitor that they may, warned about control or not. */
  #begin(): void {
    const { loop, visitorNames } = this.#world;
    const visitor = loop.pick(visitorNames);
    if (visitor === undefined) return;
    const confirmed = loop.chance(0.6);
    const id = this.side.begin(VisitorId.parse(visitor), confirmed);
    if (confirmed) this.confirmed.add(id);
  }

  /**
   * Reopens an ended conversation, warned about control or not. If there is none, puts away one of
   * their own.
   */
  #takeUp(): void {
    const { loop } = this.#world;
    const over = loop.pick(this.side.over);
    if (over === undefined) return this.#putAway();
    const confirmed = loop.chance(0.6);
    if (confirmed) this.confirmed.add(over);
    this.side.reopen(over, confirmed);
  }

  /** Ends one and its wrap-up. */
  #putAway(): void {
    const conversation = this.#world.loop.pick(this.side.mine);
    if (conversation === undefined) return;
    this.side.command('conversation.end', conversation);
    this.side.command('conversation.end', conversation);
  }

  /** In peace, agents end their conversations, and take by hand those that they once gave away. */
  #tidy(): void {
    const { side } = this;
    this.#up({ type: 'agent.state', state: 'online' });
    side.resend();
    this.#take();
    for (const conversation of side.mine) side.command('conversation.end', conversation);
  }

  /**
   * Takes ringing and waiting ones. Without helping by hand, only waiting ones that they put back,
   * because nobody else is given them.
   */
  #take(): void {
    const { side } = this;
    const waiting = this.#world.handless
      ? side.waiting.filter((each) => this.#putBack.has(each))
      : side.waiting;
    for (const each of new Set([...side.ringing, ...waiting]))
      side.command('conversation.accept', each);
  }

  /** Joins a colleague's conversation, writes there, and leaves. */
  #standBy(conversation: ConversationId): void {
    const { side } = this;
    const action = this.#world.loop.next();
    if (action < 0.1) return side.open(conversation);
    if (action < 0.3) return side.command('conversation.join', conversation);
    if (action < 0.85) return void side.post(conversation, action < 0.4);
    side.command('conversation.leave', conversation);
  }

  /** To an agent, to a skill, or back to the queue. */
  #handOn(conversation: ConversationId): void {
    const { loop } = this.#world;
    const skill = loop.chance(0.3) ? { skill: returns, queue: loop.chance(0.3) } : {};
    const to = this.#colleague();
    if (to === null) this.#putBack.add(conversation);
    this.#up({
      type: 'conversation.transfer',
      request: this.#world.id(),
      conversation,
      to,
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
    const name = this.#world.loop.pick(this.side.others);
    if (name === undefined || this.#world.loop.chance(0.3)) return null;
    return principalNamed(account, name, 1).user.id;
  }
}
