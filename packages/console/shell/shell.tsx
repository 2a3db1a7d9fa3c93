// The frame around every area: the rail or foot bar, the notice of a lost connection, toasts and
// dialogs. It also starts what runs on every page, such as the socket and the inbox.
import { Link, Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { connection, startSocket, tryNow } from '../api/socket.ts';
import { AlertDialog } from '../alerts/alert-dialog.tsx';
import { followAlerts } from '../alerts/alert.ts';
import { takeTurns } from '../alerts/one-tab.ts';
import { CallStrip } from '../inbox/call/call-panel.tsx';
import { onAlertClick } from '../inbox/news/alerts.ts';
import { startInbox } from '../inbox/inbox-store.ts';
import { waitingToSend } from '../inbox/compose/sending.ts';
import { TakeUpQuestion } from '../inbox/conversation/take-up.tsx';
import { tellNews, unread } from '../inbox/news/tell-news.ts';
import { Hands } from '../keys/hands.tsx';
import { usePlan } from '../inbox/use-plan.ts';
import { useFramesAtOnce } from '../panels/framed.ts';
import { SampleStripe } from '../sample/sample-stripe.tsx';
import { useSession } from '../session/session.tsx';
import {
  format,
  AskProvider,
  Boundary,
  Button,
  Icon,
  Mark,
  Menu,
  MenuItem,
  Strip,
  t,
  ToastLine,
  useStore,
} from '../ui/index.ts';
import { areasOf, firstPage, isOpenTo, type Area } from './areas.ts';
import { MeMenu } from './me-menu.tsx';
import { followMyState } from './me.ts';
import { NotFound } from './not-found.tsx';
import './shell.css';

export function Shell() {
  const { user, account } = useSession();
  const mine = areasOf(user.role);
  const whole = useMatches({
    select: (matches) => matches.some((match) => 'conversation' in match.params),
  });
  const shown = useMatches({
    select: (matches) =>
      matches.flatMap(({ params }) => ('conversation' in params ? params.conversation : []))[0],
  });
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  useEffect(
    () =>
      onAlertClick(
        (conversation) =>
          void navigate({ to: '/inbox/{-$conversation}', params: { conversation } }),
      ),
    [navigate],
  );
  useFramesAtOnce();
  usePlan();
  useEffect(takeTurns, []);
  useEffect(() => {
    const stops = [
      followMyState(user.id),
      tellNews(user.id),
      startInbox(user.id),
      followAlerts(),
      startSocket(account.id),
    ];
    return () => stops.forEach((stop) => stop());
  }, [user.id, account.id]);
  return (
    <AskProvider>
      <a href="#page" className="skip">
        {t('console.app.skip')}
      </a>
      <div className={whole ? 'app whole' : 'app'}>
        <nav className="rail" aria-label={t('console.app.areas')}>
          <div className="logo">
            <Mark size={26} />
          </div>
          {mine.map((area) => (
            <AreaLink key={area.name} area={area} size={18} />
          ))}
          <MeMenu />
        </nav>
        <main className="main" id="page" tabIndex={-1}>
          <SampleStripe />
          <ConnectionStrip />
          <CallStrip shown={shown} />
          <Boundary key={pathname.split('/')[1]}>
            {isOpenTo(user.role, pathname) ? <Outlet /> : <NotFound />}
          </Boundary>
        </main>
        <FootBar areas={mine} pathname={pathname} />
      </div>
      <Hands />
      <AlertDialog />
      <TakeUpQuestion />
      <ToastLine />
    </AskProvider>
  );
}

function AreaLink({ area, size }: { area: Area; size: number }) {
  const count = useStore(unread, (value) => value);
  const badge = area.name === 'inbox' ? count : 0;
  return (
    <Link
      to={area.to}
      params={firstPage}
      className="area-link"
      activeOptions={{ exact: area.to === '/' }}
      activeProps={{ className: 'on', 'aria-current': 'page' }}
    >
      <Icon name={area.icon} size={size} />
      {t(`console.area.${area.name}`)}
      {badge > 0 && <Badge count={badge} />}
    </Link>
  );
}

function Badge({ count }: { count: number }) {
  return (
    <span className="count num">
      <span aria-hidden="true">{count}</span>
      <span className="aside-voice">{t('console.area.waiting', { n: count })}</span>
    </span>
  );
}

/** Shows four areas and More, which is what fits under a thumb. */
function FootBar({ areas, pathname }: { areas: readonly Area[]; pathname: string }) {
  const navigate = useNavigate();
  const first =
    areas.length > 5
      ? areas.filter(({ name }) => !['contacts', 'results', 'team', 'settings'].includes(name))
      : areas;
  const rest = areas.filter((area) => !first.includes(area));
  const isInRest = rest.some(({ name }) => name === pathname.split('/')[1]);
  return (
    <nav className="foot-bar" aria-label={t('console.app.areas')}>
      {first.map((area) => (
        <AreaLink key={area.name} area={area} size={20} />
      ))}
      {rest.length > 0 && (
        <Menu
          position="top-end"
          target={
            <button type="button" className={isInRest ? 'area-link on' : 'area-link'}>
              <Icon name="more" size={20} />
              {t('console.area.more')}
            </button>
          }
        >
          {rest.map((area) => (
            <MenuItem
              key={area.name}
              before={<Icon name={area.icon} />}
              onClick={() => void navigate({ to: area.to, params: firstPage })}
            >
              {t(`console.area.${area.name}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </nav>
  );
}

/** Shown while the connection is lost. The page beneath stays readable. */
function ConnectionStrip() {
  const { status, since } = useStore(connection, (value) => value);
  const waiting = useStore(waitingToSend, (value) => value);
  if (status !== 'lost' || since === null) return null;
  const words =
    waiting > 0
      ? t('console.state.offline.waiting', { n: waiting })
      : t('console.state.offline', { time: format.clockSeconds(since) });
  return (
    <Strip
      tone="bad"
      icon="offline"
      action={<Button onClick={tryNow}>{t('console.state.tryNow')}</Button>}
    >
      {words}
    </Strip>
  );
}
