// The library's ciphers hold keys instead of their bytes once a connection is there. A version of the
// library that names its parts differently fails here, and not by its cost.
import assert from 'node:assert/strict';
import { KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { RTCPeerConnection } from 'werift';
import { until } from '../process/processes.test-support.ts';
import { holdKeys } from './srtp-keys.ts';

test('[CX10] the keys of a connection are made once, not for each packet', async () => {
  const sides = [0, 1].map(() => new RTCPeerConnection({ iceServers: [] }));
  const [one, other] = sides;
  assert.ok(one !== undefined && other !== undefined);
  try {
    one.addTransceiver('audio');
    await one.setLocalDescription(await one.createOffer());
    await other.setRemoteDescription(one.localDescription ?? assert.fail());
    await other.setLocalDescription(await other.createAnswer());
    await one.setRemoteDescription(other.localDescription ?? assert.fail());
    for (const side of sides) holdKeys(side);
    const transports = sides.flatMap(({ dtlsTransports }) => dtlsTransports);
    await until('both are connected', () => transports.every(({ state }) => state === 'connected'));
    for (const { srtp, srtcp } of transports)
      for (const session of [srtp, srtcp])
        for (const { cipher } of [session.localContext, session.remoteContext]) {
          assert.ok((cipher.srtpSessionKey as unknown) instanceof KeyObject);
          assert.ok((cipher.srtcpSessionKey as unknown) instanceof KeyObject);
        }
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
});
