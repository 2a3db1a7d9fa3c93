// The visitor asks to be called back, or sees what is promised, moves it and cancels it. Times are those
// of their own clock.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, Field, focusField, Form, Wrong } from '../../window/view/fields.tsx';
import { isOpenPromise, type Way } from '../back.ts';
import type { Own } from '../own.ts';
import { type OfCall, Sheet } from './ask.tsx';
import { ByTelephone } from '../dial/by-telephone.tsx';
import { Sign } from './icons.tsx';

export function CallBack({ own }: OfCall) {
  const { back, words } = own;
  const { slots, isMoving } = back.state();
  const promise = slots?.promise;
  const isPromised = promise && isOpenPromise(promise.state);
  return (
    <Sheet own={own} title={words.back.title} sub={siteOf(own)}>
      {!slots ? (
        <p class="p" role="status">
          {words.back.loading}
        </p>
      ) : isPromised && !isMoving ? (
        <Promised own={own} />
      ) : (
        <Ask own={own} isMoving={isMoving} />
      )}
      {!isPromised && <ByTelephone own={own} />}
      {!isPromised && <Button look="opt c-out" label={words.back.close} act={back.close} />}
    </Sheet>
  );
}

function siteOf({ window }: Own): string {
  return window.bridge.welcome()?.settings.look.name ?? '';
}

function Promised({ own }: OfCall) {
  const { back, words, window } = own;
  const { slots, asked, problem } = back.state();
  const promise = slots?.promise;
  if (!promise) return null;
  const { speech } = { speech: window.bridge };
  const at = promise.dueAt ?? promise.from;
  const when =
    promise.isNow && at === promise.from
      ? words.back.soon
      : `${speech.dayOf(at)}, ${speech.timeOf(at)}`;
  const isRinging = promise.state === 'ringing';
  return (
    <>
      <span class="c-big">
        <Sign name="phone" size={28} />
      </span>
      <p class="p" role="status">
        {isRinging ? words.back.ringing : words.back.promised}
      </p>
      {!isRinging && <p class="c-when">{when}</p>}
      <p class="p">{promise.way === 'browser' ? words.back.here : words.back.byTelephone}</p>
      <Wrong text={problem} />
      <Button look="cta" label={words.back.close} act={back.close} data-first />
      {!isRinging && (
        <Button look="opt" label={words.back.move} act={() => back.move(true)} disabled={!!asked} />
      )}
      {!isRinging && (
        <Button
          look="opt c-out"
          label={words.back.cancel}
          act={() => back.change(null)}
          disabled={!!asked}
        />
      )}
    </>
  );
}

/** What was promised before, and is over. */
function Over({ own }: OfCall) {
  const { back, words } = own;
  const state = back.state().slots?.promise?.state;
  if (!state || isOpenPromise(state)) return null;
  return (
    <p class="p" role="status">
      {words.back[state]}
    </p>
  );
}

function Ask({ own, isMoving }: OfCall & { readonly isMoving: boolean }) {
  const { back, words, window } = own;
  const { slots, asked, problem } = back.state();
  const times = (slots?.slots ?? []).map((each) => each.from);
  const mayNow = slots?.now === true && !isMoving;
  const [wish, setWish] = useState<Way['type']>(slots?.ways[0] ?? 'browser');
  const [number, setNumber] = useState('');
  const [isNow, setNow] = useState(mayNow);
  const [chosen, setChosen] = useState(times[0] ?? 0);
  const [text, setText] = useState(window.state().draft);
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  if (!mayNow && times.length === 0) return <Nobody own={own} />;
  const plain = plainNumber(number);
  const isWrong = wish === 'telephone' && !isNumber(plain);
  const time = times.includes(chosen) ? chosen : (times[0] ?? null);
  const from = isNow && mayNow ? null : time;
  const submit = (form: HTMLFormElement): void => {
    if (isMoving) return back.change(from);
    setTried(true);
    if (isWrong) return focusField(form, 'number');
    const address = slots?.letters ? email.trim() : '';
    if (address && !isEmail(address)) return focusField(form, 'email');
    const way = wish === 'telephone' ? { type: wish, number: plain } : { type: wish };
    back.ask(way, from, text.trim(), address);
  };
  return (
    <Form look="c-back-form" submit={submit}>
      <Over own={own} />
      <Wrong text={problem} />
      {!isMoving && (
        <How
          own={own}
          wish={wish}
          isTexted={slots?.texts === true && from !== null}
          choose={(next) => {
            setWish(next);
            back.look(next === 'telephone' && isNumber(plain) ? plain : undefined);
          }}
          leave={() => isNumber(plain) && back.look(plain)}
        >
          <Field
            name="number"
            label={words.back.number}
            error={tried && isWrong ? words.back.numberWrong : null}
            maxLength={30}
            autocomplete="tel"
            inputMode="tel"
            value={number}
            change={setNumber}
          />
        </How>
      )}
      <When own={own} mayNow={mayNow} isNow={isNow} setNow={setNow}>
        <Times own={own} chosen={chosen} choose={setChosen} />
      </When>
      {!isMoving && (
        <Field
          long
          name="about"
          label={words.back.about}
          optional={window.bridge.said().chat.window.optional}
          error={null}
          maxLength={4000}
          value={text}
          change={setText}
        />
      )}
      {!isMoving && slots?.letters && (
        <Email own={own} typed={email} tried={tried} change={setEmail} />
      )}
      <Button look="cta" label={isMoving ? words.back.moveTo : words.back.ask} disabled={!!asked} />
      {isMoving && <Button look="opt" label={words.back.keep} act={() => back.move(false)} />}
    </Form>
  );
}

