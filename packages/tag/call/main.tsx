// The visitor's side of calls, a part of the window of its own: it speaks (speak.ts), and draws the
// call in the place that the window gives it.
import type { ComponentType } from 'preact';
import type { SpeakingWindow, Spoken } from '../window/speaking.ts';
import { InTrouble, type OfCall, Permission, Propose } from './ask.tsx';
import { Bar, Pill } from './bar.tsx';
import type { Own } from './own.ts';
import { Panel } from './panel.tsx';
import { type Scene, sceneOf } from './scene.ts';
import { createSpeak } from './speak.ts';
import { createTelling } from './tell.ts';
import { wordsIn } from './words.ts';

const panels: Partial<Record<Scene, ComponentType<OfCall>>> = {
  propose: Propose,
  permission: Permission,
  trouble: InTrouble,
  call: Panel,
};
const bars: readonly Scene[] = ['asked', 'elsewhere', 'resume', 'call'];

export function begin(window: SpeakingWindow): Spoken {
  const { bridge } = window;
  const own: Own = {
    speak: createSpeak(window, () => changed()),
    window,
    words: wordsIn(bridge.said().chat.language),
    name: () => bridge.apart(window.state().conversation?.agent ?? ''),
    acted: false,
  };
  const telling = createTelling(own);
  const views = createViews(own, telling.dress);
  let former: Scene = 'none';
  const changed = (): void => {
    const scene = sceneOf(own.speak.state());
    telling.tell();
    const { shape } = window.state();
    // A proposal is not missed in a closed window.
    const opens = scene !== former && scene === 'asked' && shape !== 'open';
    former = scene;
    if (opens) window.show(window.opensByItself() ? 'open' : 'minimised');
    else window.redraw();
  };
  const scene = (): Scene => sceneOf(own.speak.state());
  const isPanel = (): boolean => !own.speak.state().isWriting && scene() in panels;
  return {
    hear: own.speak.hear,
    propose() {
      own.acted = true;
      own.speak.set({ isProposing: true, over: null });
    },
    isBusy: () => scene() !== 'none',
    panel: () => (isPanel() ? views.panel : null),
    bar: () => (!isPanel() && bars.includes(scene()) ? views.bar : null),
    pill: () => (bars.includes(scene()) ? views.pill : null),
    clear: own.speak.clear,
  };
}

/** The views, each one component as long as the part is there. */
function createViews(own: Own, dress: (place: Element) => void) {
  const act = (): void => void (own.acted = true);
  const place = (element: Element | null): void => void (element && dress(element));
  return {
    panel() {
      const Shown = panels[sceneOf(own.speak.state())] ?? Panel;
      return (
        <div class="c-call" ref={place} onClickCapture={act}>
          <Shown own={own} />
        </div>
      );
    },
    bar: () => (
      <div class="c-call" ref={place} onClickCapture={act}>
        <Bar own={own} />
      </div>
    ),
    pill: ({ unread }: { readonly unread: number }) => (
      <div class="c-call" ref={place}>
        <Pill own={own} unread={unread} />
      </div>
    ),
  };
}
