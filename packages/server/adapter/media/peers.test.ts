// Offers that cannot be used leave nothing behind in the media host.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  const peers = createPeers({ ports: null, address: null, isLoopback: true }, () => {});
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
