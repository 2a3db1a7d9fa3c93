// The sound of a connection past the library, with the library at the other end. A version of it that
// names its keys or its parts differently fails here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediaStreamTrack, RtcpSrPacket, RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';
import { until } from '../../process/processes.test-support.ts';
import { guard } from '../gate.ts';
import { direct } from './direct.ts';

async function connected(): Promise<{
  readonly host: RTCPeerConnection;
  readonly browser: RTCPeerConnection;
  readonly microphone: MediaStreamTrack;
}> {
  const [host, browser] = [0, 1].map(
    () => new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' }),
  ) as [RTCPeerConnection, RTCPeerConnection];
  const microphone = new MediaStreamTrack({ kind: 'audio' });
  browser.addTransceiver(microphone, { direction: 'sendonly' });
  browser.addTransceiver('audio', { direction: 'recvonly' });
  await browser.setLocalDescription(await browser.createOffer());
  await host.setRemoteDescription(browser.localDescription ?? assert.fail());
  return { host, browser, microphone };
}

test('[CX10.11] the library hears what is sent past it, and is told of it in reports', async () => {
  const { host, browser, microphone } = await connected();
  const heard: string[] = [];
  const [voice, place] = host.getTransceivers();
  assert.ok(voice !== undefined && place !== undefined);
  place.setDirection('sendonly');
  const byHost: string[] = [];
  const sound = direct(host, voice, ({ payload }) => byHost.push(payload.toString()));
  browser.onTrack.subscribe((track) =>
    track.onReceiveRtp.subscribe(({ payload }) => heard.push(payload.toString())),
  );
  await host.setLocalDescription(await host.createAnswer());
  guard(host, sound.take);
  await browser.setRemoteDescription(host.localDescription ?? assert.fail());
  const sides = [host, browser];
  await until('both are connected', () =>
    sides.every(({ dtlsTransports }) => dtlsTransports.every(({ state }) => state === 'connected')),
  );
  const words = Array.from({ length: 20 }, (_, at) => `word ${at}`);
  for (const [at, word] of words.entries()) {
    const sequence = (65_530 + at) & 0xffff;
    const [timestamp, payload] = [at * 960, Buffer.from(word)];
    sound.send(place, { sequence, timestamp, isFirst: at === 0, payload });
    const header = new RtpHeader({ payloadType: 96, sequenceNumber: sequence, timestamp });
    microphone.writeRtp(new RtpPacket(header, payload));
  }
  await until('both sides hear all', () => heard.length === 20 && byHost.length === 20);
  assert.deepEqual([heard.toSorted(), byHost.toSorted()], [words.toSorted(), words.toSorted()]);
  const reports: RtcpSrPacket[] = [];
  browser.dtlsTransports[0]?.onRtcp.subscribe((packet) => {
    if (packet.type === RtcpSrPacket.type) reports.push(packet);
  });
  await until('a report arrives', () => reports.length > 0);
  const { ssrc, senderInfo, reports: [ofVoice] = [] } = reports[0] ?? assert.fail();
  assert.deepEqual([ssrc, senderInfo.packetCount], [place.sender.ssrc, 20]);
  const { ssrc: from } = browser.getTransceivers()[0]?.sender ?? assert.fail();
  assert.deepEqual(
    [ofVoice?.ssrc, ofVoice?.packetsLost, ofVoice?.highestSequence],
    [from, 0, 0x1_0000 + 13],
  );
  await Promise.all(sides.map((side) => side.close()));
  sound.send(place, { sequence: 1, timestamp: 0, isFirst: true, payload: Buffer.from('late') });
});