/** As people write numbers. */
const plainNumber = (typed: string): string => typed.replace(/[\s()/.-]+/g, '').replace(/^00/, '+');
const isNumber = (plain: string): boolean => /^\+[1-9]\d{6,14}$/.test(plain);

interface EmailProps extends OfCall {
  readonly typed: string;
  /** They asked already. */
  readonly tried: boolean;
  change(typed: string): void;
}

function Email({ own, typed, tried, change }: EmailProps) {
  const { words, window } = own;
  const isWrong = tried && typed.trim() !== '' && !isEmail(typed.trim());
  return (
    <Field
      name="email"
      label={words.back.email}
      optional={window.bridge.said().chat.window.optional}
      error={isWrong ? words.back.emailWrong : null}
      maxLength={254}
      autocomplete="email"
      inputMode="email"
      value={typed}
      change={change}
    />
  );
}

const isEmail = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed);

/** No time is free. */
function Nobody({ own }: OfCall) {
  const { back, words, window } = own;
  const leave = (): void => {
    back.close();
    window.go('leave');
  };
  return (
    <>
      <Over own={own} />
      <p class="p">{words.back.none}</p>
      <Button look="cta" label={words.back.leave} act={leave} data-first />
    </>
  );
}

interface HowProps extends OfCall {
  readonly wish: Way['type'];
  /** A text to the number confirms the time. */
  readonly isTexted: boolean;
  choose(way: Way['type']): void;
  /** The focus leaves the field for the number. */
  leave(): void;
  /** The field for the number. */
  readonly children: ComponentChildren;
}

function How({ own, wish, isTexted, choose, leave, children }: HowProps) {
  const { back, words } = own;
  const ways = back.state().slots?.ways ?? [];
  return (
    <Choices title={words.back.way}>
      {ways.length > 1 &&
        ways.map((each) => (
          <Choice
            key={each}
            name="way"
            label={words.back[each]}
            isChosen={wish === each}
            choose={() => choose(each)}
          />
        ))}
      {wish === 'browser' ? (
        <p class="fine">{words.back.browserWhy}</p>
      ) : (
        <div onFocusOut={leave}>
          {children}
          {isTexted && <p class="fine">{words.back.texted}</p>}
        </div>
      )}
    </Choices>
  );
}

interface WhenProps extends OfCall {
  readonly mayNow: boolean;
  readonly isNow: boolean;
  setNow(isNow: boolean): void;
  /** The times. */
  readonly children: ComponentChildren;
}

function When({ own, mayNow, isNow, setNow, children }: WhenProps) {
  const { back, words } = own;
  const hasTimes = (back.state().slots?.slots ?? []).length > 0;
  const choice = (now: boolean) => (
    <Choice
      name="when"
      label={now ? words.back.now : words.back.time}
      isChosen={isNow === now}
      choose={() => setNow(now)}
    />
  );
  return (
    <Choices title={words.back.when}>
      {mayNow && choice(true)}
      {mayNow && hasTimes && choice(false)}
      {!(mayNow && isNow) && children}
    </Choices>
  );
}

function Choices({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <fieldset class="c-set">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly isChosen: boolean;
  choose(): void;
}

function Choice({ name, label, isChosen, choose }: ChoiceProps) {
  return (
    <label class="c-choice">
      <input type="radio" name={name} checked={isChosen} onChange={choose} />
      {label}
    </label>
  );
}

interface TimesProps extends OfCall {
  readonly chosen: number;
  choose(from: number): void;
}

const shortDay = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** A day and a time of it, both by the clock of the visitor. */
function Times({ own, chosen, choose }: TimesProps) {
  const { back, words, window } = own;
  const { timeOf, locale } = window.bridge;
  const dayOf = (each: number): string => new Date(each).toLocaleDateString(locale(), shortDay);
  const times = (back.state().slots?.slots ?? []).map(({ from }) => from);
  const at = times.includes(chosen) ? chosen : (times[0] ?? 0);
  const days = [...new Set(times.map(dayOf))];
  const ofDay = times.filter((each) => dayOf(each) === dayOf(at));
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (
    <>
      <div class="c-times">
        <span class="c-pick">
          <label for="c-day">{words.back.day}</label>
          <select
            id="c-day"
            value={dayOf(at)}
            onChange={({ currentTarget: { value } }) =>
              choose(times.find((each) => dayOf(each) === value) ?? at)
            }
          >
            {days.map((day) => (
              <option key={day} value={day}>
                {day}
              </option>
            ))}
          </select>
        </span>
        <span class="c-pick">
          <label for="c-time">{words.back.time}</label>
          <select
            id="c-time"
            value={at}
            onChange={({ currentTarget: { value } }) => choose(Number(value))}
          >
            {ofDay.map((each) => (
              <option key={each} value={each}>
                {timeOf(each)}
              </option>
            ))}
          </select>
        </span>
      </div>
      <p class="fine">{words.back.zone(timeZone)}</p>
    </>
  );
}
