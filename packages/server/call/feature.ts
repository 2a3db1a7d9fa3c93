// Calls as a feature: what carries frames of visitors and agents asks it. Where the installation
// offers no calls, every frame is refused.
import { atHome } from '@opportune/core/cluster/homes.ts';
import type {
  ChatLink,
  VisitorCallFrame,
  VisitorCalls,
} from '@opportune/core/ports/visitor-chat.ts';
import type { CallFrame } from '@opportune/protocol/conversation/spoken.ts';
import { type ErrorCode, problem } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { AccountId, type ConversationId } from '@opportune/protocol/ids.ts';
import type { Feature } from '../http/feature.ts';
import { createDownloads } from '../http/files/downloads.ts';
import { addFigures } from '../http/figures.ts';
import type { App } from '../http/rest/app.ts';
import { problemFor } from '../http/problem/answer-errors.ts';
import { followConversations } from './follow-conversation.ts';
import { Calls, legOfUser, legOfVisitor } from './calls.ts';
import { followAccess } from './follow-access.ts';
import { createExpected, type Expected } from './expected.ts';
import { createMaking, keepMaking } from './recording/making.ts';
import { recordingRoutes } from './recording/recording-routes.ts';
import { createRecordingRules, unsaidRecording } from './recording/recording-settings.ts';
import { createRecordings } from './recording/recordings.ts';
import { noRingBacks, type RingBacks, ringBacksOf } from './back/ring-back.ts';
import type { CallDependencies, CallParts } from './seams.ts';
import { noTelephones, type TelephoneCalls, telephonesOf } from './telephones.ts';
import { agentActs, type AgentOf, isOfVisitor, visitorActs } from './sides.ts';

export interface CallFeature extends Feature {
  readonly visitors: VisitorCalls;
  readonly agents: AgentCalls;
  readonly telephones: TelephoneCalls;
  readonly backs: RingBacks;
  /** For how many days recordings are kept. */
  keepDaysOf(account: AccountId): Promise<number>;
  close(): Promise<void>;
}

/** The calls of agents, for their consoles. */
export interface AgentCalls {
  /** All that a console is told as it connects. */
  all(of: AgentOf): Promise<ConsoleServerFrame>;
  /** Null, or why it is refused. */
  act(of: AgentOf, frame: CallFrame): Promise<ErrorCode | null>;
}

export function createCalls({ world, voice, ...given }: CallDependencies): CallFeature {
  const kept = openKept(world, given);
  if (voice === null) return { ...noCalls, ...kept.hooks };
  const { rules, making, hooks } = kept;
  const parts: CallParts = { ...world, ...voice, ...given, rules, making };
  const calls = new Calls(parts, followConversations);
  const expected = createExpected(parts, calls);
  const bornAt = world.clock.now();
  const stops = followAccess(parts, calls);
  return {
    ...hooks,
    name: 'call',
    visitors: visitorsOf(parts, calls, expected),
    agents: agentsOf(parts, calls),
    telephones: telephonesOf(parts, calls),
    backs: ringBacksOf(parts, calls),
    metrics: (registry) =>
      addFigures(registry, [['opportune_calls', 'Calls that run', () => calls.size]]),
    async start(accounts) {
      for (const account of accounts) await calls.records.endLeft(account, bornAt);
      await hooks.start(accounts);
    },
    drain() {
      for (const running of calls.all()) calls.end(running, 'restarted');
    },
    async close() {
      for (const stop of stops) stop();
      this.drain?.();
      expected.close();
      calls.close();
      await Promise.all([calls.records.idle(), calls.recorder.idle()]);
      await hooks.close();
      await voice.media.close();
    },
  };
}

type Kept = Omit<CallDependencies, 'world' | 'voice'>;

/** Recordings are made, heard and removed also where no calls are offered any more. */
function openKept(world: CallDependencies['world'], given: Kept) {
  const rules = createRecordingRules(given.records);
  const making = createMaking({ ...world, ...given, folder: given.recordings });
  const recordings = createRecordings({ ...world, ...given, rules, making });
  const downloads = createDownloads(given.budgets, world.schedule);
  const all = () => accountsIn(given);
  let stops: readonly (() => Promise<void>)[] = [];
  const hooks = {
    keepDaysOf: async (account: AccountId) => (await rules.of(account)).keepDays,
    routes: (app: App) => recordingRoutes(app, rules, recordings, downloads),
    async start(accounts: readonly AccountId[]): Promise<void> {
      for (const account of accounts) await making.makeLeft(account);
      stops = [recordings.keepClean(all), keepMaking({ ...world, ...given, making }, all)];
    },
    async close(): Promise<void> {
      await Promise.all([making.close(), ...stops.map((stop) => stop())]);
    },
  };
  return { rules, making, hooks };
}

async function accountsIn({
  records,
  homes,
}: Pick<CallDependencies, 'records' | 'homes'>): Promise<readonly AccountId[]> {
  const rows = await records.withoutAccount((sql) =>
    sql.rows<{ account: string }>('SELECT account FROM list_accounts()'),
  );
  return atHome(
    homes,
    rows.map(({ account }) => AccountId.parse(account)),
  );
}

function agentsOf(parts: CallParts, calls: Calls): AgentCalls {
  return {
    async all({ account, user }) {
      const running = calls.ofUser(account, user);
      const leg = running && legOfUser(running, user);
      const own = running && leg ? [calls.shown(running, leg)] : [];
      const offered = await parts.isOn(account);
      return { type: 'calls.all', offered, calls: own, others: calls.waiting.there(account) };
    },
    act: (of, frame) => agentActs(parts, calls, of, frame),
  };
}

function visitorsOf(parts: CallParts, calls: Calls, { expect }: Expected): VisitorCalls {
  return {
    isOffered: (account) => parts.isOn(account),
    expect,
    tell(link, conversation) {
      const running = calls.inConversation(conversation);
      if (running === undefined || !isOfVisitor(parts, running, link)) return;
      const leg = legOfVisitor(running);
      if (leg !== undefined) link.send(calls.frameFor(running, leg));
    },
    async receive(link, frame) {
      const refused = await visitorActs(parts, calls, link, frame).catch((error: unknown) => {
        parts.log.error('a frame of a call failed', { reason: String(error) });
        return problemFor(error).code;
      });
      if (refused !== null) refuse(link, frame, refused);
    },
  };
}

function refuse(link: ChatLink, frame: VisitorCallFrame, code: ErrorCode): void {
  const request = frame.type === 'call.propose' ? frame.request : frame.call;
  link.send({ type: 'problem', problem: problem(code), request });
}

export const noCalls: CallFeature = {
  name: 'call',
  visitors: {
    isOffered: async (_: AccountId) => false,
    expect(_account: AccountId, _conversation: ConversationId) {},
    tell(_link: ChatLink, _conversation: ConversationId) {},
    receive: async (link, frame) => refuse(link, frame, 'call.off'),
  },
  agents: {
    all: async () => ({
      ...{ type: 'calls.all', offered: false, calls: [] },
      others: { waiting: [], going: [] },
    }),
    act: async () => 'call.off',
  },
  telephones: noTelephones,
  backs: noRingBacks,
  keepDaysOf: async () => unsaidRecording.keepDays,
  async close() {},
};
