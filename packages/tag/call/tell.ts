// Tells screen readers each state of a call once, from one region that stays while views change.
import { draw } from '@opportune/content/draw.ts';
import { addSheet } from '@opportune/content/sheets.ts';
import type { Own } from './own.ts';
import { sceneOf, toldOf } from './scene.ts';
import { isQueued, type Over } from './state.ts';
import { callCss } from './view/style.ts';

/** A region tells only what changes after it is there. */
const readyMs = 120;

export interface Telling {
  /** A view of the call is drawn there. */
  dress(place: Element): void;
  /** The state may have changed. */
  tell(): void;
  /** Whoever was in the call goes on in writing. */
  focusWriting(): void;
}

export function createTelling(own: Own): Telling {
  const region = draw('p', { class: 'hidden', role: 'status' });
  let told = '';
  const tell = (): void => {
    const text = sentence(own);
    if (text === told) return;
    told = text;
    setTimeout(() => (region.textContent = told), readyMs);
  };
  return {
    dress(place) {
      addSheet(place, callCss);
      const root = place.getRootNode();
      if (root instanceof ShadowRoot && region.getRootNode() !== root) root.append(region);
    },
    tell,
    focusWriting() {
      const root = region.getRootNode();
      // What the visitor does elsewhere in the page is not disturbed.
      if (!(root instanceof ShadowRoot) || document.activeElement !== root.host) return;
      setTimeout(() => root.querySelector<HTMLElement>('.in textarea')?.focus());
    },
  };
}

function sentence(own: Own): string {
  const { speak, words } = own;
  const state = speak.state();
  const { over, trouble, isWeak } = state;
  switch (sceneOf(state)) {
    case 'none':
      return over ? overText(own, over) : '';
    case 'asked':
      return words.asked.title(own.name());
    case 'consent':
      return `${words.recording.title}. ${words.recording.why(own.name())}`;
    case 'permission':
      return `${words.permission.title}. ${words.permission.why}`;
    case 'trouble':
      return trouble ? `${words.trouble[trouble].title}. ${words.trouble[trouble].text}` : '';
    case 'elsewhere':
      return words.elsewhere.title;
    case 'resume':
      return words.resume.title;
    case 'call':
      return [isWeak ? words.panel.weakWhy(own.name()) : stateText(own), recordingText(own)]
        .filter(Boolean)
        .join('. ');
    case 'propose':
      return '';
  }
}

/** Whether what they say is recorded. Empty: there is nothing to say. */
export function recordingText({ speak, words }: Own): string {
  const { call, agrees } = speak.state();
  if (!call) return '';
  const { recording } = call;
  const { on, off, paused, full, stopping } = words.recording;
  if (recording === 'on' || recording === 'paused') {
    if (agrees === false) return stopping;
    return recording === 'on' ? on : paused;
  }
  if (recording === 'full') return full;
  return recording === 'refused' ? off : '';
}

/** What the call does now. */
export function stateText(own: Own): string {
  const { state: words } = own.words;
  const told = toldOf(own.speak.state());
  if (told === 'asking' && isQueued(own)) return own.words.queue.waiting;
  const text = told && words[told];
  return typeof text === 'function' ? text(own.name()) : (text ?? '');
}

function overText({ words }: Own, { reason, spokeS }: Over): string {
  if (reason === 'unanswered' && spokeS === null) return words.queue.unanswered;
  if (spokeS === null) return words.state.overUnspoken;
  return words.state.over(words.state.minutes(Math.floor(spokeS / 60), Math.floor(spokeS % 60)));
}
