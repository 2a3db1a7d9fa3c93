// The button in the corner of the page that opens the chat window. Shown while the site wants it,
// there is no chat, and no engagement takes its place.
import { keepClear } from '@opportune/content/keep-clear.ts';
import {
  renderEngagement,
  type Rendered,
} from '@opportune/content/engagement/render-engagement.ts';
import type { Bridge, EngagePart } from '../core/bridge.ts';
import { safe } from '../core/safe.ts';
import type { Welcome } from '../wire.ts';
import type { Speaker } from './speaker.ts';

export interface Contact {
  /** Updates the button to the present state. */
  show(): void;
  readonly chatting: EngagePart['chatting'];
}

interface Button extends Pick<Rendered, 'dress'> {
  remove(): void;
  focus(): void;
}

export function createContact(
  bridge: Bridge,
  speaker: Speaker,
  isCornerTaken: () => boolean,
): Contact {
  let chatting = false;
  let button: Button | null = null;
  /** Called from everywhere, even where a page may have removed what drawing needs. */
  const show = safe((): void => {
    const settings = bridge.welcome()?.settings;
    if (!settings?.contactButton.shown || chatting || isCornerTaken()) {
      const former = button;
      button = null;
      former?.remove();
    } else if (button) button.dress(settings.look);
    else button = drawButton(settings, speaker, () => bridge.openChat({}));
  });
  return {
    show,
    chatting(open) {
      chatting = open === true;
      show();
      if (open === 'left') button?.focus();
    },
  };
}

const buttonCreative = {
  format: 'sticky-button',
  headline: '',
  text: '',
  image: null,
  link: null,
  slot: null,
  side: 'right',
  mutable: false,
} as const;

function drawButton(
  { contactButton, look }: Welcome['settings'],
  { words }: Speaker,
  clicked: () => void,
): Button {
  const { engagement, contact } = words();
  const creative = { ...buttonCreative, action: contactButton.label || contact.open };
  const { box, dress, remove } = renderEngagement(
    document.documentElement,
    { action: 'chat', trial: false, creative },
    look,
    { ...engagement, region: contact.open },
    { clicked },
  );
  const stop = keepClear(box);
  return {
    dress,
    remove() {
      stop();
      remove();
    },
    focus: () => box.querySelector('button')?.focus(),
  };
}
