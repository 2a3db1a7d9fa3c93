// A desk with calls, on a real media host, and a visitor and an agent in a conversation.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { VisitorCallFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { CallServerFrame, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import { testDataFolder, testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { openAttachmentsFolder } from '../adapter/attachments/attachments-folder.ts';
import { openTurns } from '../http/turns.ts';
import { createMediaHost, type MediaHost } from '../adapter/media/media-host.ts';
import { openStage, type Stage } from '../testing/conversations.test-support.ts';
import type { ConversationParts } from '../testing/conversation-features.test-support.ts';
import type { Inbox } from '../testing/frame-inbox.test-support.ts';
import type { AgentClient, Visitor } from '../testing/people.test-support.ts';
import { Talker } from './talker.test-support.ts';
import { createMaking } from './recording/making.ts';
import { createRecordingRules } from './recording/recording-settings.ts';
import type { CallParts, TurnSettings } from './seams.ts';

export interface CallStage {
  readonly stage: Stage;
  readonly engines: TestEngines;
  readonly media: MediaHost;
  readonly parts: Pick<
    CallParts,
    'store' | 'turns' | 'recordings' | 'rules' | 'making' | 'conversations' | 'dial'
  >;
  /** Ada, online, and a visitor whose conversation she has. */
  talk(name?: string): Promise<Talk>;
  /** Somebody who speaks until the test is over. */
  talker(word: string, sound?: readonly Uint8Array[]): Talker;
}

export interface Talk {
  readonly ada: AgentClient;
  readonly visitor: Visitor;
  readonly conversation: ConversationId;
}

const setting = { isOn: true };
/** Nobody has a carrier. */
const noDial = async () => 'call.off' as const;

/** What a test brings of its own. */
export interface Brought {
  readonly dial: CallParts['dial'];
  readonly more: (engines: TestEngines) => Partial<ConversationParts>;
}

export function withCalls(
  run: (of: CallStage) => Promise<void>,
  turn: TurnSettings = { urls: [], secret: null },
  { dial, more }: Brought = { dial: noDial, more: () => ({}) },
): () => Promise<void> {
  return async () => {
    const engines = await testEngines();
    const folder = testDataFolder();
    const recordings = path.join(folder.path, 'recordings');
    const media = createMediaHost({ ports: null, address: null, isLoopback: true }, recordings);
    const store = openAttachmentsFolder(path.join(folder.path, 'files'));
    const turns = openTurns();
    const stage = await openStage({
      ...more(engines),
      speak: {
        ...{
          records: engines.records,
          homes: onlyHome,
          voice: { media, turn },
          recordings,
          store,
          turns,
        },
        isOn: async () => setting.isOn,
        dial,
      },
    });
    setting.isOn = true;
    const talkers: Talker[] = [];
    const talker: CallStage['talker'] = (word, sound) => {
      const made = new Talker(word, sound);
      talkers.push(made);
      return made;
    };
    try {
      const { records } = engines;
      const { desks } = stage.converse;
      const rules = createRecordingRules(records);
      const making = createMaking({ ...stage.use, records, store, desks, folder: recordings });
      const { store: conversations } = stage.use;
      const parts = { store, turns, recordings, rules, making, conversations, dial };
      const talkOf = (name?: string) => talk(stage, name);
      await run({ ...{ stage, engines, media, parts, talker }, talk: talkOf });
    } finally {
      for (const each of talkers) await each.close();
      await stage.close();
      await engines.close();
      await folder.remove();
    }
  };
}

export function switchCalls(isOn: boolean): void {
  setting.isOn = isOn;
}

async function talk(stage: Stage, name: string = `ada-${randomUUID()}`): Promise<Talk> {
  const ada = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Hello');
  await ada.until(
    conversation,
    ({ status, agent }) => status === 'active' && agent?.user === ada.user,
  );
  return { ada, visitor, conversation };
}

/** One side of a call, whoever it is. */
export interface Side {
  readonly inbox: Inbox<CallServerFrame | Extract<ServerFrame, { type: 'problem' }>>;
  say(frame: Exclude<VisitorCallFrame, { type: 'call.consent' }>): void;
}

interface VisitorSide extends Side {
  say(frame: VisitorCallFrame): void;
}

export const sideOfVisitor = (visitor: Visitor): VisitorSide => ({
  inbox: visitor.inbox as unknown as Side['inbox'],
  say: (frame) => void visitor.speak(frame),
});

export const sideOfAgent = (agent: AgentClient): Side => ({
  inbox: agent.inbox as unknown as Side['inbox'],
  say: (frame) => agent.send(frame),
});

/** Proposes, and returns the call as it is shown to them. */
export async function proposes(side: Side, conversation: ConversationId): Promise<SpokenCall> {
  side.say({ type: 'call.propose', request: randomUUID(), conversation });
  return until(side, ({ conversation: of }) => of === conversation);
}

/** The call as last told, once it fits. */
export async function until(
  { inbox }: Side,
  fits: (call: SpokenCall) => boolean,
): Promise<SpokenCall> {
  return (await inbox.next('call', ({ call }) => fits(call))).call;
}

/** As pages do. */
const offeredAgainMs = 8000;

/** Brings their sound to the call. If no connection comes about, as on a busy machine, it offers again. */
export async function joins(
  side: Side,
  talker: Talker,
  call: SpokenCall['id'],
  carrier: string = randomUUID(),
): Promise<void> {
  // The answer to an earlier offer of this carrier fits no later one.
  const earlier = new Set<unknown>(side.inbox.frames);
  side.say({ type: 'call.offer', call, carrier, sdp: await talker.offer() });
  const { sdp } = await side.inbox.next(
    'call.answer',
    (frame) => frame.carrier === carrier && !earlier.has(frame),
  );
  await talker.accept(sdp);
  const again = async (): Promise<void> => {
    if (await talker.isLate(offeredAgainMs)) await joins(side, talker, call, carrier);
  };
  // The test may be over by then.
  again().catch(() => undefined);
}
