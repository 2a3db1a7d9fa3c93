// Filters the messages of a panel. It reads only those of the frame's own window, from the one
// origin allowed, in the documented shape, and up to a rate. It ignores everything else. Pure.
import { PanelMessage } from '@opportune/protocol/conversation/panel-messages.ts';

/** The most messages that are read of one frame in ten seconds. */
const often = 60;
const spanMs = 10_000;

export interface Said {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}

/** Reads the messages of one frame. Null if a message comes from elsewhere or is not known. */
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
