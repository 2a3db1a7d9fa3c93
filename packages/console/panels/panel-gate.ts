// What a panel in its frame may say: the frame's own window, from the one origin that it may have, in the
// documented shape, and not too often. Everything else is as if it had not been said. Pure.
import { PanelMessage } from '@opportune/protocol/conversation/panel-messages.ts';

/** Messages of one frame in ten seconds; those beyond are not read. */
const often = 60;
const spanMs = 10_000;

export interface Said {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}

/** Reads what comes from one frame; null: not from there, or nothing that is known. */
export function panelGate(
  origin: string,
): (said: Said, frame: unknown, now: number) => PanelMessage | null {
  let since = 0;
  let count = 0;
  return (said, frame, now) => {
    if (frame === null || said.source !== frame || said.origin !== origin) return null;
    if (now - since > spanMs) [since, count] = [now, 0];
    count += 1;
    if (count > often) return null;
    return PanelMessage.safeParse(said.data).data ?? null;
  };
}
