// The contract of every media host: who hears whom is exactly the table, at any time. The people are
// real browsers, each with a tone of its own as its voice.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { Route } from '../call/call.ts';
import type { LegOf, Media, MediaEvent } from '../ports/media.ts';
import { levelOf, toneOf } from '../sound/tone.test-support.ts';

/** A browser that takes part. */
export interface Voice {
  readonly name: string;
  /** Its tone. */
  readonly hertz: number;
  /** The offer of a new connection, which replaces a former one. */
  offer(): Promise<string>;
  accept(answer: string): Promise<void>;
  /** Whose voices arrive now, by name in order, or `music`: by analysis of the sound. */
  hears(): Promise<readonly string[]>;
}

export interface MediaSubject {
  readonly media: Media;
  readonly voices: readonly Voice[];
  /** The tracks on which something of a recording is written. */
  recorded(file: string): readonly number[];
  /** Ends the host as a crash would. */
  kill(): void;
  close(): Promise<void>;
}

/** Of the music, in Hz. */
const chords = [98, 130.8, 146.8, 164.8, 196].map((note): [string, number] => ['music', note]);

const call = CallId.parse('call');
const leg = (name: string) => LegId.parse(name);

/** Runs the suite on what `open` gives: at least three voices. */
export function mediaContract(name: string, open: () => Promise<MediaSubject>): void {
  describe(`media: ${name}`, () => {
    let subject: MediaSubject;
    const events: MediaEvent[] = [];
    before(async () => {
      subject = await open();
      subject.media.follow((event) => events.push(event));
    });
    after(() => subject.close());

    async function joins(voice: Voice): Promise<void> {
      const before = connections(voice.name);
      const answer = await subject.media.join({ call, leg: leg(voice.name) }, await voice.offer());
      assert.ok(answer !== null, `${voice.name} was refused`);
      await voice.accept(answer);
      await until(`${voice.name} is connected`, () => connections(voice.name) > before);
    }

    const connections = (of: string): number =>
      events.filter((event) => event.type === 'connected' && event.leg === of).length;

    /** `a>b`: b hears a. */
    async function routed(...pairs: readonly string[]): Promise<void> {
      const routes = pairs.map((pair): Route => {
        const [from = '', to = ''] = pair.split('>');
        return { from: from === 'music' ? from : leg(from), to: leg(to) };
      });
      await subject.media.route(call, routes);
      for (const voice of subject.voices) {
        const expected = pairs.flatMap((pair) => {
          const [from = '', to] = pair.split('>');
          return to === voice.name ? [from] : [];
        });
        let heard: readonly string[] = [];
        await until(
          () =>
            `${voice.name} hears [${expected.join()}], not [${heard.join()}] (${pairs.join(' ')})`,
          async () => (heard = await voice.hears()).join() === expected.toSorted().join(),
        );
      }
    }

    it('[CX10] lets everybody hear exactly those whom the table names', async () => {
      for (const voice of subject.voices) await joins(voice);
      const [a, b, c] = subject.voices.map((voice) => voice.name);
      await routed();
      await routed(`${a}>${b}`, `${b}>${a}`);
      await routed(`${a}>${b}`, `${b}>${a}`, `${a}>${c}`, `${b}>${c}`);
      await routed(`${a}>${b}`, `${c}>${b}`, `${b}>${a}`, `${a}>${c}`, `${b}>${c}`);
      await routed(`${c}>${b}`, `${b}>${c}`);
      await routed();
    });

    it('[CX10.2] lets nobody hear or be heard who has left', async () => {
      const [a, b, c] = subject.voices;
      assert.ok(a && b && c);
      const all = [`${a.name}>${b.name}`, `${c.name}>${b.name}`, `${b.name}>${a.name}`];
      await routed(...all);
      await subject.media.leave({ call, leg: leg(c.name) });
      await until('c is silent', async () => (await b.hears()).join() === a.name);
      await joins(c);
      await routed(...all);
    });

    it('[CX20.1] plays music to those whom the table names, instead of voices or beside them', async () => {
      const [a, b, c] = subject.voices.map((voice) => voice.name);
      await routed(`music>${a}`);
      await routed(`music>${a}`, `${c}>${b}`, `${b}>${c}`);
      await routed(`${b}>${a}`, `${a}>${b}`, `music>${c}`);
      await routed();
    });

    it('[CX20.2] plays a sound once as the voice of a leg, and says when it is over', async () => {
      const [a] = subject.voices;
      assert.ok(a);
      const of = { call, leg: leg('tone') };
      const isOver = () => events.some((event) => event.type === 'played' && event.leg === of.leg);
      await subject.media.route(call, [{ from: of.leg, to: leg(a.name) }]);
      await subject.media.play(of, 'recorded');
      assert.equal(isOver(), false);
      await until('the sound is over', isOver);
    });

    it('[CX22.1] records those who are named, each on their track, and nobody else', async () => {
      const [a, b] = subject.voices.map((voice) => leg(voice.name));
      assert.ok(a && b);
      const tracks = [
        { leg: a, track: 0 },
        { leg: b, track: 1 },
      ];
      await subject.media.record(call, { file: 'one', tracks: tracks.slice(0, 1) });
      await until('one is recorded', () => subject.recorded('one').join() === '0');
      await subject.media.record(call, { file: 'one', tracks });
      await until('both are recorded', () => subject.recorded('one').join() === '0,1');
      await subject.media.record(call, null);
      await subject.media.record(call, { file: 'two', tracks: tracks.slice(1) });
      await until('the other is recorded', () => subject.recorded('two').join() === '1');
      await subject.media.record(call, null);
    });

    it('[CX10.3] says that it ended, and serves those who join again', async () => {
      const [a, b] = subject.voices;
      assert.ok(a && b);
      subject.kill();
      await until('it has ended', () => events.some(({ type }) => type === 'ended'));
      for (const voice of subject.voices) await joins(voice);
      await routed(`${a.name}>${b.name}`, `${b.name}>${a.name}`);
    });

    it('[CX10.4] refuses what is no offer of a voice and places', async () => {
      const of = { call, leg: leg('stranger') };
      const offer = (await subject.voices[0]?.offer()) ?? '';
      for (const bad of [
        '',
        'v=0',
        'x'.repeat(100_000),
        offer.replaceAll('m=audio', 'm=video'),
        offer.replaceAll('a=fingerprint:sha-256', 'a=fingerprint:none'),
        offer.split('m=')[0] ?? '',
      ])
        assert.equal(await subject.media.join(of, bad), null, bad.slice(0, 40));
    });

    it('[CX30] [CX31] a telephone hears exactly those whom the table names, as one voice in PCMU', async () => {
      const [a, b, c] = subject.voices;
      assert.ok(a && b && c);
      const of = { call: CallId.parse('by-telephone'), leg: leg('telephone') };
      for (const voice of [a, b]) {
        const [offer, at] = [await voice.offer(), { ...of, leg: leg(voice.name) }];
        const answer = await subject.media.join(at, offer, 'pcmu');
        assert.match(answer ?? '', /PCMU\/8000/);
        await voice.accept(answer ?? '');
      }
      assert.equal(await subject.media.line(of), true);
      // The tone of a voice that is not in this call.
      const telephone = openTelephone(subject, of, c.hertz);
      const all = [a, b].map(({ name, hertz }): [string, number] => [name, hertz]);
      const settles = async (
        routes: readonly Route[],
        expected: Readonly<Record<'a' | 'b' | 'telephone', readonly string[]>>,
      ): Promise<void> => {
        await subject.media.route(of.call, routes);
        const now = async () => ({
          ...{ a: await a.hears(), b: await b.hears(), telephone: telephone.hears(all) },
        });
        let heard = '';
        const wanted = JSON.stringify(expected);
        const what = () => `${heard} instead of ${wanted}`;
        await until(what, async () => (heard = JSON.stringify(await now())) === wanted);
      };
      const [one, two] = [leg(a.name), leg(b.name)];
      const both = [
        { from: of.leg, to: one },
        { from: one, to: of.leg },
      ];
      await settles(both, { a: [c.name], b: [], telephone: [a.name] });
      const conference = [
        ...both,
        { from: two, to: of.leg },
        { from: of.leg, to: two },
        { from: one, to: two },
        { from: two, to: one },
      ];
      await settles(conference, {
        a: [b.name, c.name],
        b: [a.name, c.name].toSorted(),
        telephone: [a.name, b.name],
      });
      await settles([{ from: 'music', to: of.leg }], { a: [], b: [], telephone: [] });
      await until('it hears music', () => telephone.hears(chords).length > 0);
      telephone.close();
      await subject.media.leave(of);
    });
  });
}

/** A telephone in a call, which says a tone until it is over, and what it heard in the last half second. */
function openTelephone({ media }: MediaSubject, of: LegOf, hertz: number) {
  let said = 0;
  const heard: number[] = [];
  const stop = media.follow((event) => {
    if (event.type !== 'heard' || event.leg !== of.leg) return;
    heard.push(...event.sound);
    heard.splice(0, heard.length - 4000);
  });
  const saying = setInterval(() => {
    media.say(of, toneOf(hertz, 160, said));
    said += 160;
  }, 20);
  return {
    hears: (names: readonly [string, number][]) =>
      names.flatMap(([name, tone]) => (levelOf(Uint8Array.from(heard), tone) > -40 ? [name] : [])),
    close() {
      clearInterval(saying);
      stop();
    },
  };
}

/** Waits for what must come. */
async function until(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > end) assert.fail(`waited: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
