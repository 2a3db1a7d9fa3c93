// A carrier with Programmable Voice, as Twilio's documentation says that it behaves: it asks by a signed
// form what to do with a call, obeys TwiML, and opens streams of sound.
// https://www.twilio.com/docs/voice/twiml, /docs/voice/media-streams/websocket-messages,
// /docs/usage/webhooks/webhooks-security. What the documentation does not allow, it refuses with a throw.
import { createHmac, randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { type Call, sendJson, startTwinServer } from './twin-server.test-support.ts';
import type { ServerResponse } from 'node:http';
import { loudness, toneAt } from './carrier-voice.test-support.ts';
import { readTwiml, type Verb } from './twiml.test-support.ts';

export interface CarrierTwin {
  readonly base: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  /** Where the number asks, as it was told. */
  readonly voiceUrl: string;
  hasNumber: boolean;
  /** Somebody calls the number. `hertz`: the tone that they say all the time. */
  call(from: string, hertz?: number): CarrierCall;
  /** A signed form, as it is posted. */
  signed(url: string, fields: Readonly<Record<string, string>>): SignedForm;
  /** The signature of an address that is opened. */
  signature(url: string): string;
  stop(): Promise<void>;
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

export async function startCarrierTwin({
  accountSid,
  authToken,
  number,
}: Pick<CarrierTwin, 'accountSid' | 'authToken' | 'number'> = ofTests): Promise<CarrierTwin> {
  let voiceUrl = '';
  const calls = new Set<Conversing>();
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
    fail(response, 404, 20404, `The requested resource ${path} was not found`);
  });

  function change({ body }: Call, response: ServerResponse): void {
    const form = new URLSearchParams(body.toString('utf8'));
    const url = form.get('VoiceUrl') ?? '';
    if (!URL.canParse(url)) return fail(response, 400, 21502, 'Url is not a valid url');
    voiceUrl = url;
    sendJson(response, 200, { sid: numberSid, voice_url: voiceUrl });
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
    get voiceUrl() {
      return voiceUrl;
    },
    call(from, hertz = 450) {
      const call = new Conversing(twin, from, hertz);
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

class Conversing implements CarrierCall {
  readonly sid = `CA${randomBytes(16).toString('hex')}`;
  readonly told: string[] = [];
  readonly over: Promise<void>;
  readonly #twin: CarrierTwin;
  readonly #from: string;
  readonly #hertz: number;
  readonly #begun = Promise.withResolvers<void>();
  #heard: Buffer = Buffer.alloc(0);
  #socket: WebSocket | null = null;
  #streamSid = '';
  #sequence = 0;
  #isOver = false;

  constructor(twin: CarrierTwin, from: string, hertz: number) {
    this.#twin = twin;
    this.#from = from;
    this.#hertz = hertz;
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

  press(digit: string): void {
    this.#send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit } });
  }

  hangUp(): void {
    this.#isOver = true;
    const { sid: callSid } = this;
    const { accountSid } = this.#twin;
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#send({ event: 'stop', stop: { accountSid, callSid } });
    this.#socket?.close();
  }

  async #run(): Promise<void> {
    const { accountSid, number } = this.#twin;
    const fields = {
      ...{ CallSid: this.sid, AccountSid: accountSid, From: this.#from, To: number },
      ...{ CallStatus: 'ringing', ApiVersion: '2010-04-01', Direction: 'inbound' },
      ...{ Caller: this.#from, Called: number },
    };
    const { voiceUrl } = this.#twin;
    const answer = await fetch(voiceUrl, this.#twin.signed(voiceUrl, fields));
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
    if (!/xml/.test(answer.headers.get('content-type') ?? '')) throw new Error('it is no XML');
    for (const verb of readTwiml(await answer.text())) {
      if (this.#isOver) return;
      if (!(await this.#obey(verb))) return;
    }
  }

  /** False: nothing comes after it. */
  async #obey(verb: Verb): Promise<boolean> {
    switch (verb.name) {
      case 'Say':
        this.told.push(verb.text);
        return true;
      case 'Connect':
        await this.#stream(verb);
        return true;
      case 'Hangup':
      case 'Reject':
        this.told.push(verb.name);
        return false;
      default:
        throw new Error(`the twin knows no ${verb.name}`);
    }
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
      for (; said * 20 < performance.now() - begunAt; said += 1) this.#say(said);
    }, 20);
    await done.promise.finally(() => clearInterval(saying));
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

  #say(packet: number): void {
    const payload = toneAt(this.#hertz, packet).toString('base64');
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
  }
}

function fail(response: ServerResponse, status: number, code: number, message: string): void {
  sendJson(response, status, { code, message, status });
}
