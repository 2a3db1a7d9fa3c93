// A message with the name of its sender, asked of a provider that does not send it along.
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { Handled } from '../inbox/seams.ts';

export async function named(opened: Opened | null, handled: Handled): Promise<Handled> {
  const { item } = handled;
  if (item.type !== 'message' || item.from.name !== null) return handled;
  const name = (await opened?.nameOf?.(item.address)) ?? null;
  return { ...handled, item: { ...item, from: { ...item.from, name } } };
}
