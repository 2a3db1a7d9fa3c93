// An agent's face in the window. Hidden from screen readers: the name is beside it.
import { hueOf, initials } from '@opportune/content/face.ts';
import { fileAddress } from '../../file-address.ts';
import type { Chat } from '../chat.ts';

interface FaceProps {
  readonly chat: Chat;
  readonly name: string;
  /** With the mark of somebody who is there. */
  readonly here?: boolean;
}

export function Face({ chat, name, here }: FaceProps) {
  const { agent, photo } = chat.state.conversation ?? {};
  return (
    <span class={here ? 'face here' : 'face'} style={{ '--hue': hueOf(name) }} aria-hidden="true">
      {initials(name)}
      {photo && agent === name && (
        <img src={fileAddress(photo)} alt="" onError={(event) => event.currentTarget.remove()} />
      )}
    </span>
  );
}
