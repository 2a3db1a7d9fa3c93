// The menu of the person at the desk: state, sound and notifications, appearance, signing out.
import { RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { agentStates } from './agent-states.ts';
import { myState, setMyState } from './me.ts';
import { openSheet } from '../keys/hands.tsx';
import { Keys } from '../keys/key-marks.tsx';
import { openAlerts } from '../alerts/alert-dialog.tsx';
import { alertSettings, setAlerts } from '../alerts/alert.ts';
import { appearance, type Appearance } from '../theme/appearance.ts';
import { signOut, speakWith, useSession } from '../session/session.tsx';
import { languageNames, languages } from '@opportune/words/language.ts';
import { Segmented, Switch } from '../ui/form/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Face, StateDot } from '../ui/marks.tsx';
import { Popover } from '../ui/overlay.tsx';
import { useStore } from '../ui/store.ts';
import { sayError } from '../ui/toast.tsx';
import { useApiQuery } from '../ui/data/use-api.ts';
import { speech } from '../words/language.ts';
import { t } from '../words/words.ts';

const themes: readonly Appearance[] = ['system', 'light', 'dark'];

export function MeMenu({ narrow = false }: { narrow?: boolean }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const word = state === null ? t('console.agent.connecting') : t(`console.agent.${state}`);
  const label = t('console.agent.menu', { name: user.name, state: word });
  return (
    <Popover
      label={t('console.agent.state')}
      position={narrow ? 'bottom-end' : 'right-end'}
      width={272}
      target={(toggle, open) =>
        narrow ? (
          <button
            type="button"
            className="chip chip-touch"
            aria-label={label}
            aria-expanded={open}
            onClick={toggle}
          >
            <StateDot state={state ?? 'offline'} />
            {word}
            <Icon name="down" size={12} />
          </button>
        ) : (
          <button
            type="button"
            className="me-button"
            aria-label={label}
            aria-expanded={open}
            onClick={toggle}
          >
            <Face name={user.name} state={state ?? 'offline'} size="medium" />
            <span>{word}</span>
          </button>
        )
      }
    >
      {(close) => (
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
                close();
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
          <Reasons onClose={close} />
          <hr className="pop-line" />
          <Settings />
          <hr className="pop-line" />
          <button
            type="button"
            className="it"
            onClick={() => {
              close();
              // The focus goes back to the menu's button first.
              setTimeout(openAlerts, 0);
            }}
          >
            <Icon name="bell" />
            <span className="grow">{t('alerts.open')}</span>
          </button>
          <button
            type="button"
            className="it"
            onClick={() => {
              close();
              // The focus goes back to the menu's button first.
              setTimeout(openSheet, 0);
            }}
          >
            <Icon name="slash" />
            <span className="grow">{t('keys.do.sheet')}</span>
            <Keys keys="?" />
          </button>
          <button type="button" className="it" onClick={() => void signOut()}>
            <Icon name="leave" />
            <span>{t('console.me.signOut')}</span>
          </button>
        </>
      )}
    </Popover>
  );
}

/** The account's reasons for being away; each is a way to say it. */
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
  const theme = useStore(appearance, (value) => value);
  return (
    <div className="me-line">
      <Switch
        label={t('alerts.sound')}
        checked={sound}
        onChange={(on) => setAlerts({ sound: on })}
      />
      <div className="row" style={{ padding: '6px 0' }}>
        <span className="grow">{t('console.me.theme')}</span>
        <Segmented
          label={t('console.me.theme')}
          value={theme}
          onChange={appearance.set}
          choices={themes.map((value) => ({ value, label: t(`console.theme.${value}`) }))}
        />
      </div>
      <LanguageChoice />
    </div>
  );
}

/** Each language is named in its own words: who reads no other finds theirs. */
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
