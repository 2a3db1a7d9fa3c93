// The product as `npm start` runs it, with people who stay through its restarts: visitors in
// conversations, and as many agents as these need. For tests and benches of restarts.
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { type TestFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { freePort } from '@opportune/server/http/free-port.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { administrator } from '../e2e/product.test-support.ts';
import { type Place, StayingAgent, StayingVisitor, Waits } from './staying-clients.test-support.ts';
import { ready, type Started, startScript } from './started-script.test-support.ts';

/** The most conversations that an agent may have at once. */
const room = 20;
/** Conversations that begin at once. */
const together = 25;
const patienceMs = 90_000;
/**
 * During a restart: how often each visitor writes at most, the most messages a second from all
 * visitors, and how long before and after.
 */
const talk = { everyMs: 5000, perSecond: 75, beforeMs: 2000, afterMs: 2000 };
/** An agent answers one in this many messages of visitors. */
const answeredOf = 3;

export interface Staying {
  readonly started: Started;
  readonly url: string;
  readonly account: string;
  /** Where the visitors are. */
  readonly site: { readonly key: string; readonly origin: string };
  readonly visitors: readonly StayingVisitor[];
  readonly agents: readonly StayingAgent[];
  /** Everybody is connected, and everything written is acknowledged. */
  settled(): boolean;
  /**
   * Asks for a restart while visitors and agents write, and waits until everybody has what was
   * written. Resolves with the waits before it, when only one server ran.
   */
  restartWhileTalking(): Promise<Usual>;
  /** The waits of everybody since the last restart was requested. */
  readonly waits: Waits;
  /** Disconnects everybody, then stops the server. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** How long messages wait without a restart, in ms. */
export interface Usual {
  readonly delivered: readonly number[];
}

type Call = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

export async function openStaying(
  folder: TestFolder,
  { conversations, processes = 1 }: { readonly conversations: number; readonly processes?: number },
): Promise<Staying> {
  const port = await freePort();
  const args = [
    ...['--data', folder.path, '--port', String(port), '--demo-port', '0'],
    ...['--processes', String(processes)],
  ];
  const started = startScript(args, {
    OPPORTUNE_ADMIN_EMAIL: administrator.email,
    OPPORTUNE_ADMIN_PASSWORD: administrator.password,
    OPPORTUNE_TRUSTED_PROXIES: '127.0.0.1',
    OPPORTUNE_LOG_LEVEL: 'warn',
  });
  const people: { visitors: StayingVisitor[]; agents: StayingAgent[] } = {
    visitors: [],
    agents: [],
  };
  const waits = new Waits();
  let restarts = 0;
  const everybody = () => [...people.visitors, ...people.agents];
  const settled = (): boolean => waits.open === 0 && everybody().every((each) => each.settled);

  async function stop(): Promise<void> {
    for (const each of everybody()) each.close();
    if (started.child.exitCode === null) started.child.kill('SIGTERM');
    await started.exit;
  }
  async function close(): Promise<void> {
    const late = setTimeout(() => started.child.kill('SIGKILL'), 40_000);
    await stop();
    clearTimeout(late);
  }

  try {
    const url = await ready(started);
    const call = await signIn(url);
    const { account } = await call<{ account: { id: string } }>('GET', '/session');
    for (let at = 0; at < Math.ceil(conversations / room); at += 1)
      people.agents.push(
        new StayingAgent(
          url,
          { token: await newAgent(url, call, at), number: at, account: account.id },
          waits,
        ),
      );
    await until('agents are online', () => online(call, people.agents.length), patienceMs);
    const site = await begin(url, call, conversations, { visitors: people.visitors, waits });
    return {
      started,
      url,
      account: account.id,
      site,
      ...people,
      settled,
      async restartWhileTalking() {
        waits.clear();
        const stopTalking = keepTalking(people);
        await wait(talk.beforeMs);
        const usual = { delivered: [...waits.delivered] };
        waits.clear();
        started.child.kill('SIGUSR2');
        restarts += 1;
        await ready(started, restarts + 1);
        await wait(talk.afterMs);
        stopTalking();
        await until('everybody has what was written', settled, patienceMs);
        return usual;
      },
      waits,
      stop,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Every message of the account, read from the folder of a stopped server. */
export async function storedMessages(folder: TestFolder, account: string) {
  const engines = await openEngines({ dataFolder: folder.path }, testLog());
  try {
    return await engines.records.withAccount(AccountId.parse(account), (sql) =>
      sql.rows<{ conversation: string; id: string; sequence: number }>(
        'SELECT conversation, id, sequence::int AS sequence FROM messages ORDER BY conversation, sequence',
      ),
    );
  } finally {
    await engines.close();
  }
}

/** Evenly by the clock, one visitor after another, and now and then an agent. */
function keepTalking({
  visitors,
  agents,
}: {
  readonly visitors: readonly StayingVisitor[];
  readonly agents: readonly StayingAgent[];
}): () => void {
  const beganAt = performance.now();
  const perSecond = Math.min(talk.perSecond, visitors.length / (talk.everyMs / 1000));
  let written = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - beganAt) / 1000) * perSecond;
    for (; written < due; written += 1) {
      visitors[written % visitors.length]?.write();
      if (written % answeredOf === 0) agents[(written / answeredOf) % agents.length]?.write();
    }
  }, 5);
  return () => clearInterval(timer);
}

async function begin(
  url: string,
  call: Call,
  count: number,
  { visitors, waits }: { readonly visitors: StayingVisitor[]; readonly waits: Waits },
): Promise<Place> {
  const { items } = await call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  const place = { url, key: items[0]?.writeKey ?? '', origin: items[0]?.origins[0] ?? '' };
  while (visitors.length < count) {
    const next = Math.min(together, count - visitors.length);
    for (let at = 0; at < next; at += 1)
      visitors.push(new StayingVisitor(place, visitors.length, waits));
    await until('conversations begin', () => visitors.every(({ here }) => here), patienceMs);
  }
  await until(
    'all are answered for',
    () => visitors.every(({ agent }) => agent !== null),
    patienceMs,
  );
  return place;
}

async function signIn(url: string): Promise<Call> {
  const { token } = await request<{ token: string }>(url, null, 'POST', '/session', administrator);
  return (method, path, body) => request(url, token, method, path, body);
}

async function newAgent(url: string, call: Call, at: number): Promise<string> {
  const { link } = await call<{ link: string }>('POST', '/users', {
    email: `agent${at}@aldermoor.example`,
    name: `Agent ${at}`,
    role: 'agent',
    room,
  });
  const code = link.split('#code=')[1];
  const { password } = administrator;
  const made = await request<{ token: string }>(url, null, 'POST', '/session/link', {
    code,
    password,
  });
  return made.token;
}

async function online(call: Call, count: number): Promise<boolean> {
  const { agents } = await call<{ agents: { state: string }[] }>('GET', '/agents');
  return agents.filter(({ state }) => state === 'online').length >= count;
}

async function request<Answer>(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
