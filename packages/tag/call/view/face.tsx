// The face of the agent, large, with a ring that follows their voice. Hidden from screen readers: the
// name is beside it.
import { hueOf, initials } from '@opportune/content/face.ts';
import { fileAddress } from '../../file-address.ts';
import type { Own } from '../own.ts';
import { Sign } from './icons.tsx';

export function Face({ own }: { readonly own: Own }) {
  const { agent, photo } = own.window.state().conversation ?? {};
  const name = agent ?? '';
  // Nobody yet.
  if (!name)
    return (
      <span class="c-big" aria-hidden="true">
        <Sign name="phone" size={28} />
      </span>
    );
  return (
    <span class="face c-face" style={{ '--hue': hueOf(name) }} aria-hidden="true">
      {initials(name)}
      {photo && (
        <img src={fileAddress(photo)} alt="" onError={(event) => event.currentTarget.remove()} />
      )}
    </span>
  );
}
