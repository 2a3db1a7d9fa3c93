// An agent's Home: what needs them, who is on the site, and the team. It shows no amount of money.
import { HomeHeader } from './home-header.tsx';
import { NeedsPanel } from './needs/needs-panel.tsx';
import { SiteNow } from './site-now.tsx';
import { TeamNow } from './team-now.tsx';

export function AgentHome() {
  return (
    <>
      <HomeHeader />
      <div className="home scroller">
        <div className="home-main">
          <NeedsPanel />
        </div>
        <div className="home-side">
          <SiteNow />
          <TeamNow />
        </div>
      </div>
    </>
  );
}
