// The call in one line: above the conversation while the visitor writes, and in place of the minimised
// window. Also what another side or page waits for: a proposal, a call in another tab.
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../window/view/fields.tsx';
import type { OfCall } from './ask.tsx';
import { Sign } from './icons.tsx';
import { Now } from './panel.tsx';
import { sceneOf } from '../scene.ts';

export function Bar({ own }: OfCall) {
  const { speak, words } = own;
  const accept = (): void => {
    if (speak.state().call?.recording === 'asks') speak.set({ isConsenting: true });
    else speak.want('accept');
  };
  switch (sceneOf(speak.state())) {
    case 'asked':
      return (
        <div class="c-over">
          <div class="c-asked">
            <p class="t">
              <Sign name="phone" />
              <span>{words.asked.title(own.name())}</span>
            </p>
            <p class="fine">{words.asked.why}</p>
            <div class="c-two">
              <Button look="cta" label={words.asked.accept} act={accept} />
              <Button look="opt" label={words.asked.decline} act={speak.leave} />
            </div>
          </div>
        </div>
      );
    case 'elsewhere':
      return <Join own={own} title={words.elsewhere.title} act={words.elsewhere.move} />;
    case 'resume':
      return <Join own={own} title={words.resume.title} act={words.resume.act} />;
    default:
      return <Slim own={own} />;
  }
}

function Join({ own, title, act }: OfCall & { readonly title: string; readonly act: string }) {
  return (
    <div class="bar">
      <Sign name="phone" />
      <span>{title}</span>
      <Button label={act} act={() => own.speak.want('join')} />
    </div>
  );
}

function Slim({ own }: OfCall) {
  const { speak, words } = own;
  const { call } = speak.state();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = place.current?.getRootNode();
    // They chose to write.
    if (own.acted && root instanceof ShadowRoot)
      root.querySelector<HTMLElement>('.in textarea')?.focus();
  }, [own]);
  const isMuted = call?.isMuted === true;
  return (
    <div class="c-bar" ref={place}>
      <button
        type="button"
        class="c-back"
        aria-label={words.panel.back}
        onClick={() => speak.set({ isWriting: false })}
      >
        <Sign name="phone" />
        <Now own={own} />
        <Dot own={own} />
      </button>
      <button
        type="button"
        class="x"
        aria-label={words.panel.mute}
        aria-pressed={isMuted}
        onClick={() => speak.mute(!isMuted)}
      >
        <Sign name={isMuted ? 'muted' : 'microphone'} />
      </button>
      <button type="button" class="x c-end" aria-label={words.panel.end} onClick={speak.leave}>
        <Sign name="end" />
      </button>
    </div>
  );
}

/** The call is recorded. */
function Dot({ own: { speak, words } }: OfCall) {
  if (speak.state().call?.recording !== 'on') return null;
  return <span class="c-dot" role="img" aria-label={words.recording.on} />;
}

/** In place of the minimised window. */
export function Pill({ own, unread }: OfCall & { readonly unread: number }) {
  const { speak, window, words } = own;
  const { trouble } = speak.state();
  const scene = sceneOf(speak.state());
  const text = {
    consent: words.recording.title,
    permission: words.permission.title,
    trouble: words.trouble[trouble ?? 'denied'].title,
    asked: words.asked.title(own.name()),
    elsewhere: words.elsewhere.title,
    resume: words.resume.title,
  };
  const { contact } = window.bridge.said().chat;
  return (
    <button type="button" class="open c-pill" data-first onClick={() => window.show('open')}>
      <Sign name="phone" size={18} />
      {scene in text ? (
        text[scene as keyof typeof text]
      ) : (
        <>
          <span>{own.name()}</span>
          <Now own={own} />
        </>
      )}
      <Dot own={own} />
      {unread > 0 && (
        <span class="count">
          {unread}
          <span class="hidden">{` ${contact.unread(unread)}`}</span>
        </span>
      )}
    </button>
  );
}
