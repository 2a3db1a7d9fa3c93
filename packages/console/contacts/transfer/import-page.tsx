// Imports contacts from a CSV file: upload, what the columns hold, a rehearsal that says what would happen, and
// the import itself with its progress.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ContactImport, transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { api, apiUrl } from '../../api/client.ts';
import {
  Button,
  format,
  Icon,
  NotYet,
  PageHeader,
  sayError,
  t,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { PlanForm } from './plan-form.tsx';
import './transfer.css';

const route = getRouteApi('/contacts/imports/{-$import}');

export function ImportPage() {
  const { import: id } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title={t('transfer.import')}>
        <Link to="/contacts/{-$contact}" params={{ contact: undefined }} className="btn">
          {t('transfer.back')}
        </Link>
      </PageHeader>
      <div className="scroller transfer">
        {id === undefined ? (
          <Upload onDone={(made) => void navigate({ params: { import: made.id } })} />
        ) : (
          <Import key={id} id={id} />
        )}
      </div>
    </>
  );
}

function Upload({ onDone }: { onDone: (made: ContactImport) => void }) {
  const upload = useApiMutation(
    (file: File) =>
      api.post(
        `/contact-imports?name=${encodeURIComponent(file.name.slice(0, 200))}`,
        file,
        ContactImport,
      ),
    { onDone },
  );
  const take = (file: File | undefined): void => {
    if (file !== undefined) upload.mutate(file, { onError: sayError });
  };
  return (
    <section>
      <p className="t2">{t('transfer.upload.text')}</p>
      <label
        className="transfer-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="attach" size={20} />
        <span className="medium">{t('transfer.upload')}</span>
        <span className="small t3">
          {t('transfer.upload.limits', {
            mb: format.number(transferLimits.sizeBytes / 1024 / 1024),
            rows: format.number(transferLimits.rows),
          })}
        </span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          disabled={upload.isPending}
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </label>
    </section>
  );
}

function Import({ id }: { id: string }) {
  const path = `/contact-imports/${encodeURIComponent(id)}`;
  const { data, error, refetch } = useApiQuery(path, ContactImport, { refetchMs: 1000 });
  const [again, setAgain] = useState(false);
  const run = useApiMutation(() => api.post(`${path}/run`, {}, ContactImport), {
    invalidates: [path],
  });
  if (data === undefined)
    return <NotYet error={error} rows={6} columns={3} onRetry={() => void refetch()} />;
  const { state } = data;
  if (state === 'uploaded' || (state === 'rehearsed' && again))
    return <PlanForm file={data} path={path} onDone={() => setAgain(false)} />;
  return (
    <section aria-live="polite">
      <h2>{data.name}</h2>
      <p className="t2">{t(`transfer.state.${state}`)}</p>
      <progress
        aria-label={t('transfer.progress')}
        max={data.rows}
        value={state === 'done' ? data.rows : data.done}
      />
      <Counts file={data} />
      {data.refused + data.withdrawn > 0 && (
        <a href={apiUrl(`${path}/errors.csv`)} download className="btn">
          <Icon name="download" />
          {t('transfer.errors')}
        </a>
      )}
      {state === 'rehearsed' && (
        <div className="row">
          <Button size="medium" onClick={() => setAgain(true)}>
            {t('transfer.change')}
          </Button>
          <Button
            variant="primary"
            size="medium"
            disabled={run.isPending || data.created + data.changed === 0}
            onClick={() => run.mutate(undefined, { onError: sayError })}
          >
            {t('transfer.run')}
          </Button>
        </div>
      )}
      {(state === 'done' || state === 'failed') && (
        <div className="row">
          <Link to="/contacts/{-$contact}" params={{ contact: undefined }} className="btn primary">
            {t('transfer.toContacts')}
          </Link>
          <Link to="/contacts/imports/{-$import}" params={{ import: undefined }} className="btn">
            {t('transfer.another')}
          </Link>
        </div>
      )}
    </section>
  );
}

function shownCounts({ withdrawn }: ContactImport) {
  const counts = ['created', 'changed', 'skipped', 'refused'] as const;
  return withdrawn > 0 ? ([...counts, 'withdrawn'] as const) : counts;
}

function Counts({ file }: { file: ContactImport }) {
  return (
    <dl className="transfer-counts">
      {shownCounts(file).map((each) => (
        <div key={each}>
          <dt>{t(`transfer.count.${each}`)}</dt>
          <dd className="num">{format.number(file[each])}</dd>
        </div>
      ))}
    </dl>
  );
}
