// The menu of the person who is signed in: state, sound and notifications, appearance, language,
// signing out.
import type { ComponentProps, ReactNode } from 'react';
import { RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { agentStates } from './agent-states.ts';
import { myState, setMyState } from './me.ts';
import { openSheet } from '../keys/hands.tsx';
import { Keys } from '../keys/key-marks.tsx';
import { openAlerts } from '../alerts/alert-dialog.tsx';
import { alertSettings, setAlerts } from '../alerts/alert.ts';
import { appearance, type Appearance } from '../theme/appearance.ts';
import { PhotoField } from '../session/photo-field.tsx';
import { setSession, signOut, speakWith, useSession } from '../session/session.tsx';
import { languageNames, languages } from '@opportune/words/language.ts';
import { Segmented, Switch, choicesOf } from '../ui/form/field.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Face, StateDot } from '../ui/marks.tsx';
import { Popover } from '../ui/overlay.tsx';
import { useStore } from '../ui/store.ts';
import { sayError } from '../ui/toast.tsx';
import { useApiQuery } from '../ui/data/use-api.ts';
import { speech } from '../words/language.ts';
import { t } from '../words/words.ts';
import { version } from '../package.json';

const themes: readonly Appearance[] = ['system', 'light', 'dark'];

export function MeMenu({ narrow = false }: { narrow?: boolean }) {
  return (
    <Popover
      label={t('console.agent.state')}
      position={narrow ? 'bottom-end' : 'right-end'}
      width={304}
      target={(toggle, open) => <Me narrow={narrow} open={open} onClick={toggle} />}
    >
      {(close) => <MenuItems onClose={close} />}
    </Popover>
  );
}

function MenuItems({ onClose }: { onClose: () => void }) {
  return (
    <>
      <States onClose={onClose} />
      <Reasons onClose={onClose} />
      <hr className="pop-line" />
      <Settings />
      <OwnPhoto />
      <hr className="pop-line" />
      <Item icon="bell" words={t('alerts.open')} onClick={afterwards(onClose, openAlerts)} />
      <Item icon="slash" words={t('keys.do.sheet')} onClick={afterwards(onClose, openSheet)}>
        <Keys keys="?" />
      </Item>
      <Documentation onClick={onClose} />
      <Item icon="leave" words={t('console.me.signOut')} onClick={() => void signOut()} />
      <div className="pop-label">Opportune {version}</div>
    </>
  );
}

/** The popover passes the rest, which places the menu beside the button. */
interface MeProps extends ComponentProps<'button'> {
  readonly narrow: boolean;
  readonly open: boolean;
}

/** Shows who is signed in, and in which state. */
function Me({ narrow, open, ...rest }: MeProps) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const word = state === null ? t('console.agent.connecting') : t(`console.agent.${state}`);
  return (
    <button
      {...rest}
      type="button"
      className={narrow ? 'chip chip-touch' : 'me-button'}
      aria-label={t('console.agent.menu', { name: user.name, state: word })}
      aria-expanded={open}
    >
      {narrow ? (
        <StateDot state={state ?? 'offline'} />
      ) : (
        <Face name={user.name} state={state ?? 'offline'} size="medium" photo={user.photo} />
      )}
      {narrow ? word : <span>{word}</span>}
      {narrow && <Icon name="down" size={12} />}
    </button>
  );
}

interface ItemProps {
  readonly icon: IconName;
  readonly words: string;
  readonly onClick: () => void;
  readonly children?: ReactNode;
}

function Item({ icon, words, onClick, children }: ItemProps) {
  return (
    <button type="button" className="it" onClick={onClick}>
      <Icon name={icon} />
      <span className="grow">{words}</span>
      {children}
    </button>
  );
}

/** Opens in a tab of its own, because this page may hold a conversation. */
function Documentation({ onClick }: { onClick: () => void }) {
  return (
    <a className="it" href="/docs/" target="_blank" rel="noopener" onClick={onClick}>
      <Icon name="page" />
      <span className="grow">{t('console.me.documentation')}</span>
      <Icon name="external" size={14} />
    </a>
  );
}

/** Waits until the focus is back on the menu's button. */
function afterwards(close: () => void, open: () => void): () => void {
  return () => {
    close();
    setTimeout(open, 0);
  };
}

function States({ onClose }: { onClose: () => void }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  return (
    <>
      <div className="pop-label clip">
        {user.name}, {user.email}
      </div>
      {agentStates.map((each) => (
        <button
          key={each}
          type="button"
          className="it"
          aria-pressed={each === state}
          onClick={() => {
            setMyState(each);
            onClose();
          }}
        >
          <StateDot state={each} />
          <span className="me-state grow">
            {t(`console.agent.${each}`)}
            <small>{t(`console.agent.${each}.hint`)}</small>
          </span>
          {each === state && <Icon name="check" size={14} />}
        </button>
      ))}
    </>
  );
}

/** The account's reasons for being away. Choosing one sets the state too. */
function Reasons({ onClose }: { onClose: () => void }) {
  const reasons = useApiQuery('/routing', RevisedRouting).data?.reasons ?? [];
  return reasons.map((reason) => (
    <button
      key={reason}
      type="button"
      className="it"
      onClick={() => {
        setMyState('away', reason);
        onClose();
      }}
    >
      <StateDot state="away" />
      <span className="grow">{t('routing.away.because', { reason })}</span>
    </button>
  ));
}

function Settings() {
  const sound = useStore(alertSettings, (value) => value.sound);
  return (
    <div className="me-line">
      <Switch
        label={t('alerts.sound')}
        checked={sound}
        onChange={(on) => setAlerts({ sound: on })}
      />
      <ThemeChoice />
      <LanguageChoice />
    </div>
  );
}

function OwnPhoto() {
  const session = useSession();
  const { user } = session;
  return (
    <div className="me-line">
      <PhotoField
        user={user}
        onChange={(photo) => setSession({ ...session, user: { ...user, photo } })}
      />
    </div>
  );
}

function ThemeChoice() {
  const theme = useStore(appearance, (value) => value);
  return (
    <div className="row" style={{ padding: '6px 0' }}>
      <span className="grow">{t('console.me.theme')}</span>
      <Segmented
        label={t('console.me.theme')}
        value={theme}
        onChange={appearance.set}
        choices={choicesOf(themes, (value) => t(`console.theme.${value}`))}
      />
    </div>
  );
}

/** Names each language in that language, so that people find theirs whatever is shown. */
function LanguageChoice() {
  const spoken = useStore(speech, ({ language }) => language);
  return (
    <div className="row" style={{ padding: '6px 0' }}>
      <span className="grow">{t('console.me.language')}</span>
      <Segmented
        label={t('console.me.language')}
        value={spoken}
        onChange={(language) => void speakWith(language).catch(sayError)}
        choices={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
    </div>
  );
}
