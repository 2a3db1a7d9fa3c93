// Before a call, and when something is missing: the proposal, the browser's question for the
// microphone, and what to do without one. One panel of a title, a sentence and a way on.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button, Wrong } from '../../window/view/fields.tsx';
import { ByTelephone } from '../dial/by-telephone.tsx';
import { Face } from './face.tsx';
import { Sign } from './icons.tsx';
import type { Own } from '../own.ts';
import type { Wish } from '../scene.ts';

export interface OfCall {
  readonly own: Own;
}

export function Propose({ own }: OfCall) {
  const { speak, words } = own;
  const name = own.name();
  return (
    <Sheet own={own} title={words.propose.title} sub={words.propose.sub(name)}>
      <Face own={own} />
      <p class="p">{words.propose.why(name)}</p>
      <Wrong text={speak.state().refused} />
      <button
        type="button"
        class="cta c-cta"
        data-first
        disabled={!speak.state().online}
        onClick={() => speak.want('propose')}
      >
        <Sign name="phone" />
        {words.propose.act(name)}
      </button>
      <Button look="opt" label={words.propose.write} act={speak.leave} />
    </Sheet>
  );
}

export function Permission({ own }: OfCall) {
  const { speak, words } = own;
  return (
    <Sheet own={own} title={words.permission.title} sub={own.name()}>
      <span class="c-big">
        <Sign name="microphone" size={28} />
      </span>
      <p class="p">{words.permission.why}</p>
      <Button look="opt" label={words.permission.cancel} act={speak.leave} data-first />
    </Sheet>
  );
}

/** Both answers weigh the same: the call goes on with either. */
export function Consent({ own }: OfCall) {
  const { speak, words } = own;
  const { recording } = words;
  const isAsked = speak.state().call?.state === 'asked';
  return (
    <Sheet own={own} title={recording.title} sub={own.name()}>
      <span class="c-big">
        <Sign name="microphone" size={28} />
      </span>
      <p class="p">{recording.why(own.name())}</p>
      <Button look="opt" label={recording.agree} act={() => speak.consent(true)} data-first />
      <Button look="opt" label={recording.refuse} act={() => speak.consent(false)} />
      <Button
        look="opt c-out"
        label={isAsked ? words.asked.decline : words.queue.end}
        act={speak.leave}
      />
    </Sheet>
  );
}

export function InTrouble({ own }: OfCall) {
  const { speak, words } = own;
  const { trouble, call } = speak.state();
  const what = words.trouble[trouble ?? 'denied'];
  const { isBeginning } = speak.state();
  const wish: Wish = isBeginning
    ? 'begin'
    : !call
      ? 'propose'
      : call.state === 'asked'
        ? 'accept'
        : 'join';
  return (
    <Sheet own={own} title={what.title} sub={own.name()}>
      <span class="c-big">
        <Sign name={trouble === 'noSound' ? 'network' : 'muted'} size={28} />
      </span>
      <p class="p">{what.text}</p>
      <Button look="cta" label={words.trouble.again} act={() => speak.want(wish)} data-first />
      <ByTelephone own={own} />
      <Button
        look="opt"
        label={words.trouble.write}
        act={isBeginning ? speak.write : speak.leave}
      />
    </Sheet>
  );
}

interface SheetProps extends OfCall {
  readonly title: string;
  readonly sub: string;
  readonly children: ComponentChildren;
}

export function Sheet({ own, title, sub, children }: SheetProps) {
  const place = useFirst(own, title);
  return (
    <div class="c-sheet" ref={place}>
      <div class="hd">
        <div class="who">
          <b id="title">{title}</b>
          <small>{sub}</small>
        </div>
        <Minimise own={own} />
      </div>
      <div class="c-body">{children}</div>
    </div>
  );
}

export function Minimise({ own }: OfCall) {
  const label = own.window.bridge.said().chat.window.minimise;
  return (
    <Button
      look="x"
      icon="minus"
      size={18}
      label={label}
      act={() => own.window.show('minimised')}
    />
  );
}

/** Focuses the way on of what is newly shown, once the visitor used the call. */
export function useFirst(own: Own, shown: string) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (own.acted) place.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [own, shown]);
  return place;
}
