// Credentials for TURN servers that last for a limited time (draft-uberti-behave-turn-rest): the name
// says until when, and the password proves that the server gave it. They are in no log.
import { createHmac } from 'node:crypto';
import type { IceServer } from '@opportune/protocol/conversation/spoken.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { TurnSettings } from './seams.ts';

/** `id`: whom they are for, opaque to the TURN server. `from`: when the call began, ms. */
export function iceServers({ urls, secret }: TurnSettings, id: string, from: number): IceServer[] {
  if (urls.length === 0) return [];
  if (secret === null) return [{ urls }];
  const username = `${Math.floor((from + spokenLimits.credentialsMs) / 1000)}:${id}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return [{ urls, username, credential }];
}
