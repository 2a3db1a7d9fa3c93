// A panel beside a conversation, whole: it says that it listens, shows what it is told, fits its height
// and offers a sentence for the answer. Put the console's address where it says so.
(() => {
  // The one origin that this page listens to. A real panel names it: 'https://opportune.example'.
  const consoleOrigin = new URLSearchParams(location.search).get('console');
  const byId = (id) => document.getElementById(id);
  const say = (message) => parent.postMessage({ opportune: 1, ...message }, consoleOrigin);

  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== consoleOrigin) return;
    const { opportune, type } = event.data ?? {};
    if (opportune !== 1) return;
    if (type === 'context') show(event.data.context);
    if (type === 'inserted')
      byId('said').textContent = event.data.accepted ? 'It is in the answer.' : 'Left out.';
  });

  function show({ theme, visitor }) {
    document.documentElement.dataset.theme = theme;
    // Names and traits that are not verified are what a browser claims: show them as such.
    const name = visitor?.name ?? 'Somebody without a name';
    byId('who').textContent = visitor?.verified ? name : `${name} (not verified)`;
    // Here a real panel asks its own server, with its own session, for this customer's orders.
    const order = document.createElement('li');
    order.textContent = 'Orla table lamp, on its way';
    byId('orders').replaceChildren(order);
    byId('insert').disabled = false;
    say({ type: 'resize', height: byId('all').offsetHeight + 24 });
  }

  byId('insert').addEventListener('click', () =>
    say({ type: 'insert', text: 'Your lamp arrives on Thursday.' }),
  );
  if (consoleOrigin !== null) say({ type: 'ready' });
})();
