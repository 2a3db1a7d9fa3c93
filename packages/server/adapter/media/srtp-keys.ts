// The session keys of an encrypted voice. The library keeps their bytes, and Node makes a key of them for
// each packet, which costs several times as much as the packet’s encryption. Here they become keys once.
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { RTCPeerConnection } from 'werift';

/** The parts of the library's cipher that hold keys. Those for authentication are there with AES-CTR only. */
const keyNames = [
  ...(['srtpSessionKey', 'srtcpSessionKey'] as const),
  ...(['srtpSessionAuthTag', 'srtcpSessionAuthTag'] as const),
];

type Cipher = { [name in (typeof keyNames)[number]]?: Buffer | KeyObject };

/** Applies as soon as the connection has its keys. */
export function holdKeys(connection: RTCPeerConnection): void {
  for (const transport of connection.dtlsTransports)
    transport.onStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      for (const session of [transport.srtp, transport.srtcp])
        for (const context of [session.localContext, session.remoteContext])
          holdKeysOf(context.cipher as unknown as Cipher);
    });
}

function holdKeysOf(cipher: Cipher): void {
  for (const name of keyNames) {
    const bytes = cipher[name];
    if (Buffer.isBuffer(bytes)) cipher[name] = createSecretKey(bytes);
  }
}
