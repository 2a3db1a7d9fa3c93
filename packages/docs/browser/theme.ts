// Sets the light or dark theme before the page is drawn: the choice made here or in the console,
// else the system's. It delays the first drawing, so it does nothing else. If the browser stores
// nothing for this site, it uses the system's theme.

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

function chosen(): string | null {
  try {
    return localStorage.getItem('opportune.appearance');
  } catch {
    return null;
  }
}

function apply(): void {
  const choice = chosen();
  const system = dark.matches ? 'dark' : 'light';
  root.dataset['theme'] = choice === 'light' || choice === 'dark' ? choice : system;
}

apply();
dark.addEventListener('change', apply);
root.classList.add('scripted');
