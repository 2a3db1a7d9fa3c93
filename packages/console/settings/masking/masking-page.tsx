// What is masked in addition to card numbers: bank accounts and the account's own patterns, with a
// field to try them and a log of changes. Each change saves the whole settings, as the server keeps
// them.
import {
  type Masking,
  maskLimits,
  type MaskPattern,
  type MaskSettings,
  RevisedMasking,
} from '@opportune/protocol/rest/conversation/masking.ts';
import {
  format,
  NotYet,
  say,
  sayUnsaved,
  Switch,
  useApiQuery,
  type Column,
  t,
  column,
} from '../../ui/index.ts';
import { EditableList } from '../form/editable-list.tsx';
import { PatternDialog } from './masking-pattern.tsx';
import { MaskTry } from './masking-try.tsx';
import { useMaskingSave } from './use-masking-save.ts';
import './masking.css';
import { SettingsBody } from '../form/settings-body.tsx';

export function MaskingPage() {
  const { data, error, refetch } = useApiQuery('/masking', RevisedMasking);
  if (data === undefined)
    return (
      <div className="settings-body" role="region" aria-label={t('masking.title')}>
        <h2 className="settings-title">{t('masking.title')}</h2>
        <NotYet error={error} rows={5} columns={2} onRetry={refetch} />
      </div>
    );
  return <Page masking={data} onRetry={() => void refetch()} />;
}

function Page({ masking, onRetry }: { masking: RevisedMasking; onRetry: () => void }) {
  const save = useMaskingSave(() => say(t('masking.saved')));
  const { ibans, patterns, revision } = masking;
  const refused = { onError: sayUnsaved(onRetry) };
  const change = (next: Partial<MaskSettings>): void =>
    save.mutate({ draft: { ibans, patterns, ...next }, revision }, refused);
  const remove = (pattern: MaskPattern): void =>
    save.mutate(
      { draft: { ibans, patterns: patterns.filter((each) => each !== pattern) }, revision },
      {
        onSuccess: (answer) =>
          say(t('masking.removed', { name: pattern.name }), () =>
            save.mutate({ draft: { ibans, patterns }, revision: answer.revision }, refused),
          ),
        ...refused,
      },
    );
  return (
    <SettingsBody title={t('masking.title')} text={t('masking.text')} className="wide masking">
      <section>
        <h3>{t('masking.cards')}</h3>
        <p className="t2">{t('masking.cards.text')}</p>
        <Switch
          label={t('masking.ibans')}
          hint={t('masking.ibans.hint')}
          checked={ibans}
          disabled={save.isPending}
          onChange={(on) => change({ ibans: on })}
        />
      </section>
      <Patterns masking={masking} onRemove={remove} onRetry={onRetry} />
      <section>
        <MaskTry settings={masking} />
      </section>
      <Changes changes={masking.changes} />
    </SettingsBody>
  );
}

interface PatternsProps {
  readonly masking: RevisedMasking;
  readonly onRemove: (pattern: MaskPattern) => void;
  readonly onRetry: () => void;
}

function Patterns({ masking, onRemove, onRetry }: PatternsProps) {
  const { patterns } = masking;
  return (
    <EditableList
      words={{
        title: t('masking.patterns'),
        text: t('masking.patterns.text', { n: maskLimits.patterns }),
        add: t('masking.new'),
        name: t('masking.name'),
        empty: { title: t('masking.patterns.empty.title'), text: t('masking.patterns.empty.text') },
      }}
      fixed={patterns.length >= maskLimits.patterns}
      rows={patterns}
      revision={masking.revision}
      error={null}
      onRetry={onRetry}
      columns={columns()}
      rowKey={({ name, expression }) => `${name} ${expression}`}
      phoneLine={({ expression }) => expression}
      removeLabel={({ name }) => `${t('masking.remove')}: ${name}`}
      onRemove={onRemove}
      form={(pattern, close, revision) => (
        <PatternDialog pattern={pattern} settings={masking} revision={revision} onClose={close} />
      )}
    />
  );
}

function columns(): readonly Column<MaskPattern>[] {
  return [
    column('masking.expression', ({ expression }) => <span className="code">{expression}</span>),
    column('masking.replacement', 160, ({ replacement }) => (
      <span className="code">{replacement}</span>
    )),
    column('masking.where', 200, ({ events }) => (
      <span className="t2">
        {t(events ? 'masking.where.everywhere' : 'masking.where.conversations')}
      </span>
    )),
  ];
}

function Changes({ changes }: { changes: Masking['changes'] }) {
  return (
    <section>
      <h3>{t('masking.changes')}</h3>
      {changes.length === 0 && <p className="t2">{t('masking.changes.none')}</p>}
      <ul className="masking-changes">
        {changes.map((each) => (
          <Change key={each.at} change={each} />
        ))}
      </ul>
    </section>
  );
}

function Change({ change: { at, by: who, settings } }: { change: Masking['changes'][number] }) {
  const when = `${format.date(at)} ${format.clock(at)}`;
  return (
    <li>
      <span>{t('masking.changes.line', { who, when })}</span>
      <span className="t2">{wordsOf(settings)}</span>
    </li>
  );
}

function wordsOf({ ibans, patterns }: MaskSettings): string {
  const names = patterns.map(({ name }) => name).join(', ');
  return t(ibans ? 'masking.changes.what.on' : 'masking.changes.what.off', {
    patterns: names === '' ? t('masking.changes.noPatterns') : names,
  });
}
