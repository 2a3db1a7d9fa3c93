// The menu of the person at the desk: state, sound and notifications, appearance, signing out.
import { agentStates } from './agent-states.ts';
import { notifications, setNotify, setSound } from './notify.ts';
import { myState, setMyState } from './me.ts';
import { appearance, type Appearance } from '../theme/appearance.ts';
import { signOut, useSession } from '../session/session.tsx';
import { t } from '../ui/console-words.ts';
import { Segmented, Switch } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Face, StateDot } from '../ui/marks.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/overlay.tsx';
import { useStore } from '../ui/store.ts';

const themes: readonly Appearance[] = ['system', 'light', 'dark'];

export function MeMenu({ narrow = false }: { narrow?: boolean }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const word = state === null ? t('agent.connecting') : t(`agent.${state}`);
  const label = t('agent.menu', { name: user.name, state: word });
  const target = narrow ? (
    <button type="button" className="chip chip-touch" aria-label={label}>
      <StateDot state={state ?? 'offline'} />
      {word}
      <Icon name="down" size={12} />
    </button>
  ) : (
    <button type="button" className="me-button" aria-label={label}>
      <Face name={user.name} state={state ?? 'offline'} size="medium" />
      <span>{word}</span>
    </button>
  );
  return (
    <Menu target={target} position={narrow ? 'bottom-end' : 'right-end'} width={272}>
      <MenuLabel>{user.name}, {user.email}</MenuLabel>
      {agentStates.map((each) => (
        <MenuItem key={each} checked={each === state} before={<StateDot state={each} />} after={each === state ? <Icon name="check" size={14} /> : undefined} onClick={() => setMyState(each)}>
          <span className="me-state">{t(`agent.${each}`)}<small>{t(`agent.${each}.hint`)}</small></span>
        </MenuItem>
      ))}
      <MenuLine />
      <Settings />
      <MenuLine />
      <MenuItem before={<Icon name="leave" />} onClick={() => void signOut()}>{t('me.signOut')}</MenuItem>
    </Menu>
  );
}

function Settings() {
  const { sound, notify, denied } = useStore(notifications, (value) => value);
  const theme = useStore(appearance, (value) => value);
  return (
    <div className="me-line">
      <Switch label={t('me.sound')} checked={sound} onChange={setSound} />
      <Switch label={t('me.notify')} checked={notify && !denied} disabled={denied} onChange={(on) => void setNotify(on)} {...(denied ? { hint: t('me.notify.denied') } : {})} />
      <div className="row" style={{ padding: '6px 0' }}>
        <span className="grow">{t('me.theme')}</span>
        <Segmented label={t('me.theme')} value={theme} onChange={appearance.set} choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))} />
      </div>
    </div>
  );
}
