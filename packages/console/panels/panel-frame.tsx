// One panel of the account beside a conversation: its page in a sandboxed frame. It is told only
// the ticked fields and heard only in the documented messages. Text that it offers enters the
// answer only if the agent accepts it.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  panelHeight,
  type PanelAnswer,
  type PanelMessage,
} from '@opportune/protocol/conversation/panel-messages.ts';
import type { Panel } from '@opportune/protocol/rest/conversation/panels.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { begunIn } from '../inbox/compose/drafts.ts';
import { drafts, keepDraft } from '../inbox/compose/sending.ts';
import { useSession } from '../session/session.tsx';
import { onThemeChange, shownTheme } from '../theme/appearance.ts';
import { Button } from '../ui/button.tsx';
import { speech } from '../words/language.ts';
import { useStore } from '../ui/store.ts';
import { mayFrame } from './framed.ts';
import { contextOf } from './panel-context.ts';
import { panelGate } from './panel-gate.ts';
import { useOwnFocus } from './use-own-focus.ts';
import './panels.css';
import { t } from '../words/words.ts';

interface Props {
  readonly panel: Panel;
  readonly conversation: Conversation;
  readonly detail: VisitorDetail;
}

export function PanelFrame({ panel, conversation, detail }: Props) {
  return (
    <section className="block own-panel" aria-label={panel.name}>
      <h3>
        <span className="grow clip">{panel.name}</span>
        <span className="small t3 clip">{new URL(panel.url).host}</span>
      </h3>
      {mayFrame(panel) ? (
        <Framed panel={panel} conversation={conversation} detail={detail} />
      ) : (
        <p className="row t2">
          <span className="grow">{t('panels.reload')}</span>
          <Button onClick={() => window.location.reload()}>{t('panels.reload.act')}</Button>
        </p>
      )}
    </section>
  );
}

function Framed({ panel, conversation, detail }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number>(panelHeight.usual);
  const [offered, setOffered] = useState<string | null>(null);
  const say = (answer: PanelAnswer): void =>
    frame.current?.contentWindow?.postMessage(answer, panel.origin);
  const tell = useContext(panel, conversation, detail, say);
  const navigate = useNavigate();
  const isIn = useOwnFocus(frame);
  const mayWrite = useMayWrite(conversation);
  const act = (message: PanelMessage): void => {
    switch (message.type) {
      case 'ready':
        return tell();
      case 'resize':
        return setHeight(bounded(message.height));
      case 'insert':
        return mayWrite ? setOffered(message.text) : say(inserted(false));
      case 'open': {
        // A panel may lead an agent away only after their own click in it.
        if (!navigator.userActivation.isActive || !isIn()) return;
        const to = '/inbox/{-$conversation}';
        return void navigate({ to, params: { conversation: message.conversation } });
      }
    }
  };
  useMessages(panel, frame, act);
  const decide = (accepted: boolean): void => {
    if (accepted && offered !== null) putIntoAnswer(conversation.id, offered);
    setOffered(null);
    say(inserted(accepted));
  };
  return (
    <>
      <iframe
        ref={frame}
        className="own-frame"
        title={panel.name}
        src={panel.url}
        // The panel's origin is never ours: that is checked when it is saved and before it is
        // shown. So it may keep its origin, cookies and storage, and still reaches nothing here.
        sandbox="allow-scripts allow-forms allow-same-origin"
        allow=""
        referrerPolicy="no-referrer"
        loading="lazy"
        style={{ height }}
      />
      {offered !== null && (
        <div
          className="own-offer"
          role="group"
          aria-label={t('panels.offer', { name: panel.name })}
        >
          <p className="small t2">{t('panels.offer', { name: panel.name })}</p>
          <blockquote>{offered}</blockquote>
          <div className="row">
            <Button variant="primary" onClick={() => decide(true)}>
              {t('panels.offer.take')}
            </Button>
            <Button onClick={() => decide(false)}>{t('panels.offer.leave')}</Button>
          </div>
        </div>
      )}
    </>
  );
}

/** Sends the context when the panel is ready, and again when it changes. */
function useContext(
  panel: Panel,
  conversation: Conversation,
  detail: VisitorDetail,
  say: (answer: PanelAnswer) => void,
) {
  const theme = useSyncExternalStore(onThemeChange, shownTheme);
  const language = useStore(speech, (now) => now.language);
  const context = contextOf(panel, conversation, detail, { theme, language });
  const text = JSON.stringify(context);
  const listens = useRef(false);
  const tell = (): void => {
    listens.current = true;
    say({ opportune: 1, type: 'context', context });
  };
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (listens.current) latest.current();
  }, [text]);
  return tell;
}

/** Listens to the frame while it is mounted. */
function useMessages(
  panel: Panel,
  frame: React.RefObject<HTMLIFrameElement | null>,
  act: (message: PanelMessage) => void,
): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const read = panelGate(panel.origin);
    const listen = (event: MessageEvent<unknown>): void => {
      const window_ = frame.current?.contentWindow ?? null;
      const message = read(event, window_, event.timeStamp);
      if (message !== null) latest.current(message);
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [panel.origin, frame]);
}

function useMayWrite({ status, agent, joined }: Conversation): boolean {
  const { user } = useSession();
  const takesPart = agent?.user === user.id || joined.some((each) => each.user === user.id);
  return status === 'active' && takesPart;
}

/**
 * Appends to the begun text. A begun note stays a note, so that nothing goes to a visitor by
 * itself.
 */
function putIntoAnswer(conversation: string, text: string): void {
  const draft = begunIn(drafts.get(), conversation);
  const begun = draft?.text ?? '';
  const gap = begun === '' || /\s$/.test(begun) ? '' : ' ';
  keepDraft(conversation, begun + gap + text, draft?.note ?? false);
  document.querySelector<HTMLElement>('.compose textarea')?.focus();
}

function inserted(accepted: boolean): PanelAnswer {
  return { opportune: 1, type: 'inserted', accepted };
}

function bounded(height: number): number {
  if (!Number.isFinite(height)) return panelHeight.usual;
  return Math.min(panelHeight.most, Math.max(panelHeight.least, Math.round(height)));
}
