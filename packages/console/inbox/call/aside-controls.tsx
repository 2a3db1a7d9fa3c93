// What the agent who leads a call does once a colleague is asked: hands the call over, brings all
// together, or goes back to the customer.
import { useLayoutEffect, useRef } from 'react';
import type { SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { Button, t, useNarrow } from '../../ui/index.ts';
import { act } from './call-store.ts';

interface Props {
  readonly call: SpokenCall;
  readonly aside: NonNullable<SpokenCall['aside']>;
  /** Of the customer. */
  readonly name: string;
}

export function AsideControls({ call: { id }, aside, name }: Props) {
  const group = useFocusKept();
  const isNarrow = useNarrow();
  const isHere = aside.is === 'here';
  const handOver = (
    <Button
      {...asCommand('call.hand-over')}
      variant="primary"
      icon="transfer"
      disabled={!isHere}
      onClick={() => act({ type: 'call.hand-over', call: id })}
    >
      {t('calls.handOver', { agent: aside.name })}
    </Button>
  );
  return (
    <div className="call-row call-aside" role="group" aria-label={t('calls.consult')} ref={group}>
      {isNarrow && handOver}
      <Button
        {...asCommand('call.return')}
        icon="left"
        onClick={() => act({ type: 'call.return', call: id })}
      >
        {t('calls.return', { name })}
      </Button>
      <Button
        {...asCommand('call.conference')}
        icon="team"
        disabled={!isHere}
        onClick={() => act({ type: 'call.conference', call: id })}
      >
        {t('calls.conference')}
      </Button>
      {!isNarrow && handOver}
    </div>
  );
}

/**
 * The button that asked is gone by now. If it had the focus, the first one here gets it. When these go,
 * it goes to the controls of the call or, if it is over here, to the transcript.
 */
function useFocusKept() {
  const group = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = group;
    if (document.activeElement === document.body) focusOn(current?.querySelector('button:enabled'));
    return () => {
      if (current?.contains(document.activeElement) !== true) return;
      const next = () =>
        document.querySelector('.call button:enabled') ?? document.querySelector('[role="log"]');
      queueMicrotask(() => focusOn(next()));
    };
  }, []);
  return group;
}

function focusOn(element: Element | null | undefined): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
