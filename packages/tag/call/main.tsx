// The visitor's side of calls, a part of the window of its own: it speaks (speak.ts), and draws the
// call in the place that the window gives it.
import type { ComponentChildren, ComponentType } from 'preact';
import type { SpeakingWindow, Spoken } from '../window/speaking.ts';
import { Consent, InTrouble, type OfCall, Permission, Propose } from './view/ask.tsx';
import { Bar, Pill } from './view/bar.tsx';
import { createBack } from './back.ts';
import { createDialIn } from './dial/dial-in.ts';
import { CallBack } from './view/call-back.tsx';
import { CallUs } from './dial/call-us.tsx';
import type { Own } from './own.ts';
import { Panel } from './view/panel.tsx';
import { type Scene, sceneOf } from './scene.ts';
import { createSpeak } from './speak.ts';
import { createTelling } from './tell.ts';
import { wordsIn } from './words.ts';

const panels: Partial<Record<Scene, ComponentType<OfCall>>> = {
  propose: Propose,
  permission: Permission,
  consent: Consent,
  trouble: InTrouble,
  call: Panel,
};
const bars: readonly Scene[] = ['asked', 'elsewhere', 'resume', 'call'];
/** What waits for the visitor is not hidden with the window. */
const pills: readonly Scene[] = [...bars, 'permission', 'consent', 'trouble'];

export function begin(window: SpeakingWindow): Spoken {
  const { bridge } = window;
  const words = wordsIn(bridge.said().chat.language);
  const own: Own = {
    speak: createSpeak(window, () => changed()),
    back: createBack(window, words.back.problems),
    dial: createDialIn(window),
    ...{ window, words },
    name: () => bridge.apart(window.state().conversation?.agent ?? siteOf(bridge)),
    acted: false,
  };
  const telling = createTelling(own);
  const { dress } = telling;
  const placed = (view: ComponentChildren) => (
    <Place dress={dress} act={() => void (own.acted = true)}>
      {view}
    </Place>
  );
  let former: Scene = 'none';
  const changed = (): void => {
    const scene = sceneOf(own.speak.state());
    telling.tell();
    // What rings, and who is heard, go before what is promised.
    const isCalled = scene === 'asked' || own.speak.state().call?.connectedAt;
    if (isCalled && own.back.state().isOpen) own.back.close();
    if (isCalled && own.dial.state().isOpen) own.dial.close();
    const { shape } = window.state();
    // A proposal is not missed in a closed window.
    const opens = scene !== former && scene === 'asked' && shape !== 'open';
    if (scene === 'none' && former !== 'none') telling.focusWriting();
    former = scene;
    if (opens) window.show(window.opensByItself() ? 'open' : 'minimised');
    else window.redraw();
  };
  const scene = (): Scene => sceneOf(own.speak.state());
  const isPanel = (): boolean =>
    scene() in panels && !(scene() === 'call' && own.speak.state().isWriting);
  return {
    hear(frame) {
      own.speak.hear(frame);
      own.back.hear(frame);
      own.dial.hear(frame);
    },
    propose() {
      own.acted = true;
      own.speak.set({ isProposing: true, over: null });
    },
    call(begin) {
      own.acted = true;
      own.speak.begin(begin);
    },
    back() {
      own.acted = true;
      own.back.open();
    },
    isBusy: () => scene() !== 'none',
    panel() {
      if (own.dial.state().isOpen) return placed(<CallUs own={own} />);
      if (own.back.state().isOpen) return placed(<CallBack own={own} />);
      const View = panels[scene()];
      return View && isPanel() ? placed(<View own={own} />) : null;
    },
    bar: () => (!isPanel() && bars.includes(scene()) ? placed(<Bar own={own} />) : null),
    pill: (unread) => (pills.includes(scene()) ? placed(<Pill own={own} unread={unread} />) : null),
    clear() {
      own.speak.clear();
      own.back.close();
      own.dial.close();
    },
  };
}

function siteOf({ welcome }: SpeakingWindow['bridge']): string {
  return welcome()?.settings.look.name ?? '';
}

interface PlaceProps {
  readonly children: ComponentChildren;
  /** The visitor used what is in it. */
  act(): void;
  dress(place: Element): void;
}

/** Where the window gives the call a place. */
function Place({ dress, act, children }: PlaceProps) {
  return (
    <div class="c-call" ref={(element) => void (element && dress(element))} onClickCapture={act}>
      {children}
    </div>
  );
}
