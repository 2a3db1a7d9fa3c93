// A complete panel beside a conversation: it reports that it is ready, shows the data it receives,
// sets its height, and offers a sentence for the answer. In your own panel, replace
// `consoleOrigin`.
(() => {
  // The only origin that this page listens to. A real panel names it: 'https://opportune.example'.
  const consoleOrigin = new URLSearchParams(location.search).get('console');
  const byId = (id) => document.getElementById(id);
  const say = (message) => parent.postMessage({ opportune: 1, ...message }, consoleOrigin);

  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== consoleOrigin) return;
    const { opportune, type } = event.data ?? {};
    if (opportune !== 1) return;
    if (type === 'context') show(event.data.context);
    if (type === 'inserted')
      byId('said').textContent = event.data.accepted ? 'Added to the answer.' : 'Not added.';
  });

  function show({ theme, visitor }) {
    document.documentElement.dataset.theme = theme;
    // A browser may claim any name and traits. Mark them if the visitor is not verified.
    const name = visitor?.name ?? 'Somebody without a name';
    byId('who').textContent = visitor?.verified ? name : `${name} (not verified)`;
    // A real panel now asks its own server, with its own session, for this customer's orders.
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
