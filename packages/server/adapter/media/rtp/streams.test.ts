// A place and a voice over a line that loses, repeats and mixes up packets.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { RtcpSenderInfo, RtcpSrPacket } from 'werift';
import type { NumberedPacket } from '../voices.ts';
import { Indexes } from './indexes.ts';
import { ReceivedStream } from './received-stream.ts';
import { SentStream } from './sent-stream.ts';
import { srtpKeys } from './srtp.ts';

const keys = srtpKeys(randomBytes(16), randomBytes(12), null);
const packetOf = (index: number): NumberedPacket => ({
  ...{ sequence: index & 0xffff, timestamp: (index * 960) >>> 0, isFirst: false },
  payload: Buffer.from(`packet ${index}`),
});

test('[CX10.11] a number that begins anew is told from one that comes late', () => {
  const indexes = new Indexes();
  const taken = (index: number): readonly [number, boolean] => {
    const found = indexes.of(index & 0xffff);
    const isNew = indexes.isNew(found);
    if (isNew) indexes.take(found);
    return [found, isNew];
  };
  const come = [65_533, 65_536, 65_534, 65_537, 65_536, 90_000, 65_540, 120_000, 131_073, 131_070];
  assert.deepEqual(
    come.map(taken),
    // The fifth comes again, and the seventh is far behind.
    come.map((index, at) => [index, at !== 4 && at !== 6]),
  );
});

test('[CX10.11] each packet is heard once, whatever the line does, and what is lost is reported', () => {
  const [place, voice] = [new SentStream(7, 111), new ReceivedStream([111], 48)];
  const heard: string[] = [];
  const take = (data: Buffer | null, nowMs: number): void => {
    const packet = data === null ? null : voice.open(data, keys, nowMs);
    if (packet !== null) heard.push(packet.payload.toString());
  };
  const [first, count] = [65_000, 2000];
  let late: Buffer | null = null;
  for (let at = 0; at < count; at += 1) {
    const data = place.seal(packetOf(first + at), keys);
    assert.ok(data !== null);
    const now = at * 20;
    // Of ten packets one is lost, one comes twice, and one comes after the next.
    if (at % 10 === 3) continue;
    if (at % 10 === 5) late = data;
    else take(data, now);
    if (at % 10 === 4) take(data, now);
    if (at % 10 === 6) take(late, now);
  }
  assert.equal(heard.length, count * 0.9);
  assert.equal(new Set(heard).size, heard.length);
  const report = voice.report(count * 20);
  assert.deepEqual(
    [report?.ssrc, report?.packetsLost, report?.fractionLost, report?.highestSequence],
    [7, count / 10, Math.floor(256 / 10), first + count - 1],
  );
  assert.equal(voice.report(count * 20)?.fractionLost, 0);
  const sent = place.report()?.senderInfo;
  assert.deepEqual(
    [sent?.packetCount, sent?.rtpTimestamp],
    [count, ((first + count - 1) * 960) >>> 0],
  );
  assert.equal(place.seal(packetOf(first + count - 1), keys), null, 'none is sent twice');
});

test('[CX10.11] a report says how long ago the browser told its clock', () => {
  const [place, voice] = [new SentStream(7, 111), new ReceivedStream([111], 48)];
  assert.equal(voice.report(0), null);
  voice.open(place.seal(packetOf(1), keys) ?? assert.fail(), keys, 0);
  const senderInfo = new RtcpSenderInfo({
    ...{ ntpTimestamp: 0x1234_5678_9abc_def0n, rtpTimestamp: 0, packetCount: 1, octetCount: 1 },
  });
  voice.note(new RtcpSrPacket({ ssrc: 8, senderInfo }), 100);
  assert.equal(voice.report(200)?.lsr, 0);
  voice.note(new RtcpSrPacket({ ssrc: 7, senderInfo }), 1000);
  const { lsr, dlsr } = voice.report(1500) ?? assert.fail();
  assert.deepEqual([lsr, dlsr], [0x5678_9abc, 32_768]);
});

test('[CX10.11] only the codec that was agreed upon and the first source are heard', () => {
  const voice = new ReceivedStream([111], 48);
  const from = (ssrc: number, payloadType: number, index: number): boolean => {
    const data = new SentStream(ssrc, payloadType).seal(packetOf(index), keys);
    return voice.open(data ?? assert.fail(), keys, 0) !== null;
  };
  assert.deepEqual(
    [from(7, 13, 1), from(7, 111, 2), from(8, 111, 3), from(7, 111, 2), from(7, 111, 4)],
    [false, true, false, false, true],
  );
  for (const bytes of [0, 1, 11, 12, 20])
    assert.equal(voice.open(Buffer.alloc(bytes, 0x9f), keys, 0), null);
});
