// The process of the media host, seen from the server: how long it may take.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { MediaStreamTrack, RTCPeerConnection } from 'werift';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import { testDataFolder } from '../engines.test-support.ts';
import { createMediaHost } from './media-host.ts';

test('[CX10.3] a host that starts slowly answers whoever came meanwhile', async (each) => {
  const folder = testDataFolder();
  each.after(() => folder.remove());
  const settings = { ports: null, address: null, isLoopback: true };
  const media = createMediaHost(settings, path.join(folder.path, 'recordings'));
  each.after(() => media.close());
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  each.after(() => connection.close());
  connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendonly' });
  connection.addTransceiver('audio', { direction: 'recvonly' });
  await connection.setLocalDescription(await connection.createOffer());
  const of = { call: CallId.parse('c'), leg: LegId.parse('l') };
  const answer = media.join(of, connection.localDescription?.sdp ?? '');
  const pid = media.pid();
  assert.ok(pid !== null);
  process.kill(pid, 'SIGSTOP');
  await rest(mediaLimits.answerMs + 1000);
  process.kill(pid, 'SIGCONT');
  assert.notEqual(await answer, null);
});
