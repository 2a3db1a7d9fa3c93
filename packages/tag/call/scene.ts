// What a page shows of a call: derived from what the server says of it and from what became of this
// page's microphone. Pure: no browser, no clock.
import type { Frame } from '../wire.ts';

export type SpokenCall = Frame<'call'>['call'];

/** Why there is no microphone, or no sound. */
export type Trouble = 'denied' | 'dismissed' | 'system' | 'missing' | 'busy' | 'noSound';

/** What the visitor wants with this page: their click allows the microphone. `begin`: a call to anybody. */
export type Wish = 'propose' | 'accept' | 'join' | 'begin';

export interface PageOfCall {
  /** Null: there is none. */
  readonly call: SpokenCall | null;
  /** The id of this page as a carrier of sound. */
  readonly carrier: string;
  readonly online: boolean;
  /** The visitor opened the proposal. */
  readonly isProposing: boolean;
  /** What the visitor clicked, until the microphone is there. */
  readonly wish: Wish | null;
  readonly trouble: Trouble | null;
  /** The browser asks for the microphone now. */
  readonly asks: boolean;
  /** A conversation is to begin by a call. */
  readonly isBeginning: boolean;
  /** The microphone is open. */
  readonly hasVoice: boolean;
  /** They accepted, and are asked first whether the call may be recorded. */
  readonly isConsenting: boolean;
  /** What they answered, and the server does not know yet. Null: nothing. */
  readonly agrees: boolean | null;
  /** The call was here before a page change. */
  readonly wasHere: boolean;
}

export type Scene =
  | 'none'
  | 'propose'
  | 'permission'
  | 'trouble'
  | 'asked'
  /** May it be recorded? */
  | 'consent'
  /** Its sound is in another page. */
  | 'elsewhere'
  /** It was here, and needs a click to go on. */
  | 'resume'
  | 'call';

export function sceneOf(page: PageOfCall): Scene {
  const { call, carrier, wish, asks, trouble, hasVoice, isProposing, isConsenting, wasHere } = page;
  if (trouble) return 'trouble';
  if (wish && asks) return 'permission';
  if (wish === 'join') return 'call';
  if (!call) return hasVoice ? 'call' : isProposing ? 'propose' : 'none';
  if (call.state === 'asked') return isConsenting ? 'consent' : 'asked';
  if (call.carrier !== null && call.carrier !== carrier) return 'elsewhere';
  if (hasVoice) return call.recording === 'asks' && page.agrees === null ? 'consent' : 'call';
  return wasHere || call.carrier === carrier ? 'resume' : 'elsewhere';
}

/** This page is to carry the sound. */
export function carries(page: PageOfCall): boolean {
  const { call, carrier, hasVoice } = page;
  if (!call || !hasVoice || call.state === 'asked') return false;
  return call.carrier === null || call.carrier === carrier;
}

export type Told = 'asking' | 'connecting' | 'waiting' | 'connected' | 'held' | 'lost' | 'offline';

/** What the call does, in one word of the catalogue. */
export function toldOf({ call, online, hasVoice }: PageOfCall): Told | null {
  // The proposal is on its way.
  if (!call) return hasVoice ? 'asking' : null;
  if (call.state === 'asked') return null;
  return online || call.state === 'connected' || call.state === 'held' ? call.state : 'offline';
}

/** `2:14`, or `1:02:14`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
