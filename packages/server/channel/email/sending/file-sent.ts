// Files an answer among the sent letters of its mailbox. Best effort: it has left already.
import { connectImap, type ImapAccess } from '../connection/imap.ts';

/** Returns at once. */
export function fileSent(access: ImapAccess | null, raw: Uint8Array): void {
  if (access === null) return;
  file(access, raw).catch(() => undefined);
}

async function file(access: ImapAccess, raw: Uint8Array): Promise<void> {
  const connected = await connectImap(access);
  if (connected.type !== 'connected') return;
  const { client } = connected;
  try {
    const boxes = await client.list();
    const sent = boxes.find(({ specialUse }) => specialUse === '\\Sent');
    if (sent !== undefined) await client.append(sent.path, Buffer.from(raw), ['\\Seen']);
    await client.logout();
  } finally {
    client.close();
  }
}
