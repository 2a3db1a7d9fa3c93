// Offers that cannot be used leave nothing behind in the media host, and packets of strangers do nothing.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { MediaStreamTrack, RTCPeerConnection } from 'werift';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { createPeers } from './peers.ts';

const of = { call: CallId.parse('c'), leg: LegId.parse('l') };
const ports = (): number =>
  process.getActiveResourcesInfo().filter((each) => each === 'UDPWrap' || each === 'UDPWRAP')
    .length;

async function offerOf(): Promise<string> {
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendonly' });
  connection.addTransceiver('audio', { direction: 'recvonly' });
  await connection.setLocalDescription(await connection.createOffer());
  const { sdp } = connection.localDescription ?? { sdp: '' };
  await connection.close();
  return sdp;
}

test('[CX10.4] an offer that fails half-way leaves no port and no call behind', async () => {
  const peers = createPeers(
    { ports: null, address: null, isLoopback: true, recordings: '' },
    () => {},
    () => {},
  );
  const whole = await offerOf();
  const before = ports();
  const broken = [
    whole.replaceAll(/a=ice-(ufrag|pwd):.*\r?\n/g, ''),
    whole.replaceAll('opus', 'unknown'),
    whole.replaceAll(/a=rtpmap:.*\r?\n/g, ''),
    whole.replaceAll(/a=mid:.*\r?\n/g, ''),
    whole.replaceAll(/a=setup:.*/g, 'a=setup:never'),
    whole.replace(/a=fingerprint:sha-256 .*/, 'a=fingerprint:sha-256 nothing'),
  ];
  let refused = 0;
  for (const offer of broken) {
    if ((await peers.join(of, offer)) === null) refused += 1;
    else peers.leave(of);
  }
  assert.ok(refused > 0, 'some of them are refused');
  for (let tries = 0; ports() > before && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual([peers.calls, ports()], [0, before]);
  assert.notEqual(await peers.join(of, whole), null);
  assert.equal(peers.calls, 1);
  peers.leave(of);
  assert.equal(peers.calls, 0);
});

test('[CX10.9] packets of strangers end no sound, and nothing answers them', async () => {
  const told: string[] = [];
  const peers = createPeers(
    { ports: null, address: null, isLoopback: true, recordings: '' },
    ({ type }) => told.push(type),
    () => {},
  );
  const browser = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  browser.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendonly' });
  browser.addTransceiver('audio', { direction: 'recvonly' });
  await browser.setLocalDescription(await browser.createOffer());
  const answer = await peers.join(of, browser.localDescription?.sdp ?? '');
  assert.ok(answer !== null);
  await browser.setRemoteDescription({ type: 'answer', sdp: answer });
  for (let tries = 0; told.length === 0 && tries < 200; tries += 1) await rest(50);
  assert.deepEqual(told, ['connected']);

  const [, host = '', port] = /a=candidate:\S+ 1 udp \d+ (\S+) (\d+)/.exec(answer) ?? [];
  const stranger = createSocket('udp4');
  let answers = 0;
  stranger.on('message', () => (answers += 1));
  for (const packet of [closeAlert, bindingRequest('x:y'), bindingRequest('')])
    for (let times = 0; times < 3; times += 1)
      await new Promise((resolve) => stranger.send(packet, Number(port), host, resolve));
  await rest(500);
  assert.equal(answers, 0);
  assert.deepEqual(
    browser.dtlsTransports.map(({ state }) => state),
    ['connected'],
  );
  assert.deepEqual(told, ['connected']);

  const heard = Promise.withResolvers<void>();
  peers.route(of.call, [{ from: 'music', to: of.leg }]);
  for (const { receiver } of browser.getTransceivers())
    receiver.track.onReceiveRtp.subscribe(() => heard.resolve());
  const opus = { sequence: 1, timestamp: 960, payload: Buffer.from('music') };
  peers.playMusic({ opus, pcmu: null });
  await Promise.race([heard.promise, rest(5000).then(() => assert.fail('nothing is heard'))]);
  stranger.close();
  await browser.close();
  peers.leave(of);
});

/** A plaintext warning of DTLS 1.2 that the connection closes. */
const closeAlert = Buffer.from('15fefd00000000000000010002' + '0100', 'hex');

/** Of STUN, without a proof. */
function bindingRequest(name: string): Buffer {
  const bytes = Math.ceil(name.length / 4) * 4;
  const message = Buffer.alloc(24 + bytes);
  message.writeUInt16BE(0x0001, 0);
  message.writeUInt16BE(4 + bytes, 2);
  message.writeUInt32BE(0x2112a442, 4);
  message.writeUInt16BE(0x0006, 20);
  message.writeUInt16BE(name.length, 22);
  message.write(name, 24);
  return message;
}
