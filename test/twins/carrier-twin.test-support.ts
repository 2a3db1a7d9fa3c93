// A carrier with Programmable Voice, as Twilio's documentation says that it behaves: it asks by a signed
// form what to do with a call, obeys TwiML, and opens streams of sound.
// https://www.twilio.com/docs/voice/twiml, /docs/voice/media-streams/websocket-messages,
// /docs/usage/webhooks/webhooks-security. What the documentation does not allow, it refuses with a throw.
import { createHmac, randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { type Call, keep, sendJson, startTwinServer } from './twin-server.test-support.ts';
import type { ServerResponse } from 'node:http';
import { loudness, silence, toneAt } from './carrier-voice.test-support.ts';
import { readTwiml, type Verb } from './twiml.test-support.ts';

export interface CarrierTwin {
  readonly base: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  /** Where the number asks, as it was told. */
  readonly voiceUrl: string;
  hasNumber: boolean;
  /** The calls that it was asked to make, which ring. */
  readonly dialled: readonly RingingCall[];
  /** Somebody calls the number. A number: the tone that they say all the time. */
  call(from: string, voice?: number | Voice): CarrierCall;
  /** Has the number ask there. */
  ask(voiceUrl: string): void;
  /** A signed form, as it is posted. */
  signed(url: string, fields: Readonly<Record<string, string>>): SignedForm;
  /** The signature of an address that is opened. */
  signature(url: string): string;
  stop(): Promise<void>;
}

/** Who speaks and hears on a line. */
export interface Voice {
  /** What they say in the next 20 ms, in µ-law. Null: nothing. */
  next(): Uint8Array | null;
  hear(sound: Uint8Array): void;
  /** The carrier says a sentence. Resolves once it was said. */
  listen(said: { readonly text: string; readonly language: string | null }): Promise<void>;
  /** A key ended what the carrier was saying. */
  hush(): void;
}

/** A call that it was asked to make. */
export interface RingingCall {
  readonly sid: string;
  readonly to: string;
  /** The longest that it may take. */
  readonly seconds: number;
  /** How long it rings, in seconds. */
  readonly ringS: number;
  /** They answer. A number: the tone that they say. */
  answer(voice?: number | Voice): CarrierCall;
  /** They are busy, or do not answer. */
  refuse(status: 'busy' | 'no-answer' | 'failed'): Promise<void>;
  /** Whether whoever asked for it has ended it. */
  readonly isCancelled: boolean;
  /** Resolves once it rings no more, unless it was answered. */
  readonly silent: Promise<void>;
}

interface SignedForm {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CarrierCall {
  readonly sid: string;
  /** What it was told so far: sentences, and the names of other verbs. */
  readonly told: readonly string[];
  /** Whether the caller hears a tone now, by the last half second. */
  hears(hertz: number): boolean;
  /** From now on they say this tone. 0: nothing. */
  say(hertz: number): void;
  /** Presses a key: of a menu before its stream, and of the stream later. */
  press(key: string): void;
  hangUp(): void;
  /** Resolves once the call is over. Rejects if something came that the documentation does not allow. */
  readonly over: Promise<void>;
  /** Resolves once its stream has begun. */
  readonly streaming: Promise<void>;
}

const ofTests = {
  accountSid: 'AC5ef8732a3c49700934481addd5ce1659',
  authToken: '12345678901234567890123456789012',
  number: '+14155550100',
} as const;

interface CarrierOptions extends Pick<CarrierTwin, 'accountSid' | 'authToken' | 'number'> {
  readonly onDialled?: (ringing: RingingCall) => void;
}

export async function startCarrierTwin({
  accountSid,
  authToken,
  number,
  onDialled,
}: CarrierOptions = ofTests): Promise<CarrierTwin> {
  let voiceUrl = '';
  const calls = new Set<Conversing>();
  const dialled: Ringing[] = [];
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const server = await startTwinServer((call, response) => {
    const path = call.url.pathname.replace(`/2010-04-01/Accounts/${accountSid}/`, '');
    if (call.headers.authorization !== basic) return fail(response, 401, 20003, 'Authenticate');
    if (call.method === 'GET' && path === 'IncomingPhoneNumbers.json') {
      const isOurs = twin.hasNumber && call.url.searchParams.get('PhoneNumber') === number;
      const found = isOurs ? [{ sid: numberSid, phone_number: number, voice_url: voiceUrl }] : [];
      return sendJson(response, 200, { incoming_phone_numbers: found, page: 0 });
    }
    if (call.method === 'POST' && path === `IncomingPhoneNumbers/${numberSid}.json`)
      return change(call, response);
    if (call.method === 'POST' && path === 'Calls.json') return dial(call, response);
    const changed = /^Calls\/(CA[0-9a-f]{32})\.json$/.exec(path)?.[1];
    if (call.method === 'POST' && changed !== undefined) return complete(changed, call, response);
    fail(response, 404, 20404, `The requested resource ${path} was not found`);
  });

  function change({ body }: Call, response: ServerResponse): void {
    const form = new URLSearchParams(body.toString('utf8'));
    const url = form.get('VoiceUrl') ?? '';
    if (!URL.canParse(url)) return fail(response, 400, 21502, 'Url is not a valid url');
    voiceUrl = url;
    sendJson(response, 200, { sid: numberSid, voice_url: voiceUrl });
  }

  function dial({ body }: Call, response: ServerResponse): void {
    const form = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    const { To: to = '', From, Url: url = '', StatusCallback: statusUrl = '' } = form;
    const known = ['To', 'From', 'Url', 'Method', 'StatusCallback', 'StatusCallbackMethod'];
    const strange = Object.keys(form).find(
      (name) => ![...known, 'TimeLimit', 'Timeout'].includes(name),
    );
    if (strange !== undefined) throw new Error(`Calls.json has no field ${strange}`);
    if (!/^\+[1-9][0-9]{6,14}$/.test(to)) return fail(response, 400, 21211, 'Invalid To number');
    if (From !== number) return fail(response, 400, 21210, 'From is not yours, and not verified');
    if (!URL.canParse(url) || !URL.canParse(statusUrl)) return fail(response, 400, 21205, 'Url');
    const [seconds, ringS] = [form['TimeLimit'], form['Timeout']].map(Number) as [number, number];
    const ringing = new Ringing(twin, { to, url, statusUrl, seconds, ringS });
    keep(dialled, ringing);
    sendJson(response, 201, { sid: ringing.sid, status: 'queued', to, from: From });
    onDialled?.(ringing);
  }

  function complete(sid: string, { body }: Call, response: ServerResponse): void {
    const status = new URLSearchParams(body.toString('utf8')).get('Status') ?? '';
    const ringing = dialled.find((each) => each.sid === sid);
    if (ringing === undefined) return fail(response, 404, 20404, 'Not found');
    if (status !== 'completed') return fail(response, 400, 21220, 'Invalid status');
    ringing.end();
    sendJson(response, 200, { sid, status });
  }

  const signature = (url: string, fields: Readonly<Record<string, string>> = {}): string => {
    const sorted = Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const whole = url + sorted.map(([name, value]) => name + value).join('');
    return createHmac('sha1', authToken).update(whole).digest('base64');
  };
  const signed: CarrierTwin['signed'] = (url, fields) => ({
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature(url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  });

  const twin: CarrierTwin = {
    ...{ base: server.base, accountSid, authToken, number, hasNumber: true, signed, signature },
    dialled,
    get voiceUrl() {
      return voiceUrl;
    },
    ask: (url) => void (voiceUrl = url),
    call(from, voice = 450) {
      const call = new Conversing(twin, from, voice);
      calls.add(call);
      call.over.finally(() => calls.delete(call)).catch(() => undefined);
      return call;
    },
    async stop() {
      for (const call of calls) call.hangUp();
      await server.stop();
    },
  };
  return twin;
}

const numberSid = 'PN5ef8732a3c49700934481addd5ce1659';

interface Dialling {
  readonly to: string;
  readonly url: string;
  readonly statusUrl: string;
  readonly seconds: number;
  readonly ringS: number;
}

class Ringing implements RingingCall {
  readonly sid = `CA${randomBytes(16).toString('hex')}`;
  readonly to: string;
  readonly seconds: number;
  readonly ringS: number;
  isCancelled = false;
  readonly #twin: CarrierTwin;
  readonly #of: Dialling;
  readonly #silent = Promise.withResolvers<void>();
  #call: Conversing | null = null;

  constructor(twin: CarrierTwin, of: Dialling) {
    this.#twin = twin;
    this.#of = of;
    this.to = of.to;
    this.seconds = of.seconds;
    this.ringS = of.ringS;
  }

  get silent(): Promise<void> {
    return this.#silent.promise;
  }

  answer(voice: number | Voice = 450): CarrierCall {
    const { sid, to } = this;
    const call = new Conversing(this.#twin, this.#twin.number, voice, {
      sid,
      to,
      url: this.#of.url,
    });
    this.#call = call;
    call.over.finally(() => this.#tell('completed')).catch(() => undefined);
    return call;
  }

  refuse(status: 'busy' | 'no-answer' | 'failed'): Promise<void> {
    this.#silent.resolve();
    return this.#tell(status);
  }

  end(): void {
    this.isCancelled = true;
    this.#silent.resolve();
    if (this.#call === null) this.#tell('canceled').catch(() => undefined);
    else this.#call.hangUp();
  }

  async #tell(CallStatus: string): Promise<void> {
    const { statusUrl } = this.#of;
    const duration = CallStatus === 'completed' ? { CallDuration: '7' } : {};
    const fields = {
      CallSid: this.sid,
      CallStatus,
      To: this.to,
      From: this.#twin.number,
      ...duration,
    };
    const answer = await fetch(statusUrl, this.#twin.signed(statusUrl, fields));
    if (answer.status !== 200) throw new Error(`the status was answered by ${answer.status}`);
  }
}

/** What it asks for next. */
interface Document {
  readonly url: string;
  readonly keys: Readonly<Record<string, string>>;
}

class Conversing implements CarrierCall {
  readonly sid: string;
  readonly #to: string;
  readonly #url: string;
  readonly told: string[] = [];
  readonly over: Promise<void>;
  readonly #twin: CarrierTwin;
  readonly #from: string;
  #voice: number | Voice;
  readonly #begun = Promise.withResolvers<void>();
  #heard: Buffer = Buffer.alloc(0);
  #socket: WebSocket | null = null;
  #streamSid = '';
  #sequence = 0;
  /** Before its stream, and whoever waits for one. */
  readonly #pressed: string[] = [];
  #onKey = (): void => {};
  #isOver = false;

  constructor(
    twin: CarrierTwin,
    from: string,
    voice: number | Voice,
    dialled?: { readonly sid: string; readonly to: string; readonly url: string },
  ) {
    this.sid = dialled?.sid ?? `CA${randomBytes(16).toString('hex')}`;
    this.#to = dialled?.to ?? twin.number;
    this.#url = dialled?.url ?? twin.voiceUrl;
    this.#twin = twin;
    this.#from = from;
    this.#voice = voice;
    this.#begun.promise.catch(() => undefined);
    this.over = this.#run().finally(() => {
      this.#isOver = true;
      this.#begun.reject(new Error(`no stream: ${this.told.join(', ')}`));
    });
    this.over.catch(() => undefined);
  }

  get streaming(): Promise<void> {
    return this.#begun.promise;
  }

  hears(hertz: number): boolean {
    return loudness(this.#heard, hertz) > -40;
  }

  say(hertz: number): void {
    this.#voice = hertz;
  }

  press(digit: string): void {
    if (this.#socket === null) {
      this.#pressed.push(digit);
      this.#onKey();
      return;
    }
    this.#send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
  }

  hangUp(): void {
    this.#isOver = true;
    this.#onKey();
    const { sid: callSid } = this;
    const { accountSid } = this.#twin;
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#send({ event: 'stop', stop: { accountSid, callSid } });
    this.#socket?.close();
  }

  async #run(): Promise<void> {
    const { accountSid, number } = this.#twin;
    const isInbound = this.#to === number;
    const fields = {
      ...{ CallSid: this.sid, AccountSid: accountSid, From: this.#from, To: this.#to },
      ...{ CallStatus: isInbound ? 'ringing' : 'in-progress', ApiVersion: '2010-04-01' },
      ...{ Direction: isInbound ? 'inbound' : 'outbound-api' },
      ...{ Caller: this.#from, Called: this.#to },
    };
    let document: Document | null = { url: this.#url, keys: {} };
    while (document !== null && !this.#isOver)
      document = await this.#follow(document.url, { ...fields, ...document.keys });
  }

  /** Null: the call is over. */
  async #follow(url: string, fields: Readonly<Record<string, string>>): Promise<Document | null> {
    const answer = await fetch(url, this.#twin.signed(url, fields));
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
    if (!/xml/.test(answer.headers.get('content-type') ?? '')) throw new Error('it is no XML');
    for (const verb of readTwiml(await answer.text())) {
      if (this.#isOver) return null;
      const next = await this.#obey(verb);
      if (next !== 'goes on') return next;
    }
    return null;
  }

  /** Null: nothing comes after it. */
  async #obey(verb: Verb): Promise<Document | 'goes on' | null> {
    switch (verb.name) {
      case 'Say':
        this.told.push(verb.text);
        await this.#listen(verb);
        return 'goes on';
      case 'Gather':
        return this.#gather(verb);
      case 'Redirect':
        return { url: verb.text, keys: {} };
      case 'Connect':
        await this.#stream(verb);
        return 'goes on';
      case 'Hangup':
      case 'Reject':
        this.told.push(verb.name);
        return null;
      default:
        throw new Error(`the twin knows no ${verb.name}`);
    }
  }

  /** Without a key it goes on. https://www.twilio.com/docs/voice/twiml/gather, checked 2026-11-27 */
  async #gather({ attributes, children }: Verb): Promise<Document | 'goes on'> {
    const { input, numDigits, finishOnKey, timeout = '5', action = '', method } = attributes;
    const most = Number(numDigits);
    const isKnown = input === 'dtmf' && most >= 1 && finishOnKey === '' && method === 'POST';
    if (!isKnown || !URL.canParse(action)) throw new Error('the twin knows no such Gather');
    for (const { name, text, attributes: spoken } of children) {
      if (name !== 'Say') throw new Error(`a Gather has no ${name}`);
      this.told.push(spoken['language'] === undefined ? text : `${spoken['language']} ${text}`);
    }
    const saying = this.#listenTo(children);
    if (this.#pressed.length === 0) await Promise.race([saying, this.#nextKey()]);
    let digits = '';
    while (digits.length < most) {
      const key = this.#pressed.shift() ?? (await this.#keyWithin(Number(timeout) * 1000));
      if (key === undefined) break;
      if (typeof this.#voice !== 'number') this.#voice.hush();
      digits += key;
    }
    return digits === '' ? 'goes on' : { url: action, keys: { Digits: digits } };
  }

  async #listenTo(sentences: readonly Verb[]): Promise<void> {
    for (const each of sentences) if (this.#pressed.length === 0) await this.#listen(each);
  }

  /** A tone says nothing of what it hears, and waits for nothing. */
  async #listen({ text, attributes }: Verb): Promise<void> {
    const language = attributes['language'] ?? null;
    if (typeof this.#voice !== 'number') await this.#voice.listen({ text, language });
  }

  #nextKey(): Promise<void> {
    return new Promise((resolve) => (this.#onKey = resolve));
  }

  async #keyWithin(ms: number): Promise<string | undefined> {
    if (this.#isOver) return undefined;
    await Promise.race([this.#nextKey(), new Promise((resolve) => setTimeout(resolve, ms))]);
    return this.#pressed.shift();
  }

  async #stream({ children }: Verb): Promise<void> {
    const [stream] = children;
    const url = stream?.attributes['url'] ?? '';
    if (stream?.name !== 'Stream' || children.length !== 1) throw new Error('one Stream is needed');
    // Plain only to this machine, where the tests are.
    if (!/^wss:|^ws:\/\/(localhost|127\.0\.0\.1)/.test(url) || url.includes('?'))
      throw new Error(`a stream goes to no ${url}`);
    const parameters = stream.children.map(({ attributes: { name = '', value = '' } }) => [
      name,
      value,
    ]);
    const headers = { 'x-twilio-signature': this.#twin.signature(url) };
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    this.#socket = socket;
    this.#sequence = 0;
    // Keys that nothing asked for are lost.
    this.#pressed.length = 0;
    this.#streamSid = `MZ${randomBytes(16).toString('hex')}`;
    const done = Promise.withResolvers<void>();
    socket.on('error', (error) => done.reject(error)).on('close', () => done.resolve());
    socket.on('open', () => this.#start(Object.fromEntries(parameters)));
    socket.on('message', (data, isBinary) => {
      try {
        this.#hear(String(data), isBinary);
      } catch (error) {
        done.reject(error as Error);
        socket.close();
      }
    });
    const begunAt = performance.now();
    let said = 0;
    const saying = setInterval(() => {
      if (this.#sequence === 0 || socket.readyState !== WebSocket.OPEN) return;
      for (; said * 20 < performance.now() - begunAt; said += 1) this.#speak(said);
    }, 20);
    await done.promise.finally(() => clearInterval(saying));
    this.#socket = null;
  }

  #start(customParameters: Readonly<Record<string, string>>): void {
    this.#socket?.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    const { sid: callSid } = this;
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
    const { accountSid } = this.#twin;
    const of = { accountSid, streamSid: this.#streamSid, callSid, tracks: ['inbound'] };
    this.#send({ event: 'start', start: { ...of, mediaFormat, customParameters } });
    this.#begun.resolve();
  }

  #speak(packet: number): void {
    const sound =
      typeof this.#voice === 'number'
        ? toneAt(this.#voice, packet)
        : (this.#voice.next() ?? silence);
    const payload = Buffer.from(sound).toString('base64');
    const of = { track: 'inbound', chunk: String(packet + 1), timestamp: String(packet * 20) };
    this.#send({ event: 'media', media: { ...of, payload } });
  }

  #send(message: object): void {
    this.#sequence += 1;
    const sequenceNumber = String(this.#sequence);
    this.#socket?.send(JSON.stringify({ ...message, sequenceNumber, streamSid: this.#streamSid }));
  }

  /** Error 31924 ends the stream for any other message. */
  #hear(text: string, isBinary: boolean): void {
    const { event, streamSid, media } = JSON.parse(text);
    if (isBinary || streamSid !== this.#streamSid) throw new Error('31924: of another stream');
    if (event === 'clear' || event === 'mark') return;
    const payload = Buffer.from(media?.payload ?? '', 'base64');
    if (event !== 'media' || payload.length === 0) throw new Error(`31924: ${text.slice(0, 80)}`);
    this.#heard = Buffer.concat([this.#heard, payload]).subarray(-4000);
    if (typeof this.#voice !== 'number') this.#voice.hear(payload);
  }
}

function fail(response: ServerResponse, status: number, code: number, message: string): void {
  sendJson(response, status, { code, message, status });
}
