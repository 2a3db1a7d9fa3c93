// The sheet of shortcuts: every command that has keys, by group, and the switch for single letters.
import { Fragment } from 'react';
import { Switch } from '../ui/form/field.tsx';
import { Dialog } from '../ui/overlay.tsx';
import { useStore } from '../ui/store.ts';
import { commandGroups, commands, isLetter, type Command } from './command-table.ts';
import { letterKeys, setLetterKeys } from './do-commands.ts';
import { Keys } from './key-marks.tsx';
import { commandName } from './keys-words.ts';
import './keys.css';
import { t } from '../words/words.ts';

export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const letters = useStore(letterKeys, (on) => on);
  return (
    <Dialog title={t('keys.sheet.title')} open={open} onClose={onClose} width={680}>
      <Switch
        label={t('keys.sheet.letters')}
        hint={t('keys.sheet.letters.hint')}
        checked={letters}
        onChange={setLetterKeys}
      />
      <div className="sheet">
        {commandGroups.map((group) => (
          <Group key={group} group={group} letters={letters} />
        ))}
      </div>
    </Dialog>
  );
}

function Group({ group, letters }: { group: (typeof commandGroups)[number]; letters: boolean }) {
  return (
    <section aria-label={t(`keys.group.${group}`)}>
      <h3 className="label">{t(`keys.group.${group}`)}</h3>
      <dl>
        {commands
          .filter((each) => each.group === group && each.keys.length > 0)
          .map((command) => (
            <Line key={command.id} command={command} letters={letters} />
          ))}
      </dl>
    </section>
  );
}

function Line({ command, letters }: { command: Command; letters: boolean }) {
  const off = !letters && command.keys.every(isLetter);
  return (
    <div className={off ? 'off' : ''}>
      <dt>{commandName(command.id)}</dt>
      <dd>
        {command.keys.map((keys, at) => (
          <Fragment key={keys}>
            {at > 0 && <span className="small t3">{t('keys.key.or')}</span>}
            <Keys keys={keys} />
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
