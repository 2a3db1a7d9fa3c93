// The list of what needs this person, each with its age and one action. Rows hold their places
// while somebody points at them.
import {
  ago,
  Bones,
  Button,
  duration,
  explainError,
  Icon,
  t,
  Tag,
  useNow,
} from '../../ui/index.ts';
import { useSession } from '../../session/session.tsx';
import { useStill } from '../../team/now/use-still.ts';
import { Panel } from '../panel.tsx';
import { needWords } from './need-words.tsx';
import type { Need } from './needs.ts';
import { useNeeds } from './use-needs.ts';

/** The most rows shown here. The inbox has the whole queue. */
const most = 8;

export function NeedsPanel() {
  const { needs, loaded, error, retry } = useNeeds();
  const still = useStill(needs.map(({ key }) => key));
  const rows = still.keys.flatMap((key) => needs.find((need) => need.key === key) ?? []);
  const urgent = needs.filter((need) => need.urgent === 'late').length;
  return (
    <Panel
      title={t('home.needs.title')}
      beside={urgent > 0 && <Tag tone="bad">{t('home.needs.urgent', { n: urgent })}</Tag>}
      end={needs.length > 1 && <span className="small t3">{t('home.needs.order')}</span>}
    >
      {!loaded && rows.length === 0 ? (
        <Bones rows={3} columns={3} />
      ) : (
        <ul className="needs" {...still.on}>
          {rows.slice(0, most).map((need) => (
            <Row key={need.key} need={need} />
          ))}
        </ul>
      )}
      {loaded && rows.length === 0 && error === null && <Nothing />}
      {rows.length > most && (
        <p className="small t3 home-foot">{t('home.needs.more', { n: rows.length - most })}</p>
      )}
      {error !== null && <Failed error={error} onRetry={retry} />}
    </Panel>
  );
}

const tones = { late: 'bad', soon: 'warn', fine: 't2' } as const;

function Row({ need }: { need: Need }) {
  const { user } = useSession();
  const { icon, title, why, action } = needWords(need, user.id);
  return (
    <li className="need">
      <span className={tones[need.urgent]}>
        <Icon name={icon} />
      </span>
      <span className="need-what">
        <b>{title}</b> <span className="t3">{why}</span>
      </span>
      <Age need={need} />
      {action}
    </li>
  );
}

function Age({ need: { since, urgent, type } }: { need: Need }) {
  const now = useNow();
  const tone = urgent === 'late' ? 'bad' : 't3';
  if (since === null) return <span className="small t3">{t('console.dash')}</span>;
  const age = now - since;
  const runs = (type === 'waiting' || type === 'reply') && age < 3_600_000;
  return <span className={`small num ${tone}`}>{runs ? duration(age) : ago(age)}</span>;
}

function Nothing() {
  return (
    <p className="row home-foot t2">
      <span className="ok">
        <Icon name="check" />
      </span>
      <span>
        <b className="medium">{t('home.needs.none')}</b>{' '}
        <span className="t3">{t('home.needs.none.text')}</span>
      </span>
    </p>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <p className="row home-foot" role="alert">
      <span className="bad">
        <Icon name="alert" />
      </span>
      <span className="grow">
        {t('home.needs.failed')} <span className="t3">{explainError(error).text}</span>
      </span>
      <Button onClick={onRetry}>{t('console.state.retry')}</Button>
    </p>
  );
}
